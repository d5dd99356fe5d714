//! `GET /v1.0/products`, by table.

use serde_json::json;

use crate::support::{Answer, Call, Operation};
use crate::world::World;

use Operation::{Create, List};

/// Names of query parameters and their values.
type Query<'a> = &'a [(&'a str, &'a str)];

fn names(page: &Answer) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    assert_eq!(page.body["count"], items.len());
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect()
}

/// Products of several prices, one of them inactive, and the ids of the active ones.
pub(crate) fn catalogue() -> (World, Vec<String>) {
    let products = [
        ("Alpha", "5"),
        ("Beta", "0.01"),
        ("Gamma", "999999.99"),
        ("Delta", "5"),
    ];
    let (world, ids) = World::with(&products);
    let gone = Call::of(Create).json(&json!({
        "name": "Gone", "description": "Not offered any more", "price": 4,
        "billingCycle": "yearly", "features": ["nothing"], "active": false,
    }));
    assert_eq!(gone.answer(&world).status, 202);
    world.settle();
    (world, ids)
}

fn ask(world: &World, query: Query<'_>) -> Answer {
    let call = Call::of(List);
    let call = query
        .iter()
        .fold(call, |call, (name, value)| call.query(name, value));
    call.answer(world)
}

#[test]
fn lists() {
    let (world, _) = catalogue();
    let cases: [(Query<'_>, &[&str]); 9] = [
        (&[], &["Beta", "Alpha", "Delta", "Gamma"]),
        (&[("order", "desc")], &["Gamma", "Delta", "Alpha", "Beta"]),
        (
            &[("minPrice", "5"), ("maxPrice", "5.00")],
            &["Alpha", "Delta"],
        ),
        (&[("minPrice", "5.01")], &["Gamma"]),
        (&[("maxPrice", "0")], &[]),
        (&[("limit", "2")], &["Beta", "Alpha"]),
        (&[("name", "aLPHA")], &["Alpha"]),
        (&[("name", "Gone")], &[]),
        (&[("name", "  Beta ")], &["Beta"]),
    ];
    for (parameters, expected) in cases {
        let answer = ask(&world, parameters);
        assert_eq!(
            (answer.status, names(&answer)),
            (200, expected.to_vec()),
            "{parameters:?}"
        );
    }
}

#[test]
fn faults_of_a_list_are_all_told() {
    let (world, _) = catalogue();
    let cases: [(Query<'_>, &[&str]); 6] = [
        (
            &[
                ("limit", "0"),
                ("order", "up"),
                ("minPrice", "-1"),
                ("colour", "red"),
            ],
            &["order", "minPrice", "limit", "colour"],
        ),
        (&[("limit", "5"), ("limit", "5")], &["limit"]),
        (&[("minPrice", "6"), ("maxPrice", "5")], &["minPrice"]),
        (&[("name", "Alpha"), ("limit", "5")], &["limit"]),
        (&[("Name", "Alpha")], &["Name"]),
        (&[("nextToken", "")], &["nextToken"]),
    ];
    for (parameters, expected) in cases {
        let answer = ask(&world, parameters);
        assert_eq!(
            (answer.status, answer.fields()),
            (400, expected.to_vec()),
            "{parameters:?}"
        );
    }
}

#[test]
fn pages_follow_each_other() {
    let (world, _) = catalogue();
    for (order, expected) in [
        ("asc", ["Beta", "Alpha", "Delta", "Gamma"]),
        ("desc", ["Gamma", "Delta", "Alpha", "Beta"]),
    ] {
        let (mut seen, mut token) = (Vec::new(), None::<String>);
        loop {
            let call = Call::of(List).query("order", order).query("limit", "1");
            let page = match &token {
                None => call.answer(&world),
                Some(token) => call.query("nextToken", token).answer(&world),
            };
            seen.extend(names(&page).into_iter().map(str::to_owned));
            match page.body["nextToken"].as_str() {
                Some(next) => token = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(seen, expected);
    }
}

#[test]
fn a_token_that_is_not_ours_or_not_of_this_list_is_refused() {
    let (world, _) = catalogue();
    let first = Call::of(List).query("limit", "1").answer(&world);
    let token = first.body["nextToken"].as_str().unwrap();
    let with = |token: &str| Call::of(List).query("nextToken", token);
    assert_eq!(with(token).answer(&world).status, 200);
    for at in 0..token.len() {
        // Also the last character of a part, of which not all bits count.
        let other = if &token[at..=at] == "A" { "B" } else { "A" };
        let tampered = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        let answer = with(&tampered).answer(&world);
        let fields = (answer.status, answer.fields());
        assert_eq!(fields, (400, vec!["nextToken"]), "{tampered}");
        let cut = with(&token[..at]).answer(&world);
        assert_eq!(cut.status, 400, "{}", &token[..at]);
    }
    for (name, value) in [("order", "desc"), ("minPrice", "1"), ("maxPrice", "10")] {
        let answer = with(token).query(name, value).answer(&world);
        assert_eq!(
            (answer.status, answer.fields()),
            (400, vec!["nextToken"]),
            "{name}"
        );
    }
}
