use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount from 0 to 999999.99 with at most two decimals.
///
/// It is read from a number's own digits and written as digits: no float is on its way. 1.50 and 1.5
/// are the same amount and are written alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// Why a text is no amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// It is no number at all.
    #[error("must be a number")]
    NotANumber,
    /// A fraction of a cent.
    #[error("must have at most two decimals")]
    TooManyDecimals,
    /// Less or more than a price can be.
    #[error("must be from 0.01 to 999999.99")]
    NotAPrice,
    /// Less or more than the bounds of a search for prices can be.
    #[error("must be from 0 to 999999.99")]
    NotABound,
}

/// Digits before the point.
const WHOLE_DIGITS: i64 = 6;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The greatest amount.
    pub const MAX: Self = Self(Decimal::from_parts(99_999_999, 0, 0, false, 2));

    /// Reads a price, which is at least one cent, from a JSON number's text.
    pub fn price(text: &str) -> Result<Self, MoneyError> {
        match cents(text)? {
            Some(cents) if cents > 0 => Ok(Self::from_cents(cents)),
            _ => Err(MoneyError::NotAPrice),
        }
    }

    /// Reads a bound for prices, which can be nothing, from a JSON number's text.
    pub fn bound(text: &str) -> Result<Self, MoneyError> {
        cents(text)?
            .map(Self::from_cents)
            .ok_or(MoneyError::NotABound)
    }

    /// The amount as a decimal.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2).normalize())
    }
}

/// The number in cents, exactly; `None` when it is below nothing or above the greatest amount.
fn cents(text: &str) -> Result<Option<i64>, MoneyError> {
    let (negative, number) = match text.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, text),
    };
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (number, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    if !is_digits(whole) || !fraction.is_none_or(is_digits) {
        return Err(MoneyError::NotANumber);
    }
    let fraction = fraction.unwrap_or_default();
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Ok((!negative).then_some(0));
    }
    let decimals = length(fraction)
        .saturating_sub(exponent)
        .saturating_sub(length(&digits) - length(significant));
    let significant = significant.trim_start_matches('0');
    if decimals > 2 {
        return Err(MoneyError::TooManyDecimals);
    }
    if negative || length(significant).saturating_sub(decimals) > WHOLE_DIGITS {
        return Ok(None);
    }
    // At most eight digits and as many places from here on: nothing below can overflow.
    let shift = u32::try_from(2 - decimals).unwrap_or_default();
    let value: i64 = significant.parse().map_err(|_| MoneyError::NotANumber)?;
    Ok(10_i64
        .checked_pow(shift)
        .and_then(|factor| value.checked_mul(factor)))
}

fn read_exponent(text: &str) -> Result<i64, MoneyError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !is_digits(digits) {
        return Err(MoneyError::NotANumber);
    }
    // One too great to be read is too great in any case.
    let value = digits.parse().unwrap_or(i64::MAX);
    Ok(if negative { -value } else { value })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::price(raw.get()).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prices_are_read_exactly() {
        for (text, written) in [
            ("0.01", "0.01"),
            ("0.1", "0.1"),
            ("0.10", "0.1"),
            ("1e2", "100"),
            ("1E+2", "100"),
            ("12.5e-1", "1.25"),
            ("0.000001e6", "1"),
            ("100000000000e-10", "10"),
            ("1.500000000000000000000000000000000000000", "1.5"),
            ("999999.99", "999999.99"),
            ("99999999e-2", "999999.99"),
        ] {
            let money = Money::price(text).unwrap();
            assert_eq!(serde_json::to_string(&money).unwrap(), written, "{text}");
            assert_eq!(serde_json::from_str::<Money>(text).unwrap(), money);
        }
    }

    #[test]
    fn what_is_no_price_is_refused() {
        use MoneyError::{NotANumber, NotAPrice, TooManyDecimals};
        for (text, error) in [
            ("1.005", TooManyDecimals),
            ("0.001", TooManyDecimals),
            ("1e-3", TooManyDecimals),
            ("1.0000000000000000000000000000000000001", TooManyDecimals),
            ("1e-99999999999999999999", TooManyDecimals),
            ("0", NotAPrice),
            ("0.00", NotAPrice),
            ("0e999", NotAPrice),
            ("-0", NotAPrice),
            ("-1", NotAPrice),
            ("1000000", NotAPrice),
            ("999999.991e1", NotAPrice),
            ("1e400", NotAPrice),
            ("1e99999999999999999999", NotAPrice),
            ("79228162514264337593543950336", NotAPrice),
            ("", NotANumber),
            ("-", NotANumber),
            ("+1", NotANumber),
            ("1.", NotANumber),
            (".5", NotANumber),
            ("1e", NotANumber),
            ("1e+", NotANumber),
            ("0x10", NotANumber),
            ("NaN", NotANumber),
            ("1,5", NotANumber),
            (" 1", NotANumber),
            ("\"1\"", NotANumber),
        ] {
            assert_eq!(Money::price(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_bound_can_be_nothing_but_not_less() {
        assert_eq!(Money::bound("0"), Ok(Money::ZERO));
        assert_eq!(Money::bound("999999.99"), Ok(Money::MAX));
        assert_eq!(Money::bound("-0.01"), Err(MoneyError::NotABound));
        assert_eq!(Money::bound("1000000.00"), Err(MoneyError::NotABound));
    }

    proptest! {
        #[test]
        fn every_price_comes_back(cents in 1_i64..=99_999_999) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            let money = Money::price(&text).unwrap();
            prop_assert_eq!(money.as_decimal(), Decimal::new(cents, 2));
            let written = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&written).unwrap(), money);
            prop_assert_eq!(Money::price(&format!("{cents}e-2")), Ok(money));
        }

        #[test]
        fn any_text_is_an_amount_or_an_error(text in "[-+0-9.eE]{0,40}|.{0,40}") {
            let _ = Money::price(&text);
        }
    }
}
