//! Whatever bytes come, every parser answers.

use product::audit::AuditObject;
use product::event::{Change, Event};
use product::item::{Attributes, ChangeRecord, ProductState};
use product::memory::{Secret, Table, block_on};
use product::model::Stamp;
use product::query::{ListQuery, PriceKey};
use product::request::{CreateProduct, UpdateProduct};
use product::use_cases::list_products;
use proptest::prelude::*;

use crate::support::{CREATE, create_named, event, update};

fn parse_all(bytes: &[u8]) {
    let _ = CreateProduct::parse(bytes);
    let _ = UpdateProduct::parse(bytes);
    let _ = Event::parse(bytes);
    let _ = AuditObject::from_stream_record(bytes);
    if let Ok(item) = serde_json::from_slice::<Attributes>(bytes) {
        let _ = ProductState::from_attributes(&item);
        let _ = ChangeRecord::from_attributes(&item);
    }
}

/// JSON, often with the names that the parsers look for.
fn json() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        "-?[0-9]{1,4}(\\.[0-9]{1,4})?([eE][-+]?[0-9]{1,20})?",
        Just("1".into())
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("{}".to_owned()),
        number,
        ".{0,12}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(r#""\ud800""#.to_owned()),
        Just(r#""CREATE""#.to_owned()),
        Just(r#""2026-11-21T08:30:00Z""#.to_owned()),
    ];
    let name = prop_oneof![
        Just("name".to_owned()),
        Just("price".to_owned()),
        Just("features".to_owned()),
        Just("payload".to_owned()),
        Just("eventType".to_owned()),
        Just("occurredAt".to_owned()),
        Just("dynamodb".to_owned()),
        Just("stamps".to_owned()),
        Just("S".to_owned()),
        Just("M".to_owned()),
        ".{0,6}",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let entry = (name.clone(), inner.clone())
            .prop_map(|(name, value)| format!("{}:{value}", serde_json::to_string(&name).unwrap()));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec(entry, 0..8)
                .prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    })
}

/// Valid documents, to be damaged.
fn documents() -> Vec<String> {
    let create = event(1, 1, 0, Change::Create(create_named("Alpha")));
    let change = event(1, 2, 0, Change::Update(update(r#"{"price":1}"#)));
    let record = product::item::Transaction::apply(None, &create, create.occurred_at).unwrap();
    let image = serde_json::to_string(&record.record().to_attributes().unwrap()).unwrap();
    let item = serde_json::to_string(&ProductState::merge(None, &create).to_attributes()).unwrap();
    vec![
        CREATE.to_owned(),
        create.to_json().unwrap(),
        change.to_json().unwrap(),
        item,
        format!(
            r#"{{"eventName":"INSERT","dynamodb":{{"Keys":{{"SK":{{"S":"CHANGE#1"}}}},"NewImage":{image}}}}}"#
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        parse_all(&bytes);
    }

    #[test]
    fn arbitrary_json(json in json()) {
        parse_all(json.as_bytes());
    }

    #[test]
    fn damaged_documents(
        which in 0_usize..5, at in any::<prop::sample::Index>(), length in 0_usize..30,
        with in prop_oneof![json().prop_map(String::into_bytes), prop::collection::vec(any::<u8>(), 0..8)],
    ) {
        let mut bytes = documents().remove(which).into_bytes();
        let start = at.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, with);
        parse_all(&bytes);
    }

    #[test]
    fn arbitrary_texts(name in "name|order|limit|minPrice|nextToken|.{0,5}", text in ".{0,60}") {
        let _ = ListQuery::parse([(name.as_str(), text.as_str())]);
        let token = [("nextToken", text.as_str())];
        let _ = block_on(list_products(&Table::default(), &Secret(1), token));
        let _ = PriceKey::parse(&text);
        let _ = Stamp::parse(&text);
    }
}
