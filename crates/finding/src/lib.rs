//! One thing wrong, said once and the same way everywhere: [`Finding`].
//!
//! Every crate that looks at something reports what it finds as a `Finding` and
//! goes on, so that one run tells everything. This crate only describes; how a
//! finding is shown is the `report` crate's business.

mod code;
mod location;
mod nearest;

pub use code::Code;
pub use location::{Location, Source};
pub use nearest::{LIKE, nearest, similarity, slips_between};

/// How bad a [`Finding`] is. Only errors make a command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that would fail or do harm when deployed.
    Error,
    /// Something that works and should still be looked at.
    Warning,
}

impl Severity {
    /// The lower-case name that people and machines read.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing wrong: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The stable name of this kind of finding.
    pub code: Code,
    /// Whether it fails the run.
    pub severity: Severity,
    /// Address of the stack concerned, `<system>/<stack>`.
    pub stack: Option<String>,
    /// Name of the environment concerned; `None` when it holds for all.
    pub env: Option<String>,
    /// Where to look first.
    pub location: Option<Location>,
    /// The other places that matter, each with a few words on why.
    pub related: Vec<(Location, String)>,
    /// What happened: a lower-case fragment without a full stop.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Finding {
    /// An error with nothing but a code and a message; add the rest with the `with_` methods.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            stack: None,
            env: None,
            location: None,
            related: Vec::new(),
            message: message.into(),
            hint: None,
        }
    }

    /// A warning with nothing but a code and a message.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Names the stack concerned.
    #[must_use]
    pub fn with_stack(mut self, stack: impl ToString) -> Self {
        self.stack = Some(stack.to_string());
        self
    }

    /// Names the environment concerned.
    #[must_use]
    pub fn with_env(mut self, env: impl ToString) -> Self {
        self.env = Some(env.to_string());
        self
    }

    /// Says where to look first.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Adds another place that matters and why.
    #[must_use]
    pub fn with_related(mut self, location: Location, why: impl Into<String>) -> Self {
        self.related.push((location, why.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this finding makes the command fail.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A file that is not valid HCL, from what the parser says: a byte offset and a message.
pub fn hcl_syntax(source: &Source, offset: usize, message: &str) -> Finding {
    let message = format!("not valid HCL: {}", message.replace('\n', " "));
    Finding::error(Code::HclSyntax, message)
        .at(source.locate(offset..offset))
        .with_hint("look for an unclosed brace, bracket or quote at or just before this place")
}

/// A file that is not valid TOML, from what the parser says: a byte range and a message.
pub fn toml_syntax(source: &Source, bytes: std::ops::Range<usize>, message: &str) -> Finding {
    let message = message.lines().next().unwrap_or_default();
    Finding::error(Code::TomlSyntax, format!("not valid TOML: {message}"))
        .at(source.locate(bytes))
        .with_hint("mend the line; TOML wants `key = \"value\"`")
}
