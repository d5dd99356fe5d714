//! The document's routes are those of Terraform.

use std::collections::{BTreeMap, BTreeSet};

use hcl_edit::structure::Body;

use crate::document::DOCUMENT;
use crate::support::Operation;
use crate::terraform::{
    block, calls, entries, file, resource_path, stacks_with, text, texts, value,
};

/// The files of the stacks that have routes.
fn api_files() -> Vec<(String, Body)> {
    let stacks = stacks_with("api.tf").into_iter();
    stacks
        .map(|stack| {
            let body = file(&format!("product/{stack}/api.tf"));
            (stack, body)
        })
        .collect()
}

/// `list-products` is `listProducts`.
fn operation_id(stack: &str) -> String {
    let mut words = stack.split('-');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |id, word| {
        let (initial, rest) = word.split_at(1);
        id + &initial.to_ascii_uppercase() + rest
    })
}

#[test]
fn operations_are_routes_and_routes_are_operations() {
    let mut built = BTreeSet::new();
    for (stack, body) in api_files() {
        for route in calls(&body, "rest-api-route") {
            let route = &route.body;
            built.insert((
                operation_id(&stack),
                text(route, "http_method").to_owned(),
                resource_path(value(route, "resource_path")),
                value(route, "api_key_required").as_bool().unwrap(),
            ));
            assert_eq!(
                resource_path(value(route, "resource_id")),
                resource_path(value(route, "resource_path")),
                "{stack}"
            );
        }
    }
    let described: BTreeSet<_> = DOCUMENT
        .operations()
        .into_iter()
        .map(|one| {
            let id = one.id().to_owned();
            (
                id,
                one.method.to_owned(),
                one.path.to_owned(),
                one.needs_key(),
            )
        })
        .collect();
    assert_eq!(described, built);
    assert_eq!(built.len(), Operation::ALL.len());
    for (id, _, _, needs_key) in built {
        assert_eq!(Operation::of_id(&id).unwrap().writes(), needs_key, "{id}");
    }
}

#[test]
fn a_browser_may_use_every_method_and_send_every_header() {
    let mut allowed = BTreeMap::new();
    for (_, body) in api_files() {
        for cors in calls(&body, "rest-api-cors") {
            let path = resource_path(value(&cors.body, "resource_id"));
            let methods = texts(value(&cors.body, "allow_methods"));
            let methods: BTreeSet<String> = methods.into_iter().map(str::to_owned).collect();
            assert_eq!(allowed.insert(path, methods), None);
        }
    }
    let mut described = BTreeMap::<_, BTreeSet<String>>::new();
    let mut headers = BTreeSet::from(["content-type".to_owned()]);
    for one in DOCUMENT.operations() {
        let methods = described.entry(one.path.to_owned()).or_default();
        methods.insert(one.method.to_owned());
        let parameters = DOCUMENT.parameters(one).into_iter();
        let sent = parameters.filter(|parameter| parameter["in"] == "header");
        headers.extend(sent.map(|header| header["name"].as_str().unwrap().to_ascii_lowercase()));
    }
    assert_eq!(allowed, described);

    let key = &DOCUMENT.root()["components"]["securitySchemes"]["apiKey"]["name"];
    headers.insert(key.as_str().unwrap().to_owned());
    let module = file("modules/rest-api-cors/main.tf");
    let locals = block(&module, "locals", &[]);
    let answered = entries(value(&locals.body, "response_headers"));
    let sent = answered["Access-Control-Allow-Headers"].as_str().unwrap();
    let sent: BTreeSet<String> = sent.split(',').map(str::to_ascii_lowercase).collect();
    assert_eq!(sent, headers);
}

#[test]
fn what_api_gateway_answers_by_itself_has_the_documented_codes() {
    let api = file("product/infrastructure/api.tf");
    let locals = block(&api, "locals", &[]);
    let responses = entries(value(&locals.body, "gateway_responses"));
    let responses = responses.values().map(|response| entries(response));
    let mut codes = BTreeMap::new();
    for response in responses {
        if let Some(status) = response["status"].as_str() {
            codes.insert(
                status.to_owned(),
                response["error"].as_str().unwrap().to_owned(),
            );
        }
    }
    for status in ["403", "404", "413", "429", "503"] {
        assert!(codes.contains_key(status), "{status} is API Gateway's");
    }
    for one in DOCUMENT.operations() {
        for (status, response) in one.operation["responses"].as_object().unwrap() {
            let Some(code) = codes.get(status) else {
                continue;
            };
            let content = &DOCUMENT.resolve(response)["content"]["application/json"];
            let mut examples = content["examples"].as_object().unwrap().values();
            let shown = examples.any(|example| example["value"]["error"] == code.as_str());
            assert!(shown, "{} has no example of {code}", one.id());
        }
    }
}
