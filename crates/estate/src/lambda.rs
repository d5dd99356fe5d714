//! The Lambdas that a stack makes.

use std::collections::BTreeMap;

/// One Lambda function of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lambda {
    /// The resource's address in its stack: `module.lambda.aws_lambda_function.this`.
    pub label: String,
    /// The function's name in each environment where it can be known from the files.
    pub functions: BTreeMap<String, String>,
}

impl Lambda {
    /// The name with the environment's part written as `{env}`, when that says it for all
    /// environments: `bbws-get-product-{env}`.
    pub fn pattern(&self) -> Option<String> {
        let mut patterns = self.functions.iter().map(|(env, name)| pattern(name, env));
        let first = patterns.next()?;
        patterns.all(|pattern| pattern == first).then_some(first)
    }
}

/// Replaces whole words only: `developers-dev` is `developers-{env}`.
fn pattern(name: &str, env: &str) -> String {
    let words = name.split_inclusive(|c: char| !c.is_alphanumeric());
    let words = words.map(|word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if bare == env {
            word.replacen(bare, "{env}", 1)
        } else {
            word.to_owned()
        }
    });
    words.collect()
}
