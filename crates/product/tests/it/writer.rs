//! The writer's answers, its records and its transactions.

use product::apply::{ATTEMPTS, Outcome, WriteError};
use product::audit::log;
use product::event::{Change, Event};
use product::item::{
    Action, Cause, ChangeRecord, Commit, Condition, Fate, KEPT_FOR_DAYS, Key, ProductState,
    Transaction,
};
use product::memory::{Bucket, Mishap, Secret, Table, block_on};
use product::model::Moment;
use product::ports::{Failure, ProductStore};
use product::use_cases::{get_product, list_products};

use crate::support::{NOW, World, ann, create_named, deliver, event, product_id, update, writer};

#[test]
fn a_lost_race_is_run_again_but_not_for_ever() {
    let table = Table::default();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    table.plan([Some(Mishap::Conflict); 15]);
    assert_eq!(
        block_on(writer(&table).apply(&create)).unwrap(),
        Outcome::Applied
    );

    let delete = event(0, 2, 1, Change::Delete);
    table.plan(vec![Some(Mishap::Conflict); ATTEMPTS as usize]);
    let error = block_on(writer(&table).apply(&delete)).unwrap_err();
    assert_eq!(error, WriteError::Contended);
    assert_eq!(
        block_on(writer(&table).apply(&delete)).unwrap(),
        Outcome::Applied
    );
}

#[test]
fn a_lost_answer_is_found_to_be_a_duplicate() {
    for (mishap, second) in [
        (Mishap::FailBefore, Outcome::Applied),
        (Mishap::FailAfter, Outcome::Duplicate),
    ] {
        let table = Table::default();
        let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
        table.plan([Some(mishap)]);
        let error = block_on(writer(&table).apply(&create)).unwrap_err();
        assert!(matches!(error, WriteError::Failed(Failure::Unavailable(_))));
        assert_eq!(block_on(writer(&table).apply(&create)).unwrap(), second);
        assert_eq!(table.states().unwrap()[0].version(), 1);
    }
}

#[test]
fn a_refusal_whose_answer_is_lost_stays_one() {
    let table = Table::default();
    let first = event(0, 1, 0, Change::Create(create_named("Alpha")));
    let second = event(1, 2, 0, Change::Create(create_named("Alpha")));
    block_on(writer(&table).apply(&first)).unwrap();
    table.plan([None, Some(Mishap::FailAfter)]);
    assert!(block_on(writer(&table).apply(&second)).is_err());
    assert_eq!(
        block_on(writer(&table).apply(&second)).unwrap(),
        Outcome::Duplicate
    );
    assert_eq!(table.changes().unwrap().len(), 2);
}

#[test]
fn a_create_is_not_repeated_even_when_its_record_is_gone() {
    let table = Table::default();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    let delete = event(0, 2, 1, Change::Delete);
    for event in [&create, &delete] {
        block_on(writer(&table).apply(event)).unwrap();
        table.expire(event.product_id, event.message_id);
    }
    let before = table.items();
    let mut late = create.clone();
    late.occurred_at = Moment::from_millis(NOW + 1_000).unwrap();
    assert_eq!(
        block_on(writer(&table).apply(&late)).unwrap(),
        Outcome::Duplicate
    );
    assert_eq!(table.items(), before);
}

#[test]
fn a_create_that_comes_twice_with_two_times_counts_once() {
    let first = event(0, 1, 0, Change::Create(create_named("Alpha")));
    let mut second = first.clone();
    second.occurred_at = Moment::from_millis(NOW + 5_000).unwrap();
    for (one, other) in [(&first, &second), (&second, &first)] {
        let table = Table::default();
        assert_eq!(
            block_on(writer(&table).apply(one)).unwrap(),
            Outcome::Applied
        );
        assert_eq!(
            block_on(writer(&table).apply(other)).unwrap(),
            Outcome::Duplicate
        );
        let product = table.states().unwrap()[0].product().unwrap();
        assert_eq!(product.created_at, one.occurred_at);
        assert_eq!(product.version, 1);
    }
}

