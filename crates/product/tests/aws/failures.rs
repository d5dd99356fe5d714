//! What is told when a service refuses, is not there, or says nothing.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use aws_types::SdkConfig;
use product::audit::AuditObject;
use product::aws::{DynamoProducts, KmsSigner, S3AuditSink, SqsPublisher};
use product::event::{Change, Event};
use product::item::Transaction;
use product::model::{Moment, Money, Name};
use product::ports::{
    AuditSink, ChangePublisher, Failure, ProductReader, ProductStore, TokenSigner,
};
use product::query::{Order, PriceQuery};

use crate::cloud::{Cloud, config_at, hasty_config_at};
use crate::common::{NOW, create_named, event, product_id};
use crate::wire::{Fate, Wire};

const THROTTLED: &str =
    r#"{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}"#;
const INVALID: &str = r#"{"__type":"com.amazon.coral.validate#ValidationException","message":"Item size has exceeded\nthe maximum allowed size"}"#;

fn secret_event() -> Event {
    event(0, 1, 0, Change::Create(create_named("Top Secret Thing")))
}

fn transaction() -> Transaction {
    Transaction::apply(None, &secret_event(), Moment::from_millis(NOW).unwrap()).unwrap()
}

fn all_by_price() -> PriceQuery {
    PriceQuery {
        order: Order::Ascending,
        min_price: Money::ZERO,
        max_price: Money::MAX,
        limit: 1,
        after: None,
    }
}

/// What every operation of every adapter says here, with resources of these names.
async fn all(config: &SdkConfig, queue_url: &str, key_id: &str) -> Vec<String> {
    let table = DynamoProducts::new(config, "no-such-table");
    let signer = KmsSigner::new(config, key_id);
    let name = Name::parse("Top Secret Thing").unwrap().key();
    let object = AuditObject::of(transaction().record()).unwrap();
    [
        table.find(product_id(0)).await.map(drop),
        table.load(product_id(0)).await.map(drop),
        table.find_by_name(&name).await.map(drop),
        table.list(&all_by_price()).await.map(drop),
        table.commit(&transaction()).await.map(drop),
        SqsPublisher::new(config, queue_url)
            .publish(&secret_event())
            .await,
        S3AuditSink::new(config, "no-such-bucket")
            .put(&object)
            .await,
        signer.sign(b"payload").await.map(drop),
        signer.verify(b"payload", &[7; 32]).await.map(drop),
    ]
    .map(said)
    .to_vec()
}

fn said<T>(answer: Result<T, Failure>) -> String {
    match answer {
        Err(Failure::Unavailable(message)) => message,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it worked"),
    }
}

const OPERATIONS: [&str; 9] = [
    "DynamoDB GetItem: ",
    "DynamoDB GetItem: ",
    "DynamoDB Query of ProductsByNameIndex: ",
    "DynamoDB Query of ProductsByPriceIndex: ",
    "DynamoDB TransactWriteItems: ",
    "SQS SendMessage: ",
    "S3 PutObject: ",
    "KMS GenerateMac: ",
    "KMS VerifyMac: ",
];

/// Each message names its operation, says this, and is one line without anything of the product.
fn check(messages: &[String], expected: impl Fn(usize) -> &'static str) {
    for (number, message) in messages.iter().enumerate() {
        assert!(message.starts_with(OPERATIONS[number]), "{message}");
        assert!(message.contains(expected(number)), "{message}");
        assert!(!message.to_lowercase().contains("secret"), "{message}");
        assert!(message.len() < 400 && !message.contains('\n'), "{message}");
    }
}

#[test]
fn what_is_missing_is_told_by_the_services_own_code() {
    let cloud = Cloud::new();
    cloud.run(async {
        let config = cloud.config();
        let queue_url = format!(
            "http://localhost:{}/536580886816/no-such-queue",
            cloud.port()
        );
        let key_id = "00000000-0000-0000-0000-000000000000";
        let messages = all(&config, &queue_url, key_id).await;
        check(&messages, |number| match number {
            0..=4 => "ResourceNotFoundException",
            5 => "NonExistentQueue",
            6 => "NoSuchBucket",
            _ => "NotFoundException",
        });
        let aes = aws_sdk_kms::Client::new(&config).create_key().send().await;
        let aes = aes.unwrap().key_metadata.unwrap().key_id;
        let message = said(KmsSigner::new(&config, aes).sign(b"payload").await);
        assert!(message.starts_with("KMS GenerateMac: "), "{message}");
        assert!(message.contains("Invalid"), "{message}");
    });
}

#[test]
fn where_nobody_listens_is_told_at_once() {
    let cloud = Cloud::new();
    cloud.run(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let begin = Instant::now();
        let messages = all(&hasty_config_at(&endpoint), "http://localhost/1/q", "key").await;
        check(&messages, |_| "onnection refused");
        // Nine operations of three attempts each, with at most 0.3 s between them, on a busy machine.
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "{:?}",
            begin.elapsed()
        );
    });
}

#[test]
fn who_says_nothing_is_given_up_before_the_api_is() {
    let cloud = Cloud::new();
    cloud.run(async {
        let wire = Wire::to(cloud.port(), vec![Fate::Silence; 9]);
        let products = DynamoProducts::new(&hasty_config_at(&wire.endpoint()), "any");
        let begin = Instant::now();
        let message = said(products.find(product_id(0)).await);
        assert!(
            message.contains("timed out") || message.contains("timeout"),
            "{message}"
        );
        let waited = begin.elapsed();
        assert!(waited < Duration::from_secs(12), "{waited:?}");
        assert_eq!(wire.seen().len(), 3);
    });
}

#[test]
fn throttling_is_borne_for_a_while_and_then_told() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let wire = Wire::to(cloud.port(), vec![Fate::Answer(400, THROTTLED); 2]);
        let products = DynamoProducts::new(&config_at(&wire.endpoint()), &table.name);
        assert_eq!(products.find(product_id(0)).await, Ok(None));
        wire.plan(vec![Fate::Answer(400, THROTTLED); 3]);
        assert_eq!(
            said(products.commit(&transaction()).await),
            "DynamoDB TransactWriteItems: ThrottlingException: Rate exceeded"
        );
        assert_eq!(wire.seen().len(), 6);
    });
}

#[test]
fn what_is_not_valid_is_not_sent_again() {
    let cloud = Cloud::new();
    cloud.run(async {
        let wire = Wire::to(cloud.port(), [Fate::Answer(400, INVALID)]);
        let products = DynamoProducts::new(&config_at(&wire.endpoint()), "any");
        assert_eq!(
            said(products.commit(&transaction()).await),
            "DynamoDB TransactWriteItems: ValidationException: \
             Item size has exceeded the maximum allowed size"
        );
        assert_eq!(wire.seen().len(), 1);
    });
}

#[test]
fn an_answer_that_is_none_is_told_without_what_it_holds() {
    let cloud = Cloud::new();
    cloud.run(async {
        for (status, body, expected) in [
            (
                200,
                "{\"Item\": Top Secret",
                "cannot read its answer of status 200",
            ),
            (500, "<html>Top Secret</html>", "500"),
            (403, "", "403"),
        ] {
            let wire = Wire::to(cloud.port(), vec![Fate::Answer(status, body); 3]);
            let products = DynamoProducts::new(&config_at(&wire.endpoint()), "any");
            let message = said(products.find(product_id(0)).await);
            assert!(
                message.contains(expected) && !message.contains("Secret"),
                "{message}"
            );
        }
    });
}
