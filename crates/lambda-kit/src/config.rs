//! Typed configuration from the environment.
//!
//! [`configuration!`](crate::configuration) declares it once. From that follow the struct, its reading,
//! the error that names all faults at once, and the list of variables, which is written into the binary
//! as one line of JSON. A check can read that line in two ways:
//!
//! - `LAMBDA_KIT_DESCRIBE=1 ./bootstrap` prints it and ends, before anything else is read or done;
//! - where the binary cannot run (built for another architecture), it stands in its bytes, from
//!   [`MARKER`] to the end of the line. Stripping does not remove it.
//!
//! ```json
//! {"lambdaKit":1,"variables":[{"name":"DYNAMODB_TABLE","required":true,"kind":"name","description":"The table of products."}]}
//! ```
//!
//! A variable with a default has `"default":"…"` too, and is not required.

mod describe;
mod value;

use std::collections::BTreeMap;
use std::env::VarError;
use std::fmt;

pub use describe::{MARKER, Variable, length, write};
pub use value::{Arn, Kind, Level, Name, Url, Value};

/// A configuration, as [`configuration!`](crate::configuration) makes it.
pub trait Configuration: Sized {
    /// The variables that it is read from.
    const VARIABLES: &'static [Variable];

    /// Reads it, and notes what is wrong.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
    /// The list of variables: JSON, and one line.
    fn description() -> &'static [u8];
    /// Where the function runs: `dev`, `sit`, `prod`.
    fn environment(&self) -> &Name;
    /// What is logged.
    fn log_level(&self) -> Level;

    /// Reads it from the process' environment.
    fn from_env() -> Result<Self, Faults> {
        Self::from_lookup(&|name| std::env::var(name))
    }

    /// Reads it from a map: for tests.
    fn from_map(variables: &BTreeMap<&str, &str>) -> Result<Self, Faults> {
        Self::from_lookup(&|name| {
            let value = variables.get(name).map(|value| (*value).to_owned());
            value.ok_or(VarError::NotPresent)
        })
    }

    /// Reads it from wherever variables come from.
    fn from_lookup(lookup: &dyn Fn(&str) -> Result<String, VarError>) -> Result<Self, Faults> {
        let mut reader = Reader {
            lookup,
            faults: Faults::default(),
        };
        let read = Self::read(&mut reader);
        match read {
            Some(config) if reader.faults.is_empty() => Ok(config),
            _ => Err(reader.faults),
        }
    }
}

/// Reads one variable after the other and keeps what is wrong with them.
pub struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Result<String, VarError>,
    faults: Faults,
}

impl Reader<'_> {
    /// The value of a variable. One that is empty is one that is not there: Terraform has no other way
    /// to leave it out.
    pub fn take<T: Value>(&mut self, name: &'static str, default: Option<&str>) -> Option<T> {
        let text = match (self.lookup)(name) {
            Ok(text) if !text.is_empty() => Some(text),
            Ok(_) | Err(VarError::NotPresent) => default.map(ToOwned::to_owned),
            Err(VarError::NotUnicode(_)) => {
                self.faults.malformed.push((name, "UTF-8".to_owned()));
                return None;
            }
        };
        let Some(text) = text else {
            let absent = T::absent();
            if absent.is_none() {
                self.faults.missing.push(name);
            }
            return absent;
        };
        T::parse(&text)
            .map_err(|wanted| self.faults.malformed.push((name, wanted)))
            .ok()
    }
}

/// Everything that is wrong with the environment. Values are not shown: one of them could be a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Variables that must be there and are not, or are empty.
    pub missing: Vec<&'static str>,
    /// Variables whose value is not what it must be, and what that is.
    pub malformed: Vec<(&'static str, String)>,
}

impl Faults {
    fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.malformed.is_empty()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not complete:")?;
        let mut between = " ";
        if !self.missing.is_empty() {
            write!(f, " missing {}", self.missing.join(", "))?;
            between = "; ";
        }
        for (name, wanted) in &self.malformed {
            write!(f, "{between}{name} must be {wanted}")?;
            between = "; ";
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Declares the configuration of a function: a struct whose fields name the variable they come from.
///
/// A field's type says what is read and what is wrong (see [`Value`](crate::config::Value)); an
/// `Option` may be missing; `or "…"` gives a default. Its comment describes it. `environment`
/// (`ENVIRONMENT`) and `log_level` (`LOG_LEVEL`, `info` unless set) are added to each.
///
/// ```
/// use lambda_kit::config::{Configuration, Name, Url};
///
/// lambda_kit::configuration! {
///     /// What the function needs.
///     #[derive(Debug)]
///     pub struct Config {
///         /// The queue of changes.
///         pub queue: Url = "SQS_QUEUE_URL",
///         /// How many products a page has.
///         pub page: u32 = "PAGE_SIZE" or "20",
///     }
/// }
///
/// let faults = Config::from_map(&[("PAGE_SIZE", "many")].into()).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "the configuration is not complete: missing SQS_QUEUE_URL, ENVIRONMENT; PAGE_SIZE must be a number",
/// );
/// ```
#[macro_export]
macro_rules! configuration {
    (
        $(#[$meta:meta])*
        $vis:vis struct $config:ident {
            $(
                #[doc = $doc:literal]
                $(#[doc = $more:literal])*
                $field_vis:vis $field:ident: $type:ty = $name:literal $(or $default:literal)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $config {
            $(
                #[doc = $doc]
                $(#[doc = $more])*
                $field_vis $field: $type,
            )*
            /// Where the function runs: `dev`, `sit`, `prod`.
            pub environment: $crate::config::Name,
            /// What is logged: trace, debug, info, warn or error, and what is worse.
            pub log_level: $crate::config::Level,
        }

        impl $crate::config::Configuration for $config {
            const VARIABLES: &'static [$crate::config::Variable] = &[
                $($crate::config::Variable::new::<$type>(
                    $name,
                    $crate::configuration!(@default $($default)?),
                    concat!($doc, $($more),*),
                ),)*
                $crate::config::Variable::ENVIRONMENT,
                $crate::config::Variable::LOG_LEVEL,
            ];

            fn read(reader: &mut $crate::config::Reader<'_>) -> Option<Self> {
                // All of them, before the first that is missing ends it.
                $(let $field = reader.take($name, $crate::configuration!(@default $($default)?));)*
                let environment = reader.take($crate::config::Variable::ENVIRONMENT.name, None);
                let log_level = reader.take(
                    $crate::config::Variable::LOG_LEVEL.name,
                    $crate::config::Variable::LOG_LEVEL.default,
                );
                Some(Self {
                    $($field: $field?,)*
                    environment: environment?,
                    log_level: log_level?,
                })
            }

            fn description() -> &'static [u8] {
                const LENGTH: usize = $crate::config::length(
                    <$config as $crate::config::Configuration>::VARIABLES,
                );
                static TEXT: [u8; LENGTH] = $crate::config::write(
                    <$config as $crate::config::Configuration>::VARIABLES,
                );
                &TEXT
            }

            fn environment(&self) -> &$crate::config::Name {
                &self.environment
            }

            fn log_level(&self) -> $crate::config::Level {
                self.log_level
            }
        }
    };
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
}
