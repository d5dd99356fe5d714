//! Objects, messages, keys and calls.

use emulator::{Error, Queue};
use serde_json::{Value, json};

use crate::aws::Aws;
use crate::common::{ACCOUNT, Bench, REGION};
use crate::make::{bucket, queue};

#[test]
fn all_objects_of_a_bucket_are_told_whatever_their_keys() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let inspector = running.inspector();
    let name = bucket(&aws, 1);
    assert!(inspector.objects(&name).unwrap().is_empty());

    let odd = ["a b/c?d&e=f%25é#", "<&>'\"", "z/../y", "+", "Z/~"];
    let numbered = (0..2100).map(|n| format!("many/{n:04}"));
    let mut keys: Vec<String> = odd.into_iter().map(str::to_owned).chain(numbered).collect();
    for key in &keys {
        aws.put_object(&name, key, key);
    }
    keys.sort_unstable();
    assert_eq!(inspector.objects(&name).unwrap(), keys);
    for key in odd {
        assert_eq!(inspector.object(&name, key).unwrap(), key.as_bytes());
    }
    // Larger than what the HTTP client would read unasked.
    let large = "x".repeat(11 << 20);
    aws.put_object(&name, "large", &large);
    assert_eq!(inspector.object(&name, "large").unwrap().len(), large.len());

    for error in [
        inspector.objects("no-such-bucket").unwrap_err(),
        inspector.object(&name, "no/such/key").unwrap_err(),
    ] {
        assert!(
            matches!(error, Error::Refused { status: 404, .. }),
            "{error}"
        );
        assert!(error.to_string().contains("NoSuch"), "{error}");
    }
    inspector.objects("").unwrap_err();
    let elsewhere = Aws::new(&running.endpoint(), ACCOUNT, "us-west-2");
    elsewhere.inspector().objects(&name).unwrap_err();
}

#[test]
fn messages_are_told_and_counted_without_being_received() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let inspector = running.inspector();
    let (orders, empty) = (queue(&aws, "orders"), queue(&aws, "empty"));
    let bodies = ["one", "{\"two\": \"<&é>\"}", "later"];
    for body in &bodies[..2] {
        inspector.send(&orders, body).unwrap();
    }
    let later = json!({"QueueUrl": orders, "MessageBody": bodies[2], "DelaySeconds": 900});
    aws.json("sqs", "AmazonSQS.SendMessage", later, "");
    let receive = json!({"QueueUrl": orders, "VisibilityTimeout": 900});
    let received = aws.json(
        "sqs",
        "AmazonSQS.ReceiveMessage",
        receive,
        "/Messages/0/Body",
    );
    assert!(bodies.contains(&received.as_str()), "{received}");

    let expected = [
        Queue {
            name: "empty".to_owned(),
            url: empty,
            visible: 0,
            in_flight: 0,
            delayed: 0,
        },
        Queue {
            name: "orders".to_owned(),
            url: orders,
            visible: 1,
            in_flight: 1,
            delayed: 1,
        },
    ];
    // Looking changes nothing.
    for _ in 0..2 {
        assert_eq!(inspector.queues().unwrap(), expected);
        let mut found = inspector.messages("orders").unwrap();
        found.sort_by_key(|body| bodies.iter().position(|other| other == body));
        assert_eq!(found, bodies);
        assert!(inspector.messages("empty").unwrap().is_empty());
    }
}

#[test]
fn a_queue_of_elsewhere_is_not_there() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let endpoint = running.endpoint();
    for (account, region) in [("210987654321", REGION), (ACCOUNT, "us-west-2")] {
        let elsewhere = Aws::new(&endpoint, account, region);
        let url = queue(&elsewhere, "orders");
        elsewhere.inspector().send(&url, "x").unwrap();
        assert_eq!(elsewhere.inspector().messages("orders").unwrap(), ["x"]);
    }
    let inspector = running.inspector();
    assert!(inspector.queues().unwrap().is_empty());
    let error = inspector.messages("orders").unwrap_err();
    assert!(matches!(error, Error::NoQueue { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("`orders` in account 123456789012 and region eu-west-1"),
        "{text}"
    );
    let nowhere = format!("{endpoint}/{ACCOUNT}/nowhere");
    let error = inspector.send(&nowhere, "x").unwrap_err();
    assert!(
        matches!(error, Error::Refused { service: "sqs", .. }),
        "{error}"
    );
}

#[test]
fn a_deployed_api_is_called_where_it_is_with_its_key() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let inspector = running.inspector();
    let id = mock_api(&aws);
    let url = format!("https://{id}.execute-api.{REGION}.amazonaws.com/v1");
    let url = inspector.invoke_url(&url).unwrap();
    assert!(url.starts_with(&running.endpoint()), "{url}");

    let key = json!({"name": "k", "value": "a-key-of-twenty-signs", "enabled": true});
    let key = aws.rest("apigateway", "POST /apikeys", key, "/id");
    let value = inspector.api_key(&key).unwrap();
    assert_eq!(value, "a-key-of-twenty-signs");
    let error = inspector.api_key("nokey").unwrap_err();
    assert!(
        matches!(error, Error::Refused { status: 404, .. }),
        "{error}"
    );
    let error = Aws::new(&running.endpoint(), ACCOUNT, "us-west-2")
        .inspector()
        .api_key(&key);
    assert!(
        matches!(error, Err(Error::Refused { status: 404, .. })),
        "{error:?}"
    );

    let plan = json!({"name": "p", "apiStages": [{"apiId": id, "stage": "v1"}]});
    let plan = aws.rest("apigateway", "POST /usageplans", plan, "/id");
    let member = json!({"keyId": key, "keyType": "API_KEY"});
    aws.rest(
        "apigateway",
        &format!("POST /usageplans/{plan}/keys"),
        member,
        "",
    );
    assert_eq!(aws.get(&url, None), 403);
    assert_eq!(aws.get(&url, Some(&value)), 200);
}

/// An API whose root answers by itself, with a key, deployed as `v1`.
fn mock_api(aws: &Aws) -> String {
    let call = |request: String, body: Value, pointer: &str| {
        aws.rest("apigateway", &request, body, pointer)
    };
    let id = call("POST /restapis".to_owned(), json!({"name": "api"}), "/id");
    let api = format!("/restapis/{id}");
    let root = call(format!("GET {api}/resources"), Value::Null, "/item/0/id");
    let method = format!("{api}/resources/{root}/methods/GET");
    let body = json!({"authorizationType": "NONE", "apiKeyRequired": true});
    call(format!("PUT {method}"), body, "");
    let template = json!({"application/json": "{\"statusCode\": 200}"});
    let body = json!({"type": "MOCK", "requestTemplates": template});
    call(format!("PUT {method}/integration"), body, "");
    call(format!("PUT {method}/responses/200"), json!({}), "");
    call(
        format!("PUT {method}/integration/responses/200"),
        json!({}),
        "",
    );
    call(
        format!("POST {api}/deployments"),
        json!({"stageName": "v1"}),
        "",
    );
    id
}
