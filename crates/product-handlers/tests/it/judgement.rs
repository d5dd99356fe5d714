//! Requests at random: the document and the handlers judge them alike.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::document::DOCUMENT;
use crate::limits::{body, fields};
use crate::support::{Call, Operation};
use crate::verdicts::Verdicts;
use crate::world::World;

static SAMPLES: LazyLock<Vec<(&str, Vec<Value>)>> = LazyLock::new(|| fields(Operation::Create));

/// Bodies of which each field is a sample or well, or not there.
fn mixed_bodies() -> impl Strategy<Value = Value> {
    let mut fields = Vec::new();
    for (name, samples) in SAMPLES.iter() {
        let well = body()[*name].clone();
        let sample = prop::sample::select(samples.clone());
        let value = prop_oneof![
            8 => Just(Some(well)),
            1 => sample.prop_map(Some),
            1 => Just(None),
        ];
        fields.push(value.prop_map(|value| value.map(|value| ((*name).to_owned(), value))));
    }
    fields.prop_map(|fields| fields.into_iter().flatten().collect::<Map<_, _>>().into())
}

/// Letters and digits of several scripts, as old as every table of Unicode.
fn letter() -> impl Strategy<Value = char> {
    let ranges = [
        'a'..='z',
        'A'..='Z',
        '0'..='9',
        'à'..='ö',
        'α'..='ω',
        'а'..='я',
        '一'..='龥',
    ];
    prop::char::ranges(ranges.to_vec().into())
}

fn name() -> impl Strategy<Value = String> {
    let word = prop::collection::vec(letter(), 3..12);
    let words = prop::collection::vec(word.prop_map(String::from_iter), 1..8);
    words.prop_map(|words| words.join(" "))
}

/// A text without white space at its ends.
fn text(least: usize, most: usize) -> impl Strategy<Value = String> {
    let inner = prop_oneof![8 => letter(), 1 => Just(' '), 1 => prop::char::range('!', '~')];
    let inner = prop::collection::vec(inner, least - 2..=most - 2);
    (letter(), inner, letter()).prop_map(|(first, inner, last)| {
        let inner = String::from_iter(inner);
        format!("{first}{inner}{last}")
    })
}

fn amount(cents: u32) -> Value {
    serde_json::from_str(&format!("{}.{:02}", cents / 100, cents % 100)).unwrap()
}

/// Every field, as the document wants it.
fn valid_fields() -> impl Strategy<Value = Map<String, Value>> {
    let cycles = DOCUMENT.schema("BillingCycle")["enum"]
        .as_array()
        .unwrap()
        .clone();
    let features = prop::collection::vec(text(5, 40), 1..=20);
    let fields = (
        name(),
        text(10, 500),
        (1_u32..=99_999_999).prop_map(amount),
        prop::collection::vec(prop::char::range('A', 'Z'), 3).prop_map(String::from_iter),
        prop::sample::select(cycles),
        features,
        any::<bool>(),
    );
    fields.prop_map(
        |(name, description, price, currency, cycle, features, active)| {
            let body = json!({
                "name": name,
                "description": description,
                "price": price,
                "currency": currency,
                "billingCycle": cycle,
                "features": features,
                "active": active,
            });
            body.as_object().unwrap().clone()
        },
    )
}

/// The parameters of a list, as the document wants them: a name, or any of the others.
fn valid_query() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let bounds = prop::option::of((0_u32..=99_999_999, 0_u32..=99_999_999));
    let orders = DOCUMENT.operation("listProducts");
    let orders = DOCUMENT.parameters(orders)[0]["schema"]["enum"].clone();
    let order = prop::option::of(prop::sample::select(orders.as_array().unwrap().clone()));
    let limit = prop::option::of(1_u8..=100);
    let by_price = (order, bounds, limit).prop_map(|(order, bounds, limit)| {
        let mut query = Vec::new();
        query.extend(order.map(|order| ("order", order)));
        if let Some((one, other)) = bounds {
            query.push(("minPrice", amount(one.min(other))));
            query.push(("maxPrice", amount(one.max(other))));
        }
        query.extend(limit.map(|limit| ("limit", limit.into())));
        query
    });
    prop_oneof![
        4 => by_price,
        1 => name().prop_map(|name| vec![("name", name.into())]),
    ]
}

