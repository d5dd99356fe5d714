use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Why a value is refused: a lower-case fragment that goes after the name of its field.
pub type Reason = std::borrow::Cow<'static, str>;

/// A type that is a checked text, in JSON and everywhere else.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the text.
            pub fn parse(text: &str) -> Result<Self, $crate::model::Reason> {
                let check: fn(&str) -> Result<String, $crate::model::Reason> = $check;
                check(text).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::model::Reason;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}
pub(super) use checked_text;

checked_text!(
    /// A product's name: 3 to 100 letters, digits and spaces. Letters are composed (Unicode's NFC), spaces
    /// around it are cut off and those in a row become one, so that names that look alike are alike.
    Name,
    |text| {
        let name: String = text.nfc().collect();
        let name = name
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if !name
            .chars()
            .all(|c| c.is_alphabetic() || c.is_ascii_digit() || c == ' ')
        {
            return Err("must consist of letters, digits and spaces".into());
        }
        of_length(name, 3, 100)
    }
);

checked_text!(
    /// A product's description: 10 to 500 characters.
    Description,
    |text| {
        refuse_control_characters(text, &['\n', '\t'])?;
        of_length(text.trim().to_owned(), 10, 500)
    }
);

checked_text!(
    /// One thing that a product offers: 5 to 200 characters.
    Feature,
    |text| {
        refuse_control_characters(text, &[])?;
        of_length(text.trim().to_owned(), 5, 200)
    }
);

checked_text!(
    /// A currency's code in the shape of ISO 4217: three capital letters.
    Currency,
    |text| {
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            Ok(text.to_owned())
        } else {
            Err("must be three capital letters, like ZAR".into())
        }
    }
);

impl Default for Currency {
    fn default() -> Self {
        Self("ZAR".to_owned())
    }
}

impl Name {
    /// What makes two names the same.
    pub fn key(&self) -> NameKey {
        // First upwards, for letters that have two lower-case forms, like the Greek sigma.
        NameKey(self.0.to_uppercase().to_lowercase())
    }
}

/// A name in lower case: no two active products have the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

impl NameKey {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How often a product is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BillingCycle {
    /// Each month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Each year.
    Yearly,
}

impl BillingCycle {
    /// Reads the lower-case name.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        match text {
            "monthly" => Ok(Self::Monthly),
            "quarterly" => Ok(Self::Quarterly),
            "yearly" => Ok(Self::Yearly),
            _ => Err("must be monthly, quarterly or yearly".into()),
        }
    }

    /// The lower-case name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }
}

/// What a product offers: 1 to 20 features, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Feature>", into = "Vec<Feature>")]
pub struct Features(Vec<Feature>);

impl Features {
    /// Checks how many there are.
    pub fn new(features: Vec<Feature>) -> Result<Self, Reason> {
        Self::check_count(features.len())?;
        Ok(Self(features))
    }

    pub(crate) fn check_count(count: usize) -> Result<(), Reason> {
        if (1..=20).contains(&count) {
            Ok(())
        } else {
            Err("must have from 1 to 20 entries".into())
        }
    }

    /// The features.
    pub fn as_slice(&self) -> &[Feature] {
        &self.0
    }
}

impl TryFrom<Vec<Feature>> for Features {
    type Error = Reason;

    fn try_from(features: Vec<Feature>) -> Result<Self, Self::Error> {
        Self::new(features)
    }
}

impl From<Features> for Vec<Feature> {
    fn from(features: Features) -> Self {
        features.0
    }
}

/// Refuses control characters but these, and the two characters that no message of SQS can have.
pub(super) fn refuse_control_characters(text: &str, allowed: &[char]) -> Result<(), Reason> {
    let is_control = |c: char| c.is_control() && !allowed.contains(&c);
    if text.chars().any(is_control) {
        return Err("must have no control characters".into());
    }
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        return Err("must not have the characters U+FFFE and U+FFFF".into());
    }
    Ok(())
}

/// Characters are counted, not bytes.
pub(super) fn of_length(text: String, least: usize, most: usize) -> Result<String, Reason> {
    if (least..=most).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(format!("must have from {least} to {most} characters").into())
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
