use lambda_kit::http::{Refusal, Request};
use product::model::Actor;

/// What lets requests through to a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// API Gateway, which says whose key it was.
    Aws,
    /// That of a local AWS, which checks keys as well and never says whose they are.
    Local,
}

impl Gateway {
    /// The one beside the services at this endpoint. In AWS they have their own, and none is set.
    pub fn beside(endpoint: Option<&str>) -> Self {
        endpoint.map_or(Self::Aws, |_| Self::Local)
    }
}

/// Who asks for a change: the principal of an authorizer, or else the key of the request.
///
/// A prefix keeps the two apart. It is never logged: a principal can be a person.
pub(crate) fn actor(request: &Request, gateway: Gateway) -> Result<Actor, Refusal> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let text = match (given(&request.principal), given(&request.api_key_id)) {
        (Some(principal), _) => format!("principal:{principal}"),
        (None, Some(id)) => format!("api-key:{id}"),
        (None, None) if is_unnamed_key(request, gateway) => "api-key:unknown".to_owned(),
        (None, None) => return Err(nobody()),
    };
    Actor::parse(&text).map_err(|_| nobody())
}

/// In AWS a key that API Gateway did not name is one that nobody has checked.
fn is_unnamed_key(request: &Request, gateway: Gateway) -> bool {
    gateway == Gateway::Local && request.header("x-api-key").is_some()
}

fn nobody() -> Refusal {
    Refusal::unauthorized("it is not known who asks")
}