#[test]
fn a_second_create_of_a_product_is_refused_and_kept() {
    let first = event(0, 1, 0, Change::Create(create_named("Alpha")));
    // An older one, with a name that is free, or with that of the first.
    for name in ["Beta", "Alpha"] {
        let table = Table::default();
        let second = event(0, 2, -5, Change::Create(create_named(name)));
        let apply = |event: &Event| block_on(writer(&table).apply(event)).unwrap();
        assert_eq!(apply(&first), Outcome::Applied);
        let states = table.states().unwrap();
        let cause = Cause::KeyUsed;
        assert_eq!(apply(&second), Outcome::Refused { cause });
        assert_eq!(apply(&second), Outcome::Duplicate);
        assert_eq!(table.states().unwrap(), states);
        let reason = "the Idempotency-Key was used for another product".to_owned();
        let fates = table.changes().unwrap().into_iter();
        let fates: Vec<Fate> = fates.map(|record| record.fate).collect();
        assert_eq!(fates[1], Fate::Refused { reason });
        // Deleted, it was created all the same.
        assert_eq!(apply(&event(0, 3, 1, Change::Delete)), Outcome::Applied);
        let third = event(0, 4, 2, Change::Create(create_named(name)));
        assert!(matches!(apply(&third), Outcome::Refused { .. }));
    }
}

#[test]
fn of_two_creates_of_a_product_at_once_one_is_refused() {
    let table = Table::default();
    let events: Vec<Event> = (0_u128..)
        .zip(["Alpha", "Beta"])
        .map(|(message, name)| event(0, message, 0, Change::Create(create_named(name))))
        .collect();
    deliver(&table, events, 2, &[0, 1], || {});
    let fates = table.changes().unwrap().into_iter();
    let mut fates: Vec<&str> = fates.map(|record| record.fate.as_str()).collect();
    fates.sort_unstable();
    assert_eq!(fates, ["applied", "refused"]);
    assert_eq!(table.names().len(), 1);
}

/// Action, key, condition and answer of each write.
fn shown(transaction: &Transaction) -> Vec<(String, Condition, Commit)> {
    let writes = transaction.writes().iter();
    writes
        .map(|write| {
            let action = match &write.action {
                Action::Delete(key) => format!("delete {}", key.pk),
                Action::Put(item) => {
                    let json = serde_json::to_string(&item["SK"]).unwrap();
                    format!("put {json}")
                }
            };
            (action, write.condition, write.otherwise)
        })
        .collect()
}

