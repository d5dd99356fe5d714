use serde_json::{Map, Value};

/// A message of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// What it says.
    pub body: String,
}

/// A record of a batch: a message, or what is wrong with it.
pub(super) struct Record {
    /// Empty when it has none.
    pub(super) id: String,
    pub(super) message: Result<Message, String>,
}

impl Record {
    pub(super) fn is_nameless(&self) -> bool {
        self.id.is_empty()
    }
}

/// Why an event is not answered as a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a batch of SQS: {0}")]
pub struct NotABatch(String);

impl NotABatch {
    pub(super) fn nameless(at: usize) -> Self {
        Self(format!(
            "record {at} has no messageId, so all of the batch must come back"
        ))
    }
}

/// The records of an event.
pub(super) fn parse(event: &[u8]) -> Result<Vec<Record>, NotABatch> {
    let fault = |reason: &str| NotABatch(reason.to_owned());
    let event: Value = serde_json::from_slice(event).map_err(|_| fault("it is not JSON"))?;
    let Value::Object(mut event) = event else {
        return Err(fault("it is not an object"));
    };
    let Some(Value::Array(records)) = event.remove("Records") else {
        return Err(fault("it has no list called Records"));
    };
    let foreign = records
        .iter()
        .filter_map(|record| record.get("eventSource"));
    if foreign
        .filter_map(Value::as_str)
        .any(|source| source != "aws:sqs")
    {
        return Err(fault("some of its records come from something else"));
    }
    Ok(records.into_iter().map(record).collect())
}

fn record(value: Value) -> Record {
    let Value::Object(mut fields) = value else {
        let message = Err("the record is not an object".to_owned());
        return Record {
            id: String::new(),
            message,
        };
    };
    let id = text(&mut fields, "messageId").unwrap_or_default();
    let message = match text(&mut fields, "body") {
        Some(body) if !id.is_empty() => Ok(Message {
            id: id.clone(),
            body,
        }),
        Some(_) => Err("the record has no messageId".to_owned()),
        None => Err("the record has no body that is a text".to_owned()),
    };
    Record { id, message }
}

fn text(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}
