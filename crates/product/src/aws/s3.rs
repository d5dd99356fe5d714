use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::primitives::ByteStream;
use aws_types::SdkConfig;

use super::failure::unavailable;
use crate::audit::AuditObject;
use crate::ports::{AuditSink, Failure};

/// The bucket of audit objects. A repeated put writes the same bytes under the same key.
#[derive(Clone, Debug)]
pub struct S3AuditSink {
    client: Client,
    bucket: String,
}

impl S3AuditSink {
    /// Of the bucket with this name.
    pub fn new(config: &SdkConfig, bucket: impl Into<String>) -> Self {
        // AWS wants the bucket in the host's name; an endpoint of one's own, like the local AWS,
        // need not have a name for each bucket.
        let has_own_endpoint = config.endpoint_url().is_some();
        let config = Builder::from(config)
            .force_path_style(has_own_endpoint)
            .build();
        Self {
            client: Client::from_conf(config),
            bucket: bucket.into(),
        }
    }
}

impl AuditSink for S3AuditSink {
    async fn put(&self, object: &AuditObject) -> Result<(), Failure> {
        let body = object.body.clone().into_bytes();
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(&object.key)
            .content_type("application/json")
            .body(ByteStream::from(body))
            .send()
            .await
            .map_err(|error| unavailable("S3 PutObject", &error))?;
        Ok(())
    }
}
