use std::fmt;

use crate::model::{Money, ProductId};

/// A product's place in the price index: `000099.90#{id}`. As text it sorts as the prices do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceKey {
    /// What it costs.
    pub price: Money,
    /// Decides between products of one price.
    pub product_id: ProductId,
}

impl PriceKey {
    /// Below every key of this price.
    pub fn lower_bound(price: Money) -> String {
        format!("{}#", padded(price))
    }

    /// Above every key of this price and below those of the next: `$` comes after `#`.
    pub fn upper_bound(price: Money) -> String {
        format!("{}$", padded(price))
    }

    /// Reads what `Display` writes, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (price, id) = text.split_once('#')?;
        let key = Self {
            price: Money::bound(price).ok()?,
            product_id: ProductId::parse(id).ok()?,
        };
        (key.to_string() == text).then_some(key)
    }
}

impl fmt::Display for PriceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", padded(self.price), self.product_id)
    }
}

/// Six digits, the point and two digits.
pub(super) fn padded(price: Money) -> String {
    format!("{:0>9}", format!("{:.2}", price.as_decimal()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn price(cents: u32) -> Money {
        Money::bound(&format!("{cents}e-2")).unwrap()
    }

    #[test]
    fn the_text_of_a_key() {
        let key = PriceKey {
            price: price(9_990),
            product_id: Uuid::nil().into(),
        };
        assert_eq!(
            key.to_string(),
            "000099.90#00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(padded(Money::ZERO), "000000.00");
        assert_eq!(padded(Money::MAX), "999999.99");
        for text in [
            "",
            "#",
            "99.90#00000000-0000-0000-0000-000000000000",
            "000099.9#00000000-0000-0000-0000-000000000000",
            "000099.90",
            "000099.90#00000000-0000-0000-0000-00000000000",
        ] {
            assert_eq!(PriceKey::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn keys_sort_as_numbers_do(
            one in 0_u32..=99_999_999, other in 0_u32..=99_999_999, near in -2_i32..=2,
            ids in any::<(u128, u128)>(),
        ) {
            let key = |cents: u32, id: u128| PriceKey {
                price: price(cents),
                product_id: Uuid::from_u128(id).into(),
            };
            for other in [other, one.saturating_add_signed(near).min(99_999_999)] {
                let (left, right) = (key(one, ids.0), key(other, ids.1));
                prop_assert_eq!(left.to_string().cmp(&right.to_string()), left.cmp(&right));
                prop_assert_eq!(one.cmp(&other), left.price.cmp(&right.price));
                let within = PriceKey::lower_bound(right.price) <= left.to_string()
                    && left.to_string() <= PriceKey::upper_bound(right.price);
                prop_assert_eq!(within, one == other);
                prop_assert_eq!(PriceKey::parse(&left.to_string()), Some(left));
            }
        }
    }
}
