//! Reading TOML tables key by key, so that one run reports every fault with its line.

use std::collections::BTreeSet;
use std::ops::Range;

use finding::{Code, Finding, Location, Source, nearest};
use toml_edit::{Document, Item, TableLike};

/// One table of a TOML file. Every key that was asked for counts as known; [`Table::finish`]
/// reports the others.
pub(crate) struct Table<'a> {
    source: &'a Source,
    entries: &'a dyn TableLike,
    /// The table's own place, for what is missing from it.
    span: Range<usize>,
    /// `state.` for the table `[state]`; empty for the file itself.
    prefix: String,
    known: BTreeSet<&'static str>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) location: Location,
}

impl<'a> Table<'a> {
    pub(crate) fn root(source: &'a Source, document: &'a Document<&'a str>) -> Self {
        Self {
            source,
            entries: document.as_table(),
            span: 0..0,
            prefix: String::new(),
            known: BTreeSet::new(),
        }
    }

    /// A string that must be there.
    pub(crate) fn string(
        &mut self,
        key: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<Located<String>> {
        let item = self.required(key, findings)?;
        self.text(key, item, findings)
    }

    /// A positive whole number that must be there.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<Located<u32>> {
        let item = self.required(key, findings)?;
        self.typed(key, item, "a positive whole number", findings, |item| {
            let number = u32::try_from(item.as_integer()?).ok()?;
            (number > 0).then_some(number)
        })
    }

    /// A list of strings that must be there.
    pub(crate) fn strings(
        &mut self,
        key: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Vec<Located<String>> {
        let Some(item) = self.required(key, findings) else {
            return Vec::new();
        };
        let Some(array) = item.as_array() else {
            findings.push(self.wrong_type(key, item, "a list of strings"));
            return Vec::new();
        };
        let mut strings = Vec::new();
        for value in array {
            let location = self.source.locate(value.span().unwrap_or_default());
            match value.as_str() {
                Some(text) if text.trim().is_empty() => {
                    findings.push(self.blank(key, location));
                }
                Some(text) => strings.push(Located {
                    value: text.to_owned(),
                    location,
                }),
                None => findings.push(
                    Finding::error(
                        Code::EnvironmentValue,
                        format!("`{}{key}` must be a list of strings", self.prefix),
                    )
                    .at(location),
                ),
            }
        }
        strings
    }

    /// A table that must be there.
    pub(crate) fn table(
        &mut self,
        key: &'static str,
        findings: &mut Vec<Finding>,
    ) -> Option<Table<'a>> {
        let item = self.required(key, findings)?;
        let Some(entries) = item.as_table_like() else {
            findings.push(self.wrong_type(key, item, "a table"));
            return None;
        };
        Some(Table {
            source: self.source,
            entries,
            span: item.span().unwrap_or_default(),
            prefix: format!("{}{key}.", self.prefix),
            known: BTreeSet::new(),
        })
    }

    /// Whether there is a value for a key, of whichever type.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether a key stands for a table rather than a plain value.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(Item::is_table_like)
    }

    /// All entries, whatever their keys, as strings: for tables whose keys are data.
    pub(crate) fn entries(self, findings: &mut Vec<Finding>) -> Vec<(String, Located<String>)> {
        let mut entries = Vec::new();
        for (key, item) in self.entries.iter() {
            let value = self.text(key, item, findings);
            entries.extend(value.map(|value| (key.to_owned(), value)));
        }
        entries
    }

    /// The table's own place.
    pub(crate) fn location(&self) -> Location {
        self.source.locate(self.span.clone())
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, findings: &mut Vec<Finding>) {
        for (key, item) in self.entries.iter() {
            if self.known.contains(key) {
                continue;
            }
            let key_span = self.entries.key(key).and_then(toml_edit::Key::span);
            let span = key_span.or(item.span()).unwrap_or_default();
            let known: Vec<&str> = self.known.iter().copied().collect();
            let hint = match nearest(key, known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            findings.push(
                Finding::error(
                    Code::EnvironmentUnknownKey,
                    format!("unknown key `{}{key}`", self.prefix),
                )
                .at(self.source.locate(span))
                .with_hint(hint),
            );
        }
    }

    fn required(&mut self, key: &'static str, findings: &mut Vec<Finding>) -> Option<&'a Item> {
        self.known.insert(key);
        let item = self.entries.get(key);
        if item.is_none() {
            findings.push(
                Finding::error(
                    Code::EnvironmentMissingKey,
                    format!("`{}{key}` is missing", self.prefix),
                )
                .at(self.location())
                .with_hint(format!(
                    "add `{key}`; docs/environments.md says what it means"
                )),
            );
        }
        item
    }

    /// A string that says something.
    fn text(&self, key: &str, item: &Item, findings: &mut Vec<Finding>) -> Option<Located<String>> {
        let text = self.typed(key, item, "a string", findings, |item| {
            item.as_str().map(str::to_owned)
        })?;
        if text.value.trim().is_empty() {
            findings.push(self.blank(key, text.location));
            return None;
        }
        Some(text)
    }

    fn blank(&self, key: &str, location: Location) -> Finding {
        let message = format!("`{}{key}` has a blank value", self.prefix);
        Finding::error(Code::EnvironmentValue, message)
            .at(location)
            .with_hint("give it a value")
    }

    fn typed<T>(
        &self,
        key: &str,
        item: &Item,
        wanted: &str,
        findings: &mut Vec<Finding>,
        convert: impl Fn(&Item) -> Option<T>,
    ) -> Option<Located<T>> {
        let Some(value) = convert(item) else {
            findings.push(self.wrong_type(key, item, wanted));
            return None;
        };
        Some(Located {
            value,
            location: self.source.locate(item.span().unwrap_or_default()),
        })
    }

    fn wrong_type(&self, key: &str, item: &Item, wanted: &str) -> Finding {
        let found = item.type_name();
        Finding::error(
            Code::EnvironmentValue,
            format!("`{}{key}` must be {wanted}, not this {found}", self.prefix),
        )
        .at(self.source.locate(item.span().unwrap_or_default()))
    }
}
