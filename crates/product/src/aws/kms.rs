use aws_sdk_kms::Client;
use aws_sdk_kms::error::SdkError;
use aws_sdk_kms::operation::verify_mac::VerifyMacError;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::MacAlgorithmSpec;
use aws_types::SdkConfig;

use super::failure::{failure, unavailable};
use crate::ports::{Failure, TokenSigner};

/// Bytes of every MAC of HMAC-SHA-256.
const MAC_LENGTH: usize = 32;

/// Signs with an HMAC key (`HMAC_256`) that never leaves KMS, which also compares, in constant time.
#[derive(Clone, Debug)]
pub struct KmsSigner {
    client: Client,
    key_id: String,
}

impl KmsSigner {
    const ALGORITHM: MacAlgorithmSpec = MacAlgorithmSpec::HmacSha256;

    /// With the key of this id, ARN or alias.
    pub fn new(config: &SdkConfig, key_id: impl Into<String>) -> Self {
        Self {
            client: Client::new(config),
            key_id: key_id.into(),
        }
    }
}

impl TokenSigner for KmsSigner {
    async fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let operation = "KMS GenerateMac";
        let answer = self
            .client
            .generate_mac()
            .key_id(&self.key_id)
            .mac_algorithm(Self::ALGORITHM)
            .message(Blob::new(payload))
            .send()
            .await
            .map_err(|error| unavailable(operation, &error))?;
        let mac = answer.mac.map(Blob::into_inner);
        mac.ok_or_else(|| failure(operation, "the answer has no MAC"))
    }

    async fn verify(&self, payload: &[u8], signature: &[u8]) -> Result<bool, Failure> {
        // Not ours, and not worth a call.
        if signature.len() != MAC_LENGTH {
            return Ok(false);
        }
        let answer = self
            .client
            .verify_mac()
            .key_id(&self.key_id)
            .mac_algorithm(Self::ALGORITHM)
            .message(Blob::new(payload))
            .mac(Blob::new(signature))
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(answer.mac_valid),
            Err(error) if is_invalid_mac(&error) => Ok(false),
            Err(error) => Err(unavailable("KMS VerifyMac", &error)),
        }
    }
}

fn is_invalid_mac(error: &SdkError<VerifyMacError>) -> bool {
    let error = error.as_service_error();
    error.is_some_and(VerifyMacError::is_kms_invalid_mac_exception)
}
