use super::PriceKey;
use super::cursor::{open, seal};
use crate::Error;
use crate::model::{Money, Name, NameKey, Reason};
use crate::ports::{Failure, TokenSigner};
use crate::validation::Fault;

/// How many products a page has unless said otherwise.
pub const DEFAULT_LIMIT: u8 = 20;
/// How many products a page has at most.
pub const MAX_LIMIT: u8 = 100;

/// What a list request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListQuery {
    /// The one active product of this name.
    Name(NameKey),
    /// Active products by price.
    Price {
        /// Which.
        query: PriceQuery,
        /// Where the page starts: to be checked with [`PriceQuery::resume`].
        token: Option<String>,
    },
}

/// A page of the active products by price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceQuery {
    /// Cheapest or dearest first.
    pub order: Order,
    /// Those that cost at least this much.
    pub min_price: Money,
    /// Those that cost at most this much.
    pub max_price: Money,
    /// How many at most.
    pub limit: u8,
    /// Those that come after this one, in the order that is asked for.
    pub after: Option<PriceKey>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Cheapest first.
    Ascending,
    /// Dearest first.
    Descending,
}

impl Order {
    /// `asc` or `desc`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    fn parse(text: &str) -> Result<Self, Reason> {
        match text {
            "asc" => Ok(Self::Ascending),
            "desc" => Ok(Self::Descending),
            _ => Err("must be asc or desc".into()),
        }
    }
}

impl PriceQuery {
    /// The same query from where a token points to.
    pub async fn resume(self, signer: &impl TokenSigner, token: &str) -> Result<Self, Error> {
        let after = open(signer, &self, token).await?;
        Ok(Self {
            after: Some(after),
            ..self
        })
    }

    /// The token for the page that comes after this key.
    pub async fn next_token(
        &self,
        signer: &impl TokenSigner,
        last: PriceKey,
    ) -> Result<String, Failure> {
        seal(signer, self, last).await
    }
}

impl ListQuery {
    /// Reads the decoded query parameters, or says everything that is wrong with them.
    pub fn parse<'a>(
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<Fault>> {
        let mut form = Parameters::new(parameters);
        if form.has("name") {
            let name = form.take("name", Name::parse);
            form.refuse_rest("cannot be combined with name");
            return form.finish(name.map(|name| Self::Name(name.key())));
        }
        let query = PriceQuery {
            order: form.take("order", Order::parse).unwrap_or(Order::Ascending),
            min_price: form.take("minPrice", bound).unwrap_or(Money::ZERO),
            max_price: form.take("maxPrice", bound).unwrap_or(Money::MAX),
            limit: form.take("limit", limit).unwrap_or(DEFAULT_LIMIT),
            after: None,
        };
        if query.min_price > query.max_price {
            form.fault("minPrice", "must not be above maxPrice");
        }
        let token = form.take("nextToken", |token| Ok(token.to_owned()));
        form.refuse_rest("is not a known parameter");
        form.finish(Some(Self::Price { query, token }))
    }
}

fn bound(text: &str) -> Result<Money, Reason> {
    Money::bound(text).map_err(|error| error.to_string().into())
}

fn limit(text: &str) -> Result<u8, Reason> {
    text.parse()
        .ok()
        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
        .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or_else(|| format!("must be a whole number from 1 to {MAX_LIMIT}").into())
}

/// The parameters that were not taken yet, and the faults of those that were.
struct Parameters<'a> {
    entries: Vec<(&'a str, &'a str)>,
    faults: Vec<Fault>,
}

impl<'a> Parameters<'a> {
    fn new(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut form = Self {
            entries: Vec::new(),
            faults: Vec::new(),
        };
        for (name, value) in parameters {
            if form.has(name) {
                form.fault(name, "must be given only once");
            } else {
                form.entries.push((name, value));
            }
        }
        form
    }

    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(entry, _)| *entry == name)
    }

    fn take<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        let position = self.entries.iter().position(|(entry, _)| *entry == name)?;
        let (_, value) = self.entries.remove(position);
        match read(value) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.fault(name, &reason);
                None
            }
        }
    }

    fn refuse_rest(&mut self, reason: &str) {
        for (name, _) in std::mem::take(&mut self.entries) {
            self.fault(name, reason);
        }
    }

    fn fault(&mut self, name: &str, reason: &str) {
        let shown: String = name.chars().take(64).collect();
        self.faults.push(Fault::new(shown, reason));
    }

    fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}
