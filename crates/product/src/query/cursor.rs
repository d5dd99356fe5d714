use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use super::price_key::padded;
use super::{PriceKey, PriceQuery};
use crate::Error;
use crate::ports::{Failure, TokenSigner};
use crate::validation::Fault;

/// No token is longer.
const LONGEST: usize = 512;
/// What the payload of every token starts with: the form that this code writes and reads.
const FORM: &str = "1|";

/// The token for the page after this key: `{payload}.{signature}`, both in base64.
pub(super) async fn seal(
    signer: &impl TokenSigner,
    query: &PriceQuery,
    last: PriceKey,
) -> Result<String, Failure> {
    let payload = format!("{}{last}", prefix(query));
    let signature = signer.sign(payload.as_bytes()).await?;
    Ok(format!(
        "{}.{}",
        BASE64.encode(payload),
        BASE64.encode(signature)
    ))
}

/// The key that a token stands for, if it is one of ours and of this query.
pub(super) async fn open(
    signer: &impl TokenSigner,
    query: &PriceQuery,
    token: &str,
) -> Result<PriceKey, Error> {
    let not_ours = || fault("is not a token of this list");
    let (payload, signature) = split(token).ok_or_else(not_ours)?;
    if !signer.verify(payload.as_bytes(), &signature).await? {
        return Err(not_ours());
    }
    let last = payload.strip_prefix(&prefix(query)).ok_or_else(|| {
        fault("belongs to another query: order, minPrice and maxPrice must stay as they were")
    })?;
    PriceKey::parse(last).ok_or_else(not_ours)
}

/// Payload and signature of what looks like a token: only that is worth asking the signer.
fn split(token: &str) -> Option<(String, Vec<u8>)> {
    if token.len() > LONGEST {
        return None;
    }
    let (payload, signature) = token.split_once('.')?;
    let payload = String::from_utf8(BASE64.decode(payload).ok()?).ok()?;
    let signature = BASE64.decode(signature).ok()?;
    (payload.starts_with(FORM) && !signature.is_empty()).then_some((payload, signature))
}

/// What a token is bound to. The limit is not: pages may differ in size.
fn prefix(query: &PriceQuery) -> String {
    format!(
        "{FORM}{}|{}|{}|",
        query.order.as_str(),
        padded(query.min_price),
        padded(query.max_price)
    )
}

fn fault(reason: &str) -> Error {
    Error::Invalid(vec![Fault::new("nextToken", reason)])
}
