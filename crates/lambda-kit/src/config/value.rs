use std::fmt;

/// What kind of value a variable has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Text,
    /// A resource's name.
    Name,
    /// A resource's ARN.
    Arn,
    /// An HTTP address.
    Url,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A log level.
    Level,
}

impl Kind {
    /// As the list of variables says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Name => "name",
            Self::Arn => "arn",
            Self::Url => "url",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Level => "level",
        }
    }
}

/// What a variable can be read as.
pub trait Value: Sized {
    /// What it is, for the list of variables.
    const KIND: Kind;
    /// Whether the variable must be there.
    const REQUIRED: bool = true;

    /// Reads it, or says what it must be: "a number".
    fn parse(text: &str) -> Result<Self, String>;

    /// What it is when the variable is not there, unless it must be.
    fn absent() -> Option<Self> {
        None
    }
}

impl<T: Value> Value for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;

    fn parse(text: &str) -> Result<Self, String> {
        T::parse(text).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl Value for String {
    const KIND: Kind = Kind::Text;

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Boolean;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "true or false".to_owned())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Value for $number {
            const KIND: Kind = Kind::Number;

            fn parse(text: &str) -> Result<Self, String> {
                text.parse().map_err(|_| "a number".to_owned())
            }
        }
    )*};
}

numbers!(u16, u32, u64, usize);

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident, $kind:expr, $check:expr, $wanted:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Value for $name {
            const KIND: Kind = $kind;

            fn parse(text: &str) -> Result<Self, String> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err($wanted.to_owned())
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

texts! {
    /// The name of a resource: a table, a bucket, an environment.
    Name, Kind::Name, is_name, "a name: 1 to 255 letters, digits, dots, hyphens or underscores";
    /// The ARN of a resource.
    Arn, Kind::Arn, is_arn, "an ARN: arn:partition:service:region:account:resource";
    /// An address. Without TLS it is the local AWS.
    Url, Kind::Url, is_url, "an address: https://host/path";
}

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=255).contains(&text.len()) && text.bytes().all(allowed)
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, partition, service, _, _, resource] = parts.as_slice() else {
        return false;
    };
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    *arn == "arn"
        && ![partition, service, resource]
            .iter()
            .any(|part| part.is_empty())
        && visible
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// How much is logged: this and what is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everything.
    Trace,
    /// What helps to find a fault.
    Debug,
    /// What happens.
    Info,
    /// What should not happen.
    Warn,
    /// What is broken.
    Error,
}

impl Value for Level {
    const KIND: Kind = Kind::Level;

    fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "trace" => Self::Trace,
            "debug" => Self::Debug,
            "info" => Self::Info,
            "warn" => Self::Warn,
            "error" => Self::Error,
            _ => return Err("trace, debug, info, warn or error".to_owned()),
        })
    }
}

impl From<Level> for tracing::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::TRACE,
            Level::Debug => Self::DEBUG,
            Level::Info => Self::INFO,
            Level::Warn => Self::WARN,
            Level::Error => Self::ERROR,
        }
    }
}
