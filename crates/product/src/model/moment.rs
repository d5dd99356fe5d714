use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A moment in UTC, from 1970 on, to the millisecond. Travels as `2026-11-21T08:30:00.000Z`, so its
/// text sorts as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(Timestamp);

impl Moment {
    /// The start of 1970.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// The moment so many milliseconds after the start of 1970.
    pub fn from_millis(millis: i64) -> Option<Self> {
        let at = Timestamp::from_millisecond(millis).ok()?;
        (millis >= 0).then_some(Self(at))
    }

    /// Milliseconds since the start of 1970.
    pub fn as_millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// Whole seconds since the start of 1970.
    pub fn as_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The moment a millisecond later; the last one stays.
    #[must_use]
    pub fn next(self) -> Self {
        self.0
            .checked_add(SignedDuration::from_millis(1))
            .map_or(self, Self)
    }

    /// `2026/11/21`.
    pub(crate) fn date_path(self) -> String {
        self.to_string()
            .chars()
            .take(10)
            .map(|c| if c == '-' { '/' } else { c })
            .collect()
    }

    /// `20261121T083000000Z`.
    pub(crate) fn compact(self) -> String {
        self.to_string()
            .chars()
            .filter(|c| !matches!(c, '-' | ':' | '.'))
            .collect()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    /// RFC 3339 with any offset. Digits beyond the millisecond are cut off.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .ok()
            .and_then(|at: Timestamp| Self::from_millis(at.as_millisecond()))
            .ok_or("must be a moment like 2026-11-21T08:30:00.000Z")
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_three_digits_and_reads_back() {
        for (given, shown) in [
            ("2026-11-21T08:30:00Z", "2026-11-21T08:30:00.000Z"),
            ("2026-11-21T08:30:00.1239Z", "2026-11-21T08:30:00.123Z"),
            ("2026-11-21T10:30:00+02:00", "2026-11-21T08:30:00.000Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        ] {
            let moment: Moment = given.parse().unwrap();
            assert_eq!(moment.to_string(), shown);
            assert_eq!(shown.parse(), Ok(moment));
        }
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-11-21",
            "2026-11-21T08:30:00",
            "2026-13-21T08:30:00Z",
            "1969-12-31T23:59:59.999Z",
            "-000001-01-01T00:00:00Z",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_forms_for_a_key() {
        let moment: Moment = "2026-11-21T08:30:00.123Z".parse().unwrap();
        assert_eq!(moment.date_path(), "2026/11/21");
        assert_eq!(moment.compact(), "20261121T083000123Z");
        assert_eq!(moment.next().as_millis(), moment.as_millis() + 1);
        assert_eq!(moment.as_seconds(), 1_795_249_800);
    }
}
