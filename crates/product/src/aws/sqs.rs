use aws_sdk_sqs::Client;
use aws_types::SdkConfig;

use super::failure::unavailable;
use crate::event::Event;
use crate::ports::{ChangePublisher, Failure};

/// The queue of accepted changes, a standard queue: it repeats and reorders, which the writer allows
/// for. It has a message safe, in several places, when `SendMessage` answers.
#[derive(Clone, Debug)]
pub struct SqsPublisher {
    client: Client,
    queue_url: String,
}

impl SqsPublisher {
    /// Of the queue with this URL.
    pub fn new(config: &SdkConfig, queue_url: impl Into<String>) -> Self {
        Self {
            client: Client::new(config),
            queue_url: queue_url.into(),
        }
    }
}

impl ChangePublisher for SqsPublisher {
    async fn publish(&self, event: &Event) -> Result<(), Failure> {
        self.client
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(event.to_json()?)
            .send()
            .await
            .map_err(|error| unavailable("SQS SendMessage", &error))?;
        Ok(())
    }
}
