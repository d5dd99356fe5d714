//! The products table in DynamoDB. Items are read by key or by index, never by a Scan.

mod attributes;
mod commit;
mod reads;

use aws_sdk_dynamodb::Client;
use aws_types::SdkConfig;

/// The products table.
#[derive(Clone, Debug)]
pub struct DynamoProducts {
    client: Client,
    table: String,
}

impl DynamoProducts {
    /// Of the table with this name.
    pub fn new(config: &SdkConfig, table: impl Into<String>) -> Self {
        Self {
            client: Client::new(config),
            table: table.into(),
        }
    }
}
