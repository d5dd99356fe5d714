//! A product's way through all adapters: published, written, listed, audited.

use product::Error;
use product::apply::{Outcome, Writer};
use product::audit::AuditObject;
use product::aws::{JitteredBackoff, KmsSigner, RandomIds, S3AuditSink, SqsPublisher, SystemClock};
use product::event::Event;
use product::model::Source;
use product::ports::AuditSink;
use product::use_cases::{Commands, get_product, list_products};

use crate::cloud::Cloud;
use crate::common::{CREATE, ann};
use crate::queue_and_bucket::{create_bucket, create_queue, receive};
use crate::tokens::create_key;

#[test]
fn a_product_is_created_changed_listed_and_audited() {
    let cloud = Cloud::new();
    cloud.run(async {
        let config = cloud.config();
        let table = cloud.table().await;
        let queue_url = create_queue(&config).await;
        let signer = KmsSigner::new(&config, create_key(&config).await);
        let sink = S3AuditSink::new(&config, create_bucket(&config).await);
        let api = Commands {
            reader: table.products.clone(),
            publisher: SqsPublisher::new(&config, &queue_url),
            clock: SystemClock,
            ids: RandomIds,
            source: Source::parse("test").unwrap(),
        };
        let writer = Writer {
            store: table.products.clone(),
            clock: SystemClock,
            backoff: JitteredBackoff,
        };
        let settle = async || {
            let message = receive(&config, &queue_url, 1).await.remove(0);
            let event = Event::parse(message.as_bytes()).unwrap();
            let outcome = writer.apply(&event).await.unwrap();
            assert_eq!(outcome, Outcome::Applied);
        };

        let accepted = api.create(&ann(), None, CREATE.as_bytes()).await.unwrap();
        settle().await;
        let id = accepted.product_id.to_string();
        let found = get_product(&table.products, &id).await.unwrap();
        let tag = found.etag.to_string();
        let again = api
            .create(&ann(), None, CREATE.as_bytes())
            .await
            .unwrap_err();
        assert!(matches!(again, Error::NameTaken(_)));
        let cheaper = br#"{"price":0.01}"#;
        api.update(&ann(), &id, Some(&tag), cheaper).await.unwrap();
        settle().await;
        let late = api
            .update(&ann(), &id, Some(&tag), cheaper)
            .await
            .unwrap_err();
        assert_eq!(late, Error::PreconditionFailed);

        let listed = list_products(&table.products, &signer, [("maxPrice", "0.01")]).await;
        let listed = listed.unwrap();
        assert_eq!((listed.count, listed.next_token), (1, None));
        assert_eq!(listed.items[0].version, 2);
        api.delete(&ann(), &id, None).await.unwrap();
        settle().await;
        let gone = get_product(&table.products, &id).await.unwrap_err();
        assert_eq!(gone, Error::NotFound(accepted.product_id));
        let records = table.content().await.changes();
        assert_eq!(records.len(), 3);
        for record in &records {
            sink.put(&AuditObject::of(record).unwrap()).await.unwrap();
        }
    });
}
