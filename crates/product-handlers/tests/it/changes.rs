//! Products one by one, and changes of them, by table.

use product::event::Change;
use serde_json::{Value, json};

use crate::lists::catalogue;
use crate::support::{Call, NOBODY, Operation, answer, bytes};
use crate::world::World;

use Operation::{Create, Delete, Get, Update};

#[test]
fn a_product_is_got_with_its_tag() {
    let (world, ids) = catalogue();
    let get = || Call::of(Get).about(&ids[0]);
    let found = get().answer(&world);
    assert_eq!((found.status, &found.body["name"]), (200, &json!("Alpha")));
    let tag = found.header("etag");
    let weak = format!("W/{tag}");
    let list = format!("\"a\" , {weak}");
    for (header, status) in [
        (tag, 304),
        (weak.as_str(), 304),
        (list.as_str(), 304),
        ("*", 304),
        ("\"other\"", 200),
        ("", 200),
        (tag.trim_matches('"'), 200),
    ] {
        let answer = get().header("If-None-Match", header).answer(&world);
        assert_eq!(answer.status, status, "{header}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    for (id, status) in [(NOBODY, 404), ("", 400), ("42", 400)] {
        assert_eq!(
            Call::of(Get).about(id).answer(&world).status,
            status,
            "{id}"
        );
    }
    assert_eq!(
        get().about(&ids[0].to_uppercase()).answer(&world).status,
        200
    );
}

#[test]
fn a_new_product_is_where_the_answer_says() {
    // The address of the request, whatever stands before it, and where the answer leads from there.
    for (path, location) in [("/v1.0/products", "products/"), ("/v1.0/products/", "")] {
        let world = World::new();
        let mut event = Call::of(Create).event();
        event["path"] = path.into();
        let accepted = answer(&world, Create, &bytes(&event));
        assert_eq!(accepted.status, 202);
        let id = accepted.body["productId"].as_str().unwrap();
        assert_eq!(accepted.header("location"), format!("{location}{id}"));
        assert_eq!(Call::of(Get).about(id).answer(&world).status, 404);
        world.settle();
        let product = Call::of(Get).about(id).answer(&world);
        assert_eq!(
            (product.status, &product.body["currency"]),
            (200, &json!("ZAR"))
        );
    }
}

#[test]
fn an_idempotency_key_makes_a_retry_the_same_product() {
    let world = World::new();
    let create = |key: &str| Call::of(Create).header("idempotency-KEY", key);
    let first = create("order-1").answer(&world);
    assert_eq!(create("order-1").answer(&world), first);
    let events = world.settle();
    assert_eq!(events[0].message_id, events[1].message_id);
    assert_eq!(
        create("order-1").answer(&world),
        first,
        "a retry after it was applied"
    );
    assert_eq!(world.settle()[0].message_id, events[0].message_id);
    assert_eq!(world.table.commits(), 1);
    assert_eq!(
        create("order-2").answer(&world).status,
        409,
        "another product of this name"
    );

    // Another caller's key of the same text is another key.
    let mut other = create("order-1").event();
    other["requestContext"]["identity"]["apiKeyId"] = "other".into();
    assert_eq!(answer(&world, Create, &bytes(&other)).status, 409);
    let faults = create("with space").body("{}").answer(&world);
    assert_eq!(faults.fields()[0], "Idempotency-Key");
    assert_eq!(faults.fields().len(), 6, "and those of the body");
}

#[test]
fn changes() {
    let (world, ids) = catalogue();
    let update = |body: Value| Call::of(Update).about(&ids[0]).json(&body);
    let cases: [(Value, u16, &[&str]); 8] = [
        (json!({ "price": 6 }), 202, &[]),
        (json!({ "name": "ALPHA" }), 202, &[]),
        (json!({ "name": "Gone" }), 202, &[]),
        (json!({ "name": "beta" }), 409, &["name"]),
        (json!({ "active": false }), 202, &[]),
        (json!({}), 400, &["body"]),
        (
            json!({ "price": 1.005, "name": "?" }),
            400,
            &["name", "price"],
        ),
        (
            json!({ "price": null, "colour": "red" }),
            400,
            &["price", "colour"],
        ),
    ];
    for (body, status, fields) in cases {
        let answer = update(body.clone()).answer(&world);
        assert_eq!(
            (answer.status, answer.fields()),
            (status, fields.to_vec()),
            "{body}"
        );
        assert_eq!(
            world.queue.drain().len(),
            usize::from(status == 202),
            "{body}"
        );
    }
    assert_eq!(Call::of(Update).answer(&world).status, 404);
}

#[test]
fn a_deleted_product_is_gone_until_it_is_restored() {
    let (world, ids) = catalogue();
    let call = |operation| Call::of(operation).about(&ids[0]);
    let deleted = call(Delete).answer(&world);
    assert_eq!(
        (deleted.status, &deleted.body),
        (202, &json!({ "productId": ids[0] }))
    );
    let events = world.settle();
    assert_eq!(events[0].change, Change::Delete);
    for operation in [Get, Update, Delete] {
        assert_eq!(call(operation).answer(&world).status, 404, "{operation:?}");
    }
    let restore = call(Update).json(&json!({ "active": true })).answer(&world);
    assert_eq!(restore.status, 202);
    world.settle();
    assert_eq!(call(Get).answer(&world).status, 200);
}

#[test]
fn a_change_can_be_bound_to_a_state() {
    let (world, ids) = catalogue();
    let tag = Call::of(Get).about(&ids[0]).answer(&world);
    let tag = tag.header("etag");
    let weak = format!("W/{tag}");
    for operation in [Update, Delete] {
        for (header, status) in [
            (tag, 202),
            ("*", 202),
            (weak.as_str(), 412),
            ("\"other\"", 412),
            ("other", 400),
            ("", 400),
        ] {
            let call = Call::of(operation)
                .about(&ids[0])
                .header("if-match", header);
            let answer = call.answer(&world);
            assert_eq!(answer.status, status, "{operation:?} {header}");
            assert_eq!(world.queue.drain().len(), usize::from(status == 202));
        }
    }
    Call::of(Update).about(&ids[0]).answer(&world);
    world.settle();
    let late = Call::of(Delete).about(&ids[0]).header("If-Match", tag);
    assert_eq!(late.answer(&world).status, 412);
}
