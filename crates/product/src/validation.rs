//! Reads JSON field by field and reports every fault, not the first.
//!
//! Values are looked at as text ([`RawValue`]), so that a price keeps its digits and `null`, a second
//! mention and an unknown name are seen as what they are.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::json::place;
use crate::model::Reason;

/// One field that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which, like `features[2]`.
    pub field: String,
    /// Why, as a lower-case fragment.
    pub reason: String,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// A fault of the value itself, whatever it is called.
    fn here(reason: impl Into<String>) -> Self {
        Self::new("", reason)
    }

    fn within(mut self, outer: &str) -> Self {
        self.field.insert_str(0, outer);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.reason)
    }
}

/// The faults as one sentence part.
pub(crate) fn list(faults: &[Fault]) -> String {
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    shown.join(", ")
}

/// A value and what was wrong with it.
pub(crate) type Checked<T> = Result<T, Vec<Fault>>;

/// What is known of a field's name at most: names are echoed, and a caller can send any.
const LONGEST_NAME: usize = 64;

/// One JSON value, not yet read.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a>(&'a RawValue);

impl<'a> Json<'a> {
    /// The value that these bytes are.
    pub(crate) fn parse(bytes: &'a [u8]) -> Checked<Self> {
        let text = std::str::from_utf8(bytes).map_err(|_| vec![Fault::here("must be UTF-8")])?;
        if text.trim().is_empty() {
            return Err(vec![Fault::here("must not be empty")]);
        }
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| vec![Fault::here(format!("is not JSON at {}", place(&error)))])
    }

    /// A checked text.
    pub(crate) fn text<T>(self, check: impl Fn(&str) -> Result<T, Reason>) -> Checked<T> {
        let not_a_text = || vec![Fault::here("must be a text")];
        if !self.0.get().starts_with('"') {
            return Err(not_a_text());
        }
        // Only half of a surrogate pair gets here and fails.
        let text: String = serde_json::from_str(self.0.get()).map_err(|_| not_a_text())?;
        check(&text).map_err(|reason| vec![Fault::here(reason)])
    }

    /// A checked number, as its own digits.
    pub(crate) fn number<T, E: fmt::Display>(
        self,
        check: impl Fn(&str) -> Result<T, E>,
    ) -> Checked<T> {
        if !self
            .0
            .get()
            .starts_with(|c: char| c == '-' || c.is_ascii_digit())
        {
            return Err(vec![Fault::here("must be a number")]);
        }
        check(self.0.get()).map_err(|error| vec![Fault::here(error.to_string())])
    }

    /// `true` or `false`.
    pub(crate) fn flag(self) -> Checked<bool> {
        match self.0.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(vec![Fault::here("must be true or false")]),
        }
    }

    /// A list whose length is checked first, and then each of its entries.
    pub(crate) fn list<T>(
        self,
        check_count: impl Fn(usize) -> Result<(), Reason>,
        read: impl Fn(Json<'a>) -> Checked<T>,
    ) -> Checked<Vec<T>> {
        let entries: Vec<&RawValue> =
            serde_json::from_str(self.0.get()).map_err(|_| vec![Fault::here("must be a list")])?;
        check_count(entries.len()).map_err(|reason| vec![Fault::here(reason)])?;
        let mut values = Vec::new();
        let mut faults = Vec::new();
        for (position, entry) in entries.into_iter().enumerate() {
            match Json(entry).not_null().and_then(&read) {
                Ok(value) => values.push(value),
                Err(found) => faults.extend(
                    found
                        .into_iter()
                        .map(|fault| fault.within(&format!("[{position}]"))),
                ),
            }
        }
        if faults.is_empty() {
            Ok(values)
        } else {
            Err(faults)
        }
    }

    /// An object, whose fields are to be taken one by one.
    pub(crate) fn object(self) -> Checked<Form<'a>> {
        let Entries(entries) = serde_json::from_str(self.0.get())
            .map_err(|_| vec![Fault::here("must be an object")])?;
        let mut form = Form::default();
        let mut seen = BTreeSet::new();
        for (name, value) in entries {
            if seen.insert(name.clone()) {
                form.entries.push((name, Json(value)));
            } else {
                form.fault(&name, "must be given only once");
            }
        }
        Ok(form)
    }

    fn not_null(self) -> Checked<Self> {
        if self.0.get() == "null" {
            return Err(vec![Fault::here("must not be null")]);
        }
        Ok(self)
    }
}

/// An object's fields that nobody asked for yet, and the faults of those that were taken.
#[derive(Default)]
pub(crate) struct Form<'a> {
    entries: Vec<(String, Json<'a>)>,
    faults: Vec<Fault>,
}

impl<'a> Form<'a> {
    /// Takes a field that may be missing.
    pub(crate) fn take<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Json<'a>) -> Checked<T>,
    ) -> Option<T> {
        let position = self.entries.iter().position(|(entry, _)| entry == name)?;
        let (_, value) = self.entries.remove(position);
        match value.not_null().and_then(read) {
            Ok(value) => Some(value),
            Err(found) => {
                self.nest(name, found);
                None
            }
        }
    }

    /// Takes a field that must be there.
    pub(crate) fn need<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Json<'a>) -> Checked<T>,
    ) -> Option<T> {
        if !self.has(name) {
            self.fault(name, "is missing");
        }
        self.take(name, read)
    }

    /// Whether a field is there and was not taken yet.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(entry, _)| entry == name)
    }

    /// Whether nothing was given that was not taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Notes the faults of what a field holds.
    pub(crate) fn nest(&mut self, name: &str, found: Vec<Fault>) {
        self.faults.extend(found.into_iter().map(|fault| {
            let is_field = !fault.field.is_empty() && !fault.field.starts_with('[');
            fault.within(&if is_field {
                format!("{name}.")
            } else {
                name.to_owned()
            })
        }));
    }

    /// Ends the reading: what was not taken is unknown. `None` stands for a value with faults.
    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Checked<T> {
        for (name, _) in std::mem::take(&mut self.entries) {
            self.fault(&name, "is not a known field");
        }
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }

    pub(crate) fn fault(&mut self, name: &str, reason: &str) {
        let shown: String = name.chars().take(LONGEST_NAME).collect();
        self.faults.push(Fault::new(shown, reason));
    }
}

/// Gives the faults of a whole document a name.
pub(crate) fn named<T>(checked: Checked<T>, document: &str) -> Checked<T> {
    checked.map_err(|faults| {
        faults
            .into_iter()
            .map(|fault| {
                if fault.field.is_empty() {
                    fault.within(document)
                } else {
                    fault
                }
            })
            .collect()
    })
}

/// An object's entries in their order, those that are given twice as well.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
