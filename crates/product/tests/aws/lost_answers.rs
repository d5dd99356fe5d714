//! Answers that get lost between DynamoDB and the SDK, and transactions that are not done yet.

use std::collections::BTreeSet;

use product::apply::{Outcome, WriteError};
use product::aws::DynamoProducts;
use product::event::Change;
use product::item::{Commit, Transaction};
use product::model::Moment;
use product::ports::{Failure, ProductStore};

use crate::cloud::{Cloud, config_at};
use crate::common::{NOW, create_named, event, product_id, update};
use crate::deliver::writer;
use crate::wire::{Fate, Seen, Wire};

const IN_PROGRESS: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionInProgressException","Message":"The transaction with the given request token is already in progress."}"#;
const CONFLICT: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict, None]","CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"},{"Code":"None"}]}"#;

fn products(wire: &Wire, table: &str) -> DynamoProducts {
    DynamoProducts::new(&config_at(&wire.endpoint()), table)
}

/// The requests' tokens, each once, and how many requests there were.
fn tokens(seen: &[Seen]) -> (BTreeSet<String>, usize) {
    let commits = seen
        .iter()
        .filter(|seen| seen.operation == "TransactWriteItems");
    let tokens: Vec<String> = commits
        .map(|seen| {
            let (_, rest) = seen.body.split_once(r#""ClientRequestToken":""#).unwrap();
            rest.split('"').next().unwrap().to_owned()
        })
        .collect();
    (tokens.iter().cloned().collect(), tokens.len())
}

#[test]
fn the_sdk_asks_again_under_the_same_token_and_the_change_counts_once() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let wire = Wire::to(cloud.port(), [Fate::Pass, Fate::LoseAnswer]);
        let writer = writer(&products(&wire, &table.name), Vec::new());
        let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
        assert_eq!(writer.apply(&create).await.unwrap(), Outcome::Applied);
        let (different, commits) = tokens(&wire.seen());
        assert_eq!((different.len(), commits), (1, 2));

        let change = event(0, 2, 1, Change::Update(update(r#"{"price":1}"#)));
        wire.plan([Fate::Pass, Fate::LoseAnswer, Fate::LoseAnswer]);
        assert_eq!(writer.apply(&change).await.unwrap(), Outcome::Applied);
        let (different, commits) = tokens(&wire.seen());
        assert_eq!((different.len(), commits), (2, 5));
        let state = table.products.load(product_id(0)).await.unwrap().unwrap();
        assert_eq!(state.version(), 2);
    });
}

#[test]
fn a_change_whose_answers_are_all_lost_is_a_duplicate_when_it_comes_again() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let wire = Wire::to(cloud.port(), []);
        let writer = writer(&products(&wire, &table.name), Vec::new());
        let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
        let change = event(0, 2, 1, Change::Update(update(r#"{"price":1}"#)));
        for (version, event) in [(1, create), (2, change)] {
            wire.plan([Fate::Pass]);
            wire.plan([Fate::LoseAnswer, Fate::LoseAnswer, Fate::LoseAnswer]);
            let error = writer.apply(&event).await.unwrap_err();
            assert!(
                matches!(error, WriteError::Failed(Failure::Unavailable(_))),
                "{error}"
            );
            assert_eq!(writer.apply(&event).await.unwrap(), Outcome::Duplicate);
            let state = table.products.load(product_id(0)).await.unwrap().unwrap();
            assert_eq!(state.version(), version);
        }
        assert_eq!(table.content().await.changes().len(), 2);
    });
}

#[test]
fn a_refusal_whose_answer_is_lost_is_one() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let wire = Wire::to(cloud.port(), []);
        let writer = writer(&products(&wire, &table.name), Vec::new());
        let first = event(0, 1, 0, Change::Create(create_named("Alpha")));
        assert_eq!(writer.apply(&first).await.unwrap(), Outcome::Applied);
        // Reads, finds the name taken, and keeps the refusal.
        wire.plan([Fate::Pass, Fate::Pass, Fate::LoseAnswer]);
        let second = event(1, 2, 0, Change::Create(create_named("Alpha")));
        let outcome = writer.apply(&second).await.unwrap();
        assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
        assert_eq!(writer.apply(&second).await.unwrap(), Outcome::Duplicate);
        table.content().await.check_names();
    });
}

#[test]
fn a_transaction_in_progress_is_waited_for_and_a_conflict_is_a_lost_race() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let wire = Wire::to(cloud.port(), [Fate::Answer(400, IN_PROGRESS)]);
        let products = products(&wire, &table.name);
        let create = event(0, 1, 0, Change::Create(create_named("Alpha")));
        let transaction =
            Transaction::apply(None, &create, Moment::from_millis(NOW).unwrap()).unwrap();
        assert_eq!(products.commit(&transaction).await, Ok(Commit::Committed));
        assert_eq!(tokens(&wire.seen()).0.len(), 1);

        wire.plan([Fate::Answer(400, CONFLICT)]);
        assert_eq!(products.commit(&transaction).await, Ok(Commit::Conflict));
        assert_eq!(
            products.commit(&transaction).await,
            Ok(Commit::AlreadyApplied)
        );
        let rival = event(1, 2, 0, Change::Create(create_named("Alpha")));
        let rival = Transaction::apply(None, &rival, Moment::from_millis(NOW).unwrap()).unwrap();
        assert_eq!(products.commit(&rival).await, Ok(Commit::NameTaken));
        let stale = event(0, 3, 0, Change::Create(create_named("Beta")));
        let stale = Transaction::apply(None, &stale, Moment::from_millis(NOW).unwrap()).unwrap();
        assert_eq!(products.commit(&stale).await, Ok(Commit::Conflict));
    });
}
