//! The [ports](crate::ports) to the real services: DynamoDB, SQS, S3 and KMS.
//!
//! Each adapter makes a client of the one [`SdkConfig`](aws_types::SdkConfig) that [`sdk_config`] gives,
//! and with it shares its HTTP connections. What fails is a [`Failure::Unavailable`] that names the
//! operation and AWS's own code and message, and nothing of what was read or written.
//!
//! [`Failure::Unavailable`]: crate::ports::Failure::Unavailable

mod config;
mod dynamodb;
mod failure;
mod kms;
mod s3;
mod sqs;

pub use self::config::sdk_config;
pub use self::dynamodb::DynamoProducts;
pub use self::kms::KmsSigner;
pub use self::s3::S3AuditSink;
pub use self::sqs::SqsPublisher;
pub use crate::system::{JitteredBackoff, RandomIds, SystemClock};
