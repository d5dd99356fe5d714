//! Requests and answers.

use lambda_kit::Invocation;
use lambda_kit::http::{self, Refusal, Request, Response};
use product::memory::block_on;
use product_handlers::{
    create_product, delete_product, get_product, list_products, update_product,
};
use serde_json::{Map, Value, json};

use crate::contract;
use crate::world::World;

/// An id that no product has.
pub(crate) const NOBODY: &str = "0b7a4f9e-6a3c-4f0e-9d53-2f6f1c9b8a71";

/// What the API can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    List,
    Get,
    Create,
    Update,
    Delete,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self::List,
        Self::Get,
        Self::Create,
        Self::Update,
        Self::Delete,
    ];

    /// Its name in the document.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::List => "listProducts",
            Self::Get => "getProduct",
            Self::Create => "createProduct",
            Self::Update => "updateProduct",
            Self::Delete => "deleteProduct",
        }
    }

    pub(crate) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.id() == id)
    }

    fn method(self) -> &'static str {
        match self {
            Self::List | Self::Get => "GET",
            Self::Create => "POST",
            Self::Update => "PUT",
            Self::Delete => "DELETE",
        }
    }

    pub(crate) fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }

    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Create | Self::Update)
    }

    fn is_about_one(self) -> bool {
        matches!(self, Self::Get | Self::Update | Self::Delete)
    }
}

/// A request: a valid one, until it is changed.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    operation: Operation,
    id: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<String>,
    key: Option<String>,
}

impl Call {
    pub(crate) fn of(operation: Operation) -> Self {
        let body = match operation {
            Operation::Create => json!({
                "name": "Web Hosting",
                "description": "A place on the web",
                "price": 99.9,
                "billingCycle": "monthly",
                "features": ["10 mailboxes", "5 domains"],
            }),
            _ => json!({ "price": 5 }),
        };
        let body = operation.has_body().then(|| body.to_string());
        let content_type = body.as_ref().map(|_| ("Content-Type", "application/json"));
        let headers = content_type.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            operation,
            id: NOBODY.to_owned(),
            query: Vec::new(),
            headers: headers.into_iter().collect(),
            body,
            key: operation.writes().then(|| "k3y".to_owned()),
        }
    }

    pub(crate) fn about(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// In place of the header of this name, if there is one.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn without_key(mut self) -> Self {
        self.key = None;
        self
    }

    pub(crate) fn body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(&body.to_string())
    }

    /// The body that it has.
    pub(crate) fn json_body(&self) -> Value {
        serde_json::from_str(self.body.as_deref().unwrap()).unwrap()
    }

    /// As API Gateway passes it on.
    pub(crate) fn event(&self) -> Value {
        let resource = if self.operation.is_about_one() {
            "/v1.0/products/{productId}"
        } else {
            "/v1.0/products"
        };
        let path = resource.replace("{productId}", &self.id);
        let parameters = self.operation.is_about_one();
        let parameters = parameters.then(|| json!({ "productId": self.id }));
        let (query, queries) = singles_and_lists(&self.query);
        let (headers, all_headers) = singles_and_lists(&self.headers);
        json!({
            "resource": resource,
            "path": path,
            "httpMethod": self.operation.method(),
            "headers": headers,
            "multiValueHeaders": all_headers,
            "queryStringParameters": query,
            "multiValueQueryStringParameters": queries,
            "pathParameters": parameters,
            "stageVariables": null,
            "requestContext": {
                "resourcePath": resource,
                "path": format!("/dev{path}"),
                "stage": "dev",
                "requestId": "gateway-1",
                "authorizer": null,
                "identity": { "apiKeyId": self.key, "apiKey": null, "sourceIp": "192.0.2.1" },
            },
            "body": self.body,
            "isBase64Encoded": false,
        })
    }

    pub(crate) fn answer(&self, world: &World) -> Answer {
        answer(world, self.operation, &bytes(&self.event()))
    }
}

pub(crate) fn bytes(event: &Value) -> Vec<u8> {
    serde_json::to_vec(event).unwrap()
}

/// What API Gateway makes of pairs: the last of each name, and all of them; `null` of none.
fn singles_and_lists(pairs: &[(String, String)]) -> (Value, Value) {
    if pairs.is_empty() {
        return (Value::Null, Value::Null);
    }
    let (mut singles, mut lists) = (Map::new(), Map::<String, Value>::new());
    for (name, value) in pairs {
        singles.insert(name.clone(), value.as_str().into());
        let list = lists.entry(name.clone()).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(value.as_str().into());
    }
    (singles.into(), lists.into())
}

/// What came back, as API Gateway passes it on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Map<String, Value>,
    /// `null` when there is none.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(Value::as_str).unwrap_or("")
    }

    /// The fields that the answer complains of.
    pub(crate) fn fields(&self) -> Vec<&str> {
        let details = self.body["details"].as_array();
        let details = details.map(Vec::as_slice).unwrap_or_default();
        let fields = details.iter().map(|detail| &detail["field"]);
        fields.map(|field| field.as_str().unwrap()).collect()
    }
}

/// What the operation answers to an event. Whatever it is, it is held to the document.
pub(crate) fn answer(world: &World, operation: Operation, event: &[u8]) -> Answer {
    let commands = world.commands();
    let answer = match operation {
        Operation::List => run(&list_products::handler(world.clone(), world.clone()), event),
        Operation::Get => run(&get_product::handler(world.clone()), event),
        Operation::Create => run(&create_product::handler(commands, world.gateway), event),
        Operation::Update => run(&update_product::handler(commands, world.gateway), event),
        Operation::Delete => run(&delete_product::handler(commands, world.gateway), event),
    };
    let answer = well_formed(&answer);
    contract::check(operation, &answer);
    answer
}

fn run<H>(handler: &H, event: &[u8]) -> Value
where
    H: AsyncFn(Request, Invocation) -> Result<Response, Refusal>,
{
    block_on(http::answer(handler, event, &Invocation::new("lambda-1")))
}

/// Reads an answer, of which API Gateway must not make a 502.
fn well_formed(answer: &Value) -> Answer {
    let fields: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["body", "headers", "isBase64Encoded", "statusCode"]);
    assert_eq!(answer["isBase64Encoded"], false);
    let status = answer["statusCode"].as_u64().unwrap();
    assert!((200..=599).contains(&status));
    let mut headers = Map::new();
    for (name, value) in answer["headers"].as_object().unwrap() {
        assert!(value.as_str().unwrap().is_ascii(), "{name}: {value}");
        let known = headers.insert(name.to_ascii_lowercase(), value.clone());
        assert_eq!(known, None, "{name} stands there twice");
    }
    let body = answer["body"].as_str().unwrap();
    let body = match body {
        "" => Value::Null,
        body => serde_json::from_str(body).unwrap(),
    };
    Answer {
        status: u16::try_from(status).unwrap(),
        headers,
        body,
    }
}
