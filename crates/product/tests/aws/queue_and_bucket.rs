//! Changes on their way to the writer, and audit objects.

use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use aws_types::SdkConfig;
use product::audit::AuditObject;
use product::aws::{S3AuditSink, SqsPublisher};
use product::event::{Change, Event};
use product::item::Transaction;
use product::model::Moment;
use product::ports::{AuditSink, ChangePublisher};

use crate::cloud::{Cloud, unique};
use crate::common::{NOW, create_named, event, update};

/// A queue; its URL.
pub(crate) async fn create_queue(config: &SdkConfig) -> String {
    let client = aws_sdk_sqs::Client::new(config);
    let create = client.create_queue().queue_name(unique("changes"));
    create.send().await.unwrap().queue_url.unwrap()
}

/// Takes so many messages out of a queue.
pub(crate) async fn receive(config: &SdkConfig, queue_url: &str, count: usize) -> Vec<String> {
    let client = aws_sdk_sqs::Client::new(config);
    let mut bodies = Vec::new();
    while bodies.len() < count {
        let receive = client
            .receive_message()
            .queue_url(queue_url)
            .max_number_of_messages(10)
            .wait_time_seconds(2);
        let messages = receive.send().await.unwrap().messages.unwrap_or_default();
        assert!(!messages.is_empty(), "{} of {count} came", bodies.len());
        bodies.extend(messages.into_iter().filter_map(|message| message.body));
    }
    bodies
}

/// A bucket; its name.
pub(crate) async fn create_bucket(config: &SdkConfig) -> String {
    let name = unique("audit-logs");
    let place = CreateBucketConfiguration::builder()
        .location_constraint(BucketLocationConstraint::EuWest1)
        .build();
    let create = s3(config).create_bucket().bucket(&name);
    create
        .create_bucket_configuration(place)
        .send()
        .await
        .unwrap();
    name
}

fn s3(config: &SdkConfig) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true);
    aws_sdk_s3::Client::from_conf(config.build())
}

#[test]
fn a_published_change_is_the_event_again() {
    let cloud = Cloud::new();
    cloud.run(async {
        let config = cloud.config();
        let queue_url = create_queue(&config).await;
        let publisher = SqsPublisher::new(&config, &queue_url);
        // With characters that JSON, XML or SQS make something of.
        let odd = r#"{"description":"<&> \"quoted\" \\ \t\ufffd\ue000 🚀 end","price":0.10}"#;
        let events = [
            event(0, 1, 0, Change::Create(create_named("Größe Λ"))),
            event(0, 2, 1, Change::Update(update(odd))),
            event(0, 3, 2, Change::Delete),
        ];
        for event in &events {
            publisher.publish(event).await.unwrap();
        }
        let mut received: Vec<Event> = receive(&config, &queue_url, events.len())
            .await
            .iter()
            .map(|body| Event::parse(body.as_bytes()).unwrap())
            .collect();
        received.sort_by_key(Event::stamp);
        assert_eq!(received, events);
    });
}

#[test]
fn an_audit_object_put_twice_is_one() {
    let cloud = Cloud::new();
    cloud.run(async {
        let config = cloud.config();
        let bucket = create_bucket(&config).await;
        let sink = S3AuditSink::new(&config, &bucket);
        let objects = [1, 2].map(|number| {
            let create = event(
                number,
                number,
                0,
                Change::Create(create_named("Größe 🚀x".split(' ').next().unwrap())),
            );
            let now = Moment::from_millis(NOW).unwrap();
            let transaction = Transaction::apply(None, &create, now).unwrap();
            AuditObject::of(transaction.record()).unwrap()
        });
        for object in [&objects[0], &objects[0], &objects[1]] {
            sink.put(object).await.unwrap();
        }
        let listed = s3(&config).list_objects_v2().bucket(&bucket).send().await;
        let listed = listed.unwrap();
        let mut keys: Vec<&str> = listed
            .contents()
            .iter()
            .filter_map(|entry| entry.key())
            .collect();
        keys.sort_unstable();
        assert_eq!(keys, objects.each_ref().map(|object| object.key.as_str()));
        for object in &objects {
            let get = s3(&config).get_object().bucket(&bucket).key(&object.key);
            let got = get.send().await.unwrap();
            assert_eq!(got.content_type(), Some("application/json"));
            let bytes = got.body.collect().await.unwrap().into_bytes();
            assert_eq!(bytes, object.body.as_bytes());
        }
    });
}
