use std::fmt::{self, Write};

use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;
use tracing::field::{Field, Visit};

/// Names that stand at the head of each line.
const HEAD: [&str; 6] = [
    "timestamp",
    "level",
    "message",
    "target",
    "function",
    "environment",
];
/// How much of one text is logged: whole payloads slip in through somebody's error message.
const LONGEST: usize = 2000;

/// The fields of a span or an event, in order; one that comes again replaces the first.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    pub(super) fn extend(&mut self, others: &Self) {
        for (name, value) in &others.0 {
            self.set(name, value.clone());
        }
    }

    pub(super) fn entries(&self) -> &[(&'static str, Value)] {
        &self.0
    }

    /// What an event says. A span's field of that name is none.
    pub(super) fn take_message(&mut self) -> String {
        let at = self.0.iter().position(|(name, _)| *name == "message");
        match at.map(|at| self.0.remove(at).1) {
            Some(Value::String(message)) => message,
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }

    fn set(&mut self, name: &'static str, value: Value) {
        // `r#type = …` is called "r#type".
        let name = name.strip_prefix("r#").unwrap_or(name);
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => self.0.push((name, value)),
        }
    }

    fn set_text(&mut self, field: &Field, value: impl fmt::Display) {
        let mut text = Clipped(String::new());
        // What cannot be formatted, or is too long, is logged as far as it goes.
        let _ = write!(text, "{value}");
        self.set(field.name(), text.0.into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set_text(field, format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set_text(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field.name(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field.name(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field.name(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.set(field.name(), number.into()),
            None => self.set_text(field, value),
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(cause) = source {
            let _ = write!(text, ": {cause}");
            source = cause.source();
        }
        self.set_text(field, text);
    }
}

/// A text that ends, with an ellipsis, where it gets too long.
struct Clipped(String);

impl Write for Clipped {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LONGEST.saturating_sub(self.0.len());
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        self.0.push_str(&text[..text.floor_char_boundary(room)]);
        self.0.push('…');
        Err(fmt::Error)
    }
}

/// One line: its head, then the fields.
pub(super) fn write(head: [(&'static str, Value); 6], fields: &[(&'static str, Value)]) -> String {
    let head = head
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let fields = fields.iter().map(|(name, value)| {
        let underscore = if HEAD.contains(name) { "_" } else { "" };
        (format!("{name}{underscore}"), value.clone())
    });
    object(head.chain(fields))
}

/// A JSON object with its entries in this order, whatever `serde_json`'s features are.
pub(crate) fn object(entries: impl Iterator<Item = (String, Value)>) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut bytes);
    let written = serializer.serialize_map(None).and_then(|mut map| {
        for (name, value) in entries {
            map.serialize_entry(&name, &value)?;
        }
        map.end()
    });
    // Neither fails: the keys are text, and memory takes all that is written.
    written
        .ok()
        .and_then(|()| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}
