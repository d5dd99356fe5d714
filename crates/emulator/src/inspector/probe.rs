//! How the resources of one kind are listed.

use std::fmt::Write as _;

use serde_json::Value;

use super::answer;
use super::call::{Call, Form};
use super::pages::Next;

/// One service's API, as far as its lists go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Api {
    service: &'static str,
    form: Form,
    next: Next,
}

impl Api {
    const fn new(service: &'static str, form: Form, next: &'static str) -> Self {
        Self {
            service,
            form,
            next: (next, next),
        }
    }

    /// One that is asked in JSON, with this before the operation in `X-Amz-Target`.
    pub(super) const fn json(service: &'static str, prefix: &'static str) -> Self {
        Self::new(service, Form::Json(prefix), "NextToken")
    }

    /// One that is asked by forms and answers in XML.
    pub(super) const fn query(service: &'static str, version: &'static str) -> Self {
        Self::new(service, Form::Query(version), "NextToken")
    }

    /// One whose operations are paths.
    pub(super) const fn rest(service: &'static str) -> Self {
        Self::new(service, Form::Rest, "NextToken")
    }

    /// The token of the next page, where it is not `NextToken`: in the answer and as a parameter.
    pub(super) const fn next(self, answer: &'static str, parameter: &'static str) -> Self {
        Self {
            next: (answer, parameter),
            ..self
        }
    }

    /// A list of one kind of resource: the operation, where the resources are in its answer, and
    /// what of each is its name.
    pub(super) const fn probe(
        self,
        kind: &'static str,
        operation: &'static str,
        list: &'static str,
        name: &'static str,
    ) -> Probe {
        Probe {
            kind,
            api: self,
            operation,
            list,
            name,
            limit: None,
            region: None,
            but: &[],
            of_each: None,
        }
    }
}

/// How the resources of one kind are listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub(super) kind: &'static str,
    api: Api,
    operation: &'static str,
    /// A path of names. The first must be in every answer, so that one of another shape is not
    /// taken for an empty list.
    list: &'static str,
    /// Names of texts; what follows the first stands in brackets behind it. None at all when the
    /// list has texts and no objects.
    name: &'static str,
    /// The parameter for the size of a page, where a service must be told.
    limit: Option<(&'static str, u64)>,
    /// The parameter for the region, where a service tells of all regions unless told.
    region: Option<&'static str>,
    /// Texts of resources that do not count.
    but: &'static [(&'static str, &'static str)],
    /// The list is asked for of each resource of another one, named by this parameter.
    pub(super) of_each: Option<(&'static Probe, &'static str)>,
}

impl Probe {
    /// With pages of this size, where a service must be asked for pages to make some.
    pub(super) const fn limit(self, parameter: &'static str, size: u64) -> Self {
        Self {
            limit: Some((parameter, size)),
            ..self
        }
    }

    /// Of one region, which goes into this parameter, and not of all.
    pub(super) const fn region(self, parameter: &'static str) -> Self {
        Self {
            region: Some(parameter),
            ..self
        }
    }

    /// Without resources that have one of these texts.
    pub(super) const fn but(self, but: &'static [(&'static str, &'static str)]) -> Self {
        Self { but, ..self }
    }

    /// Once for each resource of `other`, whose name goes into this parameter.
    pub(super) const fn of_each(self, other: &'static Probe, parameter: &'static str) -> Self {
        Self {
            of_each: Some((other, parameter)),
            ..self
        }
    }

    /// The request for the first page. `of` tells whose list it is.
    pub(super) fn call<'a>(&self, region: &str, of: Option<(&'a str, &str)>) -> Call<'a> {
        let limit = self.limit.map(|(name, size)| (name, Value::from(size)));
        let region = self.region.map(|name| (name, Value::from(region)));
        let of = of.map(|(name, text)| (name, Value::from(text)));
        Call {
            service: self.api.service,
            form: self.api.form,
            operation: self.operation,
            parameters: limit.into_iter().chain(region).chain(of).collect(),
        }
    }

    /// How its pages follow each other.
    pub(super) fn next(&self) -> Next {
        self.api.next
    }

    /// The names of the resources of a page that count.
    pub(super) fn names(&self, answer: &Value) -> Result<Vec<String>, String> {
        let first = self.list.split('/').next().unwrap_or_default();
        answer::must_have(answer, first)?;
        let items = answer::at(answer, self.list).into_iter();
        let counts = |item: &&Value| {
            let mut but = self.but.iter();
            but.all(|(path, text)| answer::text(item, path) != Some(text))
        };
        items.filter(counts).map(|item| self.name(item)).collect()
    }

    fn name(&self, item: &Value) -> Result<String, String> {
        if self.name.is_empty() {
            let name = item.as_str().map(|text| short(text).to_owned());
            return name.ok_or_else(|| format!("`{}` has more than texts", self.list));
        }
        let mut texts = self
            .name
            .split(' ')
            .filter_map(|path| answer::text(item, path));
        let missing = || format!("one of `{}` has no `{}`", self.list, self.name);
        let mut name = short(texts.next().ok_or_else(missing)?).to_owned();
        for text in texts {
            let _ = write!(name, " ({})", short(text));
        }
        Ok(name)
    }
}

/// The end of an ARN, from its sixth part on, and that of a URL; any other text as it is.
fn short(text: &str) -> &str {
    if text.starts_with("arn:") {
        return text.splitn(6, ':').last().unwrap_or(text);
    }
    match text.rsplit_once('/') {
        Some((before, name)) if before.contains("://") => name,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const THINGS: Probe = Api::json("s", "S").probe("thing", "ListThings", "Things", "Name Id");

    #[test]
    fn names_are_short_and_say_which_of_two() {
        let answer = json!({"Things": [
            {"Name": "a", "Id": "1"},
            {"Name": "", "Id": "arn:aws:s:eu-west-1:123456789012:t:2"},
            {"Name": "/a/b", "Id": "http://localhost:1/123456789012/q"},
        ]});
        let names = THINGS.names(&answer).unwrap();
        assert_eq!(names, ["a (1)", "t:2", "/a/b (q)"]);
        let without = THINGS.but(&[("Id", "0"), ("Name", "a")]);
        assert_eq!(without.names(&answer).unwrap(), ["t:2", "/a/b (q)"]);
        let texts = Api::json("s", "S").probe("text", "ListTexts", "Texts", "");
        assert_eq!(texts.names(&json!({"Texts": ["x"]})).unwrap(), ["x"]);
    }

    #[test]
    fn an_answer_of_another_shape_is_no_empty_list() {
        assert!(THINGS.names(&json!({"Things": []})).unwrap().is_empty());
        for answer in [
            json!({}),
            json!([]),
            json!("x"),
            json!({"things": []}),
            json!({"Things": [{"Label": "a"}]}),
            json!({"Things": ["a"]}),
        ] {
            assert!(THINGS.names(&answer).is_err(), "{answer}");
        }
    }
}
