//! The list of variables, written while the Lambda is compiled: what is printed and what stands in the
//! binary are the same bytes.

use super::value::{Kind, Level, Name, Value};

/// What the list begins with, wherever it stands.
pub const MARKER: &str = r#"{"lambdaKit":1,"variables":["#;
const END: &str = "]}\n";

/// A variable that a function reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it must be.
    pub kind: Kind,
    /// What stands for it when it is not there.
    pub default: Option<&'static str>,
    /// What it is for.
    pub description: &'static str,
}

impl Variable {
    /// Read by each function, since its logs and metrics say it.
    pub const ENVIRONMENT: Self = Self::new::<Name>(
        "ENVIRONMENT",
        None,
        "Where the function runs: dev, sit, prod.",
    );
    /// Read by each function.
    pub const LOG_LEVEL: Self = Self::new::<Level>(
        "LOG_LEVEL",
        Some("info"),
        "What is logged: trace, debug, info, warn or error, and what is worse.",
    );

    /// A variable that is read as `T`.
    pub const fn new<T: Value>(
        name: &'static str,
        default: Option<&'static str>,
        description: &'static str,
    ) -> Self {
        Self {
            name,
            required: T::REQUIRED && default.is_none(),
            kind: T::KIND,
            default,
            description: description.trim_ascii_start(),
        }
    }
}

/// How long [`write()`] makes the list.
pub const fn length(variables: &[Variable]) -> usize {
    Writer::<0>::new().list(variables).length
}

/// The list as JSON. `N` is its [`length`].
pub const fn write<const N: usize>(variables: &[Variable]) -> [u8; N] {
    Writer::<N>::new().list(variables).bytes
}

/// Writes while there is room, and counts all the same.
struct Writer<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Writer<N> {
    const fn new() -> Self {
        Self {
            bytes: [0; N],
            length: 0,
        }
    }

    const fn list(self, variables: &[Variable]) -> Self {
        let mut writer = self.raw(MARKER);
        let mut at = 0;
        while at < variables.len() {
            writer = writer
                .raw(if at == 0 { "" } else { "," })
                .variable(&variables[at]);
            at += 1;
        }
        writer.raw(END)
    }

    const fn variable(self, variable: &Variable) -> Self {
        let required = if variable.required { "true" } else { "false" };
        let mut writer = self.raw("{\"name\":").text(variable.name);
        writer = writer.raw(",\"required\":").raw(required);
        writer = writer.raw(",\"kind\":").text(variable.kind.as_str());
        if let Some(default) = variable.default {
            writer = writer.raw(",\"default\":").text(default);
        }
        writer
            .raw(",\"description\":")
            .text(variable.description)
            .raw("}")
    }

    const fn text(self, text: &str) -> Self {
        let mut writer = self.byte(b'"');
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            writer = match bytes[at] {
                b'"' => writer.raw("\\\""),
                b'\\' => writer.raw("\\\\"),
                // A comment of several lines is one sentence.
                0..0x20 => writer.byte(b' '),
                byte => writer.byte(byte),
            };
            at += 1;
        }
        writer.byte(b'"')
    }

    const fn raw(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self = self.byte(bytes[at]);
            at += 1;
        }
        self
    }

    const fn byte(mut self, byte: u8) -> Self {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
        self
    }
}
