//! Lists that come in pages.

use serde_json::Value;

use super::Inspector;
use super::answer;
use super::call::Call;
use crate::error::Error;

/// Where an answer has the token of the next page, and the parameter that takes it.
pub(super) type Next = (&'static str, &'static str);

impl Inspector {
    /// Makes a request for each page and calls `read` with its answer. An error of that is what is
    /// wrong with the answer.
    pub(super) fn each_page(
        &self,
        mut call: Call<'_>,
        next: Next,
        mut read: impl FnMut(&Value) -> Result<(), String>,
    ) -> Result<(), Error> {
        let mut last = None;
        loop {
            let answer = self.call(&call)?;
            let token = read(&answer).and_then(|()| token(&answer, next.0));
            let Some(token) = token.map_err(|said| call.nonsense(said))? else {
                return Ok(());
            };
            if last.as_ref() == Some(&token) {
                return Err(call.nonsense("after a page comes the same page"));
            }
            call.parameters.retain(|(name, _)| *name != next.1);
            call.parameters.push((next.1, Value::from(token.as_str())));
            last = Some(token);
        }
    }
}

/// The token of the next page; none at the last one.
fn token(answer: &Value, name: &str) -> Result<Option<String>, String> {
    let token = answer::text(answer, name);
    let mut flags = ["IsTruncated", "Truncated"].iter();
    if token.is_none() && flags.any(|flag| answer::is_true(answer, flag)) {
        return Err(format!("there is more, and no `{name}` to ask for it"));
    }
    Ok(token.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn there_is_a_next_page_when_the_answer_says_so() {
        for (answer, expected) in [
            (json!({}), Ok(None)),
            (json!({"Next": ""}), Ok(None)),
            (json!({"Next": null, "Truncated": false}), Ok(None)),
            (
                json!({"Next": ["t"], "IsTruncated": ["true"]}),
                Ok(Some("t")),
            ),
            (json!({"IsTruncated": ["true"]}), Err(())),
            (json!({"Truncated": true}), Err(())),
        ] {
            let found = token(&answer, "Next").map_err(drop);
            assert_eq!(
                found,
                expected.map(|token| token.map(str::to_owned)),
                "{answer}"
            );
        }
    }
}
