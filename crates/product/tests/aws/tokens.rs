//! Page tokens that KMS signs.

use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use aws_types::SdkConfig;
use product::Error;
use product::aws::KmsSigner;
use product::event::{Change, Event};
use product::ports::TokenSigner;
use product::use_cases::{ProductList, list_products};

use crate::cloud::{Cloud, config_at};
use crate::common::{create_named, event};
use crate::deliver::{deliver, writer};
use crate::table::TestTable;
use crate::wire::Wire;

/// An HMAC key as `product/infrastructure` has it.
pub(crate) async fn create_key(config: &SdkConfig) -> String {
    let client = aws_sdk_kms::Client::new(config);
    let create = client
        .create_key()
        .key_spec(KeySpec::Hmac256)
        .key_usage(KeyUsageType::GenerateVerifyMac);
    let key = create.send().await.unwrap().key_metadata.unwrap();
    key.arn.unwrap()
}

#[test]
fn a_signature_holds_for_its_payload_and_its_key() {
    let cloud = Cloud::new();
    cloud.run(async {
        let config = cloud.config();
        let signer = KmsSigner::new(&config, create_key(&config).await);
        let signature = signer.sign(b"payload").await.unwrap();
        assert_eq!(signature.len(), 32);
        assert_eq!(signer.sign(b"payload").await.as_ref(), Ok(&signature));
        assert_eq!(signer.verify(b"payload", &signature).await, Ok(true));
        assert_eq!(signer.verify(b"Payload", &signature).await, Ok(false));
        for position in [0, 15, 31] {
            let mut touched = signature.clone();
            touched[position] ^= 1;
            assert_eq!(signer.verify(b"payload", &touched).await, Ok(false));
        }
        let other = KmsSigner::new(&config, create_key(&config).await);
        assert_eq!(other.verify(b"payload", &signature).await, Ok(false));
    });
}

#[test]
fn kms_is_not_asked_about_what_cannot_be_a_signature() {
    let cloud = Cloud::new();
    cloud.run(async {
        let key = create_key(&cloud.config()).await;
        let wire = Wire::to(cloud.port(), []);
        let signer = KmsSigner::new(&config_at(&wire.endpoint()), key);
        for length in [0, 1, 31, 33, 7_000] {
            let signature = vec![7; length];
            assert_eq!(signer.verify(b"payload", &signature).await, Ok(false));
        }
        assert!(wire.seen().is_empty());
        assert_eq!(signer.verify(b"payload", &[7; 32]).await, Ok(false));
        assert_eq!(wire.seen().len(), 1);
    });
}

async fn list(
    table: &TestTable,
    signer: &KmsSigner,
    parameters: &[(&str, &str)],
) -> Result<ProductList, Error> {
    list_products(&table.products, signer, parameters.iter().copied()).await
}

#[test]
fn a_token_leads_to_the_next_page_unless_it_was_touched() {
    let cloud = Cloud::new();
    cloud.run(async {
        let table = cloud.table().await;
        let config = cloud.config();
        let signer = KmsSigner::new(&config, create_key(&config).await);
        let events: Vec<Event> = (0..7)
            .map(|number| {
                let create = create_named(&format!("Product {number}"));
                event(number, number, 0, Change::Create(create))
            })
            .collect();
        deliver(&[writer(&table.products, Vec::new())], events, 1).await;

        let mut seen = Vec::new();
        let mut token: Option<String> = None;
        for expected in [3, 3, 1] {
            let mut parameters = vec![("limit", "3"), ("order", "desc")];
            parameters.extend(token.as_deref().map(|token| ("nextToken", token)));
            let page = list(&table, &signer, &parameters).await.unwrap();
            assert_eq!(page.count, expected);
            seen.extend(page.items.into_iter().map(|product| product.product_id));
            token = page.next_token;
        }
        assert_eq!(token, None);
        assert!(seen.is_sorted_by(|one, other| one > other) && seen.len() == 7);

        let first = list(&table, &signer, &[("limit", "3")]).await.unwrap();
        let token = first.next_token.unwrap();
        for position in [0, 5, token.len() / 2, token.len() - 2] {
            let mut bytes = token.clone().into_bytes();
            bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
            let touched = String::from_utf8(bytes).unwrap();
            let error = list(&table, &signer, &[("nextToken", &touched)])
                .await
                .unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{touched}");
        }
        let other = KmsSigner::new(&config, create_key(&config).await);
        let error = list(&table, &other, &[("nextToken", &token)])
            .await
            .unwrap_err();
        assert_eq!(error.faults()[0].reason, "is not a token of this list");
    });
}