#[test]
fn the_writes_of_each_transaction() {
    let (id, now) = (product_id(0), Moment::from_millis(NOW).unwrap());
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    let change = |number: u8| {
        format!("put {{\"S\":\"CHANGE#00000000-0000-0000-0000-00000000bb0{number}\"}}")
    };
    let marker = |number| (change(number), Condition::Absent, Commit::AlreadyApplied);
    let item = |condition| {
        (
            "put {\"S\":\"PRODUCT\"}".to_owned(),
            condition,
            Commit::Conflict,
        )
    };
    let own = Condition::AbsentOrOwnedBy(id);
    let claim = || ("put {\"S\":\"NAME\"}".to_owned(), own, Commit::NameTaken);
    let release = |name: &str| (format!("delete NAME#{name}"), own, Commit::Conflict);

    let created = Transaction::apply(None, &create, now).unwrap();
    assert_eq!(
        shown(&created),
        [marker(1), item(Condition::Absent), claim()]
    );
    let state = ProductState::merge(None, &create);
    let versioned = || item(Condition::Version(1));
    for (change, expected) in [
        (r#"{"price":1}"#, vec![marker(2), versioned()]),
        (r#"{"name":"ALPHA"}"#, vec![marker(2), versioned()]),
        (
            r#"{"name":"Beta"}"#,
            vec![marker(2), versioned(), claim(), release("alpha")],
        ),
        (
            r#"{"active":false}"#,
            vec![marker(2), versioned(), release("alpha")],
        ),
    ] {
        let update = event(0, 2, 1, Change::Update(update(change)));
        let transaction = Transaction::apply(Some(&state), &update, now).unwrap();
        assert_eq!(shown(&transaction), expected, "{change}");
    }
    let refused = Transaction::refuse(&create, &Cause::KeyUsed, now).unwrap();
    assert_eq!(shown(&refused), [marker(1)]);
    assert_eq!(Commit::of_failed(created.writes()), Commit::AlreadyApplied);
    assert_eq!(Commit::of_failed(&created.writes()[1..]), Commit::Conflict);
    assert_eq!(Commit::of_failed(&created.writes()[2..]), Commit::NameTaken);
    assert_eq!(Commit::of_failed([]), Commit::Conflict);
}

#[test]
fn the_items_of_a_product() {
    let table = Table::default();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    block_on(writer(&table).apply(&create)).unwrap();
    let items: Vec<String> = table
        .items()
        .values()
        .map(|item| serde_json::to_string(item).unwrap())
        .collect();
    let id = product_id(0).to_string();
    assert_eq!(
        items[0],
        format!(r#"{{"PK":{{"S":"NAME#alpha"}},"SK":{{"S":"NAME"}},"productId":{{"S":"{id}"}}}}"#)
    );
    assert!(items[1].contains(r#""outcome":{"S":"applied"}"#));
    let stamp = r#"{"S":"2026-11-21T08:30:00.000Z#00000000-0000-0000-0000-00000000bb01"}"#;
    let stamps: Vec<String> = [
        "active",
        "billingCycle",
        "createdAt",
        "currency",
        "description",
        "features",
        "name",
        "price",
        "updatedAt",
    ]
    .iter()
    .map(|name| format!("\"{name}\":{stamp}"))
    .collect();
    let expected = format!(
        r#"{{"GSI1_PK":{{"S":"PRODUCT"}},"GSI1_SK":{{"S":"000099.90#{id}"}},"GSI2_PK":{{"S":"alpha"}},"PK":{{"S":"PRODUCT#{id}"}},"SK":{{"S":"PRODUCT"}},"active":{{"BOOL":true}},"billingCycle":{{"S":"monthly"}},"createdAt":{{"S":"2026-11-21T08:30:00.000Z"}},"currency":{{"S":"ZAR"}},"description":{{"S":"A place on the web"}},"features":{{"L":[{{"S":"10 mailboxes"}},{{"S":"5 domains"}}]}},"name":{{"S":"Alpha"}},"price":{{"N":"99.9"}},"productId":{{"S":"{id}"}},"stamps":{{"M":{{{}}}}},"updatedAt":{{"S":"2026-11-21T08:30:00.000Z"}},"updatedBy":{{"S":"actor 1"}},"version":{{"N":"1"}}}}"#,
        stamps.join(",")
    );
    assert_eq!(items[2], expected);
}

#[test]
fn a_change_item_is_kept_for_thirty_days_and_reads_back() {
    let table = Table::default();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    let rival = event(1, 2, 0, Change::Create(create_named("Alpha")));
    block_on(writer(&table).apply(&create)).unwrap();
    block_on(writer(&table).apply(&rival)).unwrap();
    for record in table.changes().unwrap() {
        assert_eq!(record.expires_at, NOW / 1_000 + KEPT_FOR_DAYS * 86_400);
        let item = record.to_attributes().unwrap();
        assert_eq!(ChangeRecord::from_attributes(&item).unwrap(), record);
        let key = Key::change(record.event.product_id, record.event.message_id);
        assert_eq!(table.items()[&key], item);
        match record.fate {
            Fate::Applied { before, after } => {
                assert_eq!(record.event, create);
                assert_eq!(before, None);
                assert_eq!(
                    *after.unwrap(),
                    table.states().unwrap()[0].product().unwrap()
                );
            }
            Fate::Refused { .. } => assert_eq!(record.event, rival),
        }
    }
}

#[test]
fn a_broken_item_is_an_error_and_no_panic() {
    let table = Table::default();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    block_on(writer(&table).apply(&create)).unwrap();
    let item = table.items()[&Key::product(product_id(0))].clone();
    for name in item.keys().filter(|name| !name.contains('K')) {
        let mut broken = item.clone();
        broken.insert(name.clone(), product::item::Attribute::L(vec![]));
        let derived = ["createdAt", "updatedAt"].contains(&name.as_str());
        assert_eq!(
            ProductState::from_attributes(&broken).is_ok(),
            derived,
            "{name}"
        );
        broken.remove(name);
        assert_eq!(
            ProductState::from_attributes(&broken).is_ok(),
            derived,
            "{name}"
        );
    }
    assert!(block_on(table.load(product_id(9))).unwrap().is_none());
}

/// A multi-threaded runtime may move every future of the domain.
#[test]
fn futures_can_be_sent() {
    fn is_send<T: Send>(future: T) {
        drop(future);
    }
    let world = World::new();
    let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
    is_send(world.writer.apply(&create));
    is_send(world.api.create(&ann(), None, b"{}"));
    is_send(world.api.update(&ann(), "", None, b"{}"));
    is_send(world.api.delete(&ann(), "", None));
    is_send(get_product(&world.table, ""));
    is_send(list_products(&world.table, &Secret(1), [("limit", "1")]));
    is_send(log(&Bucket::default(), b"{}"));
}