/// What `If-Match` can be.
fn valid_tags() -> impl Strategy<Value = String> {
    let text = prop::collection::vec(prop::char::ranges(vec!['!'..='!', '#'..='~'].into()), 0..12);
    let tag = (any::<bool>(), text).prop_map(|(weak, text)| {
        let weak = if weak { "W/" } else { "" };
        format!("{weak}\"{}\"", String::from_iter(text))
    });
    let tags = prop::collection::vec(tag, 1..4).prop_map(|tags| tags.join(", "));
    prop_oneof![4 => tags, 1 => Just("*".to_owned())]
}

/// Panics unless the document allows this value of a parameter.
fn allow(operation: Operation, name: &str, value: &Value) {
    let parameters = DOCUMENT.parameters(DOCUMENT.operation(operation.id()));
    let mut parameters = parameters.into_iter();
    let parameter = parameters.find(|parameter| parameter["name"] == name);
    let validator = DOCUMENT.validator(&parameter.unwrap()["schema"]);
    assert!(validator.is_valid(value), "{name}: {value}");
}

proptest! {
    #[test]
    fn a_valid_query_is_answered(query in valid_query()) {
        let mut call = Call::of(Operation::List);
        for (name, value) in query {
            allow(Operation::List, name, &value);
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            call = call.query(name, &text);
        }
        prop_assert_eq!(call.answer(&World::new()).status, 200);
    }

    #[test]
    fn valid_headers_are_taken(
        key in prop::collection::vec(prop::char::range('!', '~'), 1..=200), tags in valid_tags(),
    ) {
        let key = String::from_iter(key);
        allow(Operation::Create, "Idempotency-Key", &key.as_str().into());
        let create = Call::of(Operation::Create).header("Idempotency-Key", &key);
        prop_assert_eq!(create.answer(&World::new()).status, 202);
        let (world, ids) = World::with(&[("Alpha", "1")]);
        for operation in [Operation::Update, Operation::Delete] {
            allow(operation, "If-Match", &tags.as_str().into());
            let call = Call::of(operation).about(&ids[0]).header("If-Match", &tags);
            let expected = if tags == "*" { 202 } else { 412 };
            prop_assert_eq!(call.answer(&world).status, expected);
        }
    }

    #[test]
    fn a_valid_body_is_accepted(
        fields in valid_fields(), currency in any::<bool>(), active in any::<bool>(), kept in 1_u32..128,
    ) {
        let mut create = fields.clone();
        for (name, kept) in [("currency", currency), ("active", active)] {
            if !kept {
                create.remove(name);
            }
        }
        prop_assert!(Verdicts::on(Operation::Create).agree(&create.into()));
        let update = fields.into_iter().enumerate();
        let update = update.filter(|(at, _)| kept & (1 << at) != 0).map(|(_, field)| field);
        let update: Map<_, _> = update.collect();
        prop_assert!(Verdicts::on(Operation::Update).agree(&update.into()));
    }

    #[test]
    fn any_body_is_judged_as_the_document_says(body in mixed_bodies()) {
        Verdicts::on(Operation::Create).agree(&body);
        Verdicts::on(Operation::Update).agree(&body);
    }

    #[test]
    fn any_text_is_judged_as_the_document_says(
        text in prop::collection::vec(prop_oneof![4 => letter(), 1 => prop::char::range('\0', '\u{24f}')], 0..16),
    ) {
        let text = String::from_iter(text);
        for body in [
            json!({ "name": text }), json!({ "description": text }), json!({ "features": [text] }),
            json!({ "currency": text }), json!({ "billingCycle": text }),
        ] {
            Verdicts::on(Operation::Update).agree(&body);
        }
    }
}
