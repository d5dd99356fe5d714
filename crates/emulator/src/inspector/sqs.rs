//! Queues and what is in them.

use serde_json::{Value, json};

use super::Inspector;
use super::answer::{at, must_have, text};
use super::call::{Call, Form};
use super::probes::QUEUES;
use super::url;
use crate::error::Error;

/// A queue and how many messages are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Its URL, as [`Inspector::send`] takes it.
    pub url: String,
    /// Messages that can be received now.
    pub visible: u64,
    /// Messages that were received and neither deleted nor given back yet.
    pub in_flight: u64,
    /// Messages whose time is still to come.
    pub delayed: u64,
}

impl Inspector {
    /// All queues, sorted by name.
    pub fn queues(&self) -> Result<Vec<Queue>, Error> {
        let mut urls = Vec::new();
        self.each_page(QUEUES.call(&self.region, None), QUEUES.next(), |answer| {
            must_have(answer, "QueueUrls")?;
            let found = at(answer, "QueueUrls").into_iter();
            urls.extend(found.filter_map(Value::as_str).map(str::to_owned));
            Ok(())
        })?;
        let queues = urls.into_iter().map(|url| self.queue(url));
        let mut queues: Vec<Queue> = queues.collect::<Result<_, _>>()?;
        queues.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(queues)
    }

    fn queue(&self, url: String) -> Result<Queue, Error> {
        let call = request(
            "GetQueueAttributes",
            vec![
                ("QueueUrl", Value::from(url.as_str())),
                ("AttributeNames", json!(["All"])),
            ],
        );
        let answer = self.call(&call)?;
        let count = |what: &str| {
            let name = format!("ApproximateNumberOfMessages{what}");
            let text = text(&answer, &format!("Attributes/{name}"));
            let count = text.and_then(|text| text.parse().ok());
            count.ok_or_else(|| call.nonsense(format!("`{name}` is no number")))
        };
        Ok(Queue {
            name: url.rsplit('/').next().unwrap_or_default().to_owned(),
            visible: count("")?,
            in_flight: count("NotVisible")?,
            delayed: count("Delayed")?,
            url,
        })
    }

    /// The bodies of all messages in a queue, also of those in flight and delayed, without
    /// receiving them. A queue that is not there is an error.
    pub fn messages(&self, queue_name: &str) -> Result<Vec<String>, Error> {
        let Inspector {
            account, region, ..
        } = self;
        // A way of the emulator's own.
        let queue = format!("{account}/{queue_name}");
        let operation = format!(
            "/_ministack/sqs/messages?account={}&region={}&QueueUrl={}",
            url::part(account),
            url::part(region),
            url::part(&queue)
        );
        let call = Call {
            service: "sqs",
            form: Form::Rest,
            operation: &operation,
            parameters: vec![],
        };
        let answer = self.call(&call)?;
        let Some(Value::Array(messages)) = answer["messages"][account][region].get(&queue) else {
            return Err(Error::NoQueue {
                name: queue_name.to_owned(),
                account: account.clone(),
                region: region.clone(),
            });
        };
        let body = |message: &Value| message["Body"].as_str().map(str::to_owned);
        let bodies = messages
            .iter()
            .map(|message| body(message).ok_or_else(|| call.nonsense("a message has no `Body`")));
        bodies.collect()
    }

    /// Puts a message into a queue.
    pub fn send(&self, queue_url: &str, body: &str) -> Result<(), Error> {
        let parameters = vec![
            ("QueueUrl", Value::from(queue_url)),
            ("MessageBody", Value::from(body)),
        ];
        self.call(&request("SendMessage", parameters)).map(drop)
    }

    /// For how many seconds a queue hides a message that was received.
    pub fn visibility_timeout(&self, queue_url: &str) -> Result<u64, Error> {
        let parameters = vec![
            ("QueueUrl", Value::from(queue_url)),
            ("AttributeNames", Value::from(vec!["VisibilityTimeout"])),
        ];
        let call = request("GetQueueAttributes", parameters);
        let answer = self.call(&call)?;
        let seconds = answer["Attributes"]["VisibilityTimeout"].as_str();
        let seconds = seconds.and_then(|seconds| seconds.parse().ok());
        seconds.ok_or_else(|| call.nonsense("there is no `VisibilityTimeout`"))
    }

    /// Hides messages that are received from now on for so many seconds.
    pub fn set_visibility_timeout(&self, queue_url: &str, seconds: u64) -> Result<(), Error> {
        let attributes = json!({ "VisibilityTimeout": seconds.to_string() });
        let parameters = vec![
            ("QueueUrl", Value::from(queue_url)),
            ("Attributes", attributes),
        ];
        let call = request("SetQueueAttributes", parameters);
        self.call(&call).map(drop)
    }
}

fn request<'a>(operation: &'a str, parameters: Vec<(&'a str, Value)>) -> Call<'a> {
    Call {
        service: "sqs",
        form: Form::Json("AmazonSQS"),
        operation,
        parameters,
    }
}
