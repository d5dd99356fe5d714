use lambda_kit::http::{Refusal, Request};
use product::model::Actor;

/// Who asks for a change: the principal of an authorizer, or else the key of the request.
///
/// A prefix keeps the two apart. It is never logged: a principal can be a person.
pub(crate) fn actor(request: &Request) -> Result<Actor, Refusal> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let text = match (given(&request.principal), given(&request.api_key_id)) {
        (Some(principal), _) => format!("principal:{principal}"),
        (None, Some(id)) => format!("api-key:{id}"),
        // API Gateway always says whose key it let through, the local AWS never does.
        (None, None) if request.header("x-api-key").is_some() => "api-key:unknown".to_owned(),
        (None, None) => return Err(nobody()),
    };
    Actor::parse(&text).map_err(|_| nobody())
}

fn nobody() -> Refusal {
    Refusal::unauthorized("it is not known who asks")
}
