//! Deployed APIs and their keys.

use super::Inspector;
use super::answer;
use super::call::{Call, Form};
use super::url;
use crate::error::Error;

impl Inspector {
    /// The value of an API key of API Gateway, by the key's id. One that is not there is an error.
    pub fn api_key(&self, id: &str) -> Result<String, Error> {
        let operation = format!("/apikeys/{}?includeValue=true", url::part(id));
        let call = Call {
            service: "apigateway",
            form: Form::Rest,
            operation: &operation,
            parameters: Vec::new(),
        };
        let answer = self.call(&call)?;
        let value = answer::text(&answer, "value").map(str::to_owned);
        value.ok_or_else(|| call.nonsense("there is no `value`"))
    }

    /// Where a deployed API can be called here, from the URL that it would have at AWS and that
    /// Terraform puts out: `https://{id}.execute-api.{region}.amazonaws.com/{stage}`, perhaps with
    /// more of a path behind it. `None` for every other text.
    pub fn invoke_url(&self, deployed: &str) -> Option<String> {
        let (host, path) = {
            let rest = deployed.strip_prefix("https://")?;
            rest.split_once('/').unwrap_or((rest, ""))
        };
        let (id, rest) = host.split_once(".execute-api.")?;
        let region = rest.strip_suffix(".amazonaws.com")?;
        let is_word = |text: &str| {
            let mut bytes = text.bytes();
            !text.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let endpoint = &self.endpoint;
        (is_word(id) && is_word(region)).then(|| format!("{endpoint}/_aws/execute-api/{id}/{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deployed_url_becomes_one_of_here_and_no_other_text_does() {
        let inspector = Inspector::new("http://127.0.0.1:4566/", "123456789012", "eu-west-1");
        let here = |rest: &str| Some(format!("http://127.0.0.1:4566/_aws/execute-api/{rest}"));
        let aws = "https://a1b2.execute-api.eu-west-1.amazonaws.com";
        for (deployed, expected) in [
            (format!("{aws}/v1"), here("a1b2/v1")),
            (
                format!("{aws}/v1/products/1?x=2"),
                here("a1b2/v1/products/1?x=2"),
            ),
            // An HTTP API's default stage has no name in the URL.
            (format!("{aws}/"), here("a1b2/")),
            (aws.to_owned(), here("a1b2/")),
            (format!("{aws}.evil.org/v1"), None),
            (
                "https://.execute-api.eu-west-1.amazonaws.com/v1".to_owned(),
                None,
            ),
            (
                "https://a/b.execute-api.eu-west-1.amazonaws.com/v1".to_owned(),
                None,
            ),
            (
                "https://a1b2.execute-api..amazonaws.com/v1".to_owned(),
                None,
            ),
            ("http://127.0.0.1:4566/v1".to_owned(), None),
            ("a1b2".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(inspector.invoke_url(&deployed), expected, "{deployed}");
        }
    }
}
