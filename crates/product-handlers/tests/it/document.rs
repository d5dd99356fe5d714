//! `openapi/product.yaml`, read.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The document.
pub(crate) static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::load);

pub(crate) struct Document {
    root: Value,
}

/// An operation of the document.
#[derive(Clone, Copy)]
pub(crate) struct Described<'a> {
    /// `GET`
    pub(crate) method: &'static str,
    /// `/v1.0/products`
    pub(crate) path: &'a str,
    pub(crate) item: &'a Value,
    pub(crate) operation: &'a Value,
}

impl Described<'_> {
    pub(crate) fn id(&self) -> &str {
        self.operation["operationId"].as_str().unwrap()
    }

    pub(crate) fn needs_key(&self) -> bool {
        match self.operation["security"].as_array().unwrap().as_slice() {
            [] => false,
            [one] if *one == json!({ "apiKey": [] }) => true,
            other => panic!("{}: what is {other:?}", self.id()),
        }
    }
}

impl Document {
    fn load() -> Self {
        let text = std::fs::read_to_string(repository().join("openapi/product.yaml")).unwrap();
        // As YAML 1.2 has it, so that no `no` and no `on` of the document means something else to others.
        let options = serde_saphyr::options! { strict_booleans: true };
        let root = serde_saphyr::from_str_with_options(&text, options).unwrap();
        Self { root }
    }

    pub(crate) fn root(&self) -> &Value {
        &self.root
    }

    /// What stands at a place, or what that refers to.
    pub(crate) fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(place) = value.get("$ref") {
            let place = place.as_str().unwrap();
            let pointer = place.strip_prefix('#').expect("a place in the document");
            value = self
                .root
                .pointer(pointer)
                .unwrap_or_else(|| panic!("there is no {place}"));
        }
        value
    }

    pub(crate) fn schema(&self, name: &str) -> &Value {
        &self.root["components"]["schemas"][name]
    }

    pub(crate) fn operations(&self) -> Vec<Described<'_>> {
        let mut all = Vec::new();
        for (path, item) in self.root["paths"].as_object().unwrap() {
            for method in ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"] {
                if let Some(operation) = item.get(method.to_ascii_lowercase()) {
                    all.push(Described {
                        method,
                        path,
                        item,
                        operation,
                    });
                }
            }
        }
        all
    }

    pub(crate) fn operation(&self, id: &str) -> Described<'_> {
        let mut all = self.operations().into_iter();
        all.find(|described| described.id() == id)
            .unwrap_or_else(|| panic!("{id} is not documented"))
    }

    /// The parameters of an operation, those of its path included.
    pub(crate) fn parameters<'a>(&'a self, described: Described<'a>) -> Vec<&'a Value> {
        let list = |value: &'a Value| value["parameters"].as_array().map(Vec::as_slice);
        let of_path = list(described.item).unwrap_or_default();
        let own = list(described.operation).unwrap_or_default();
        let all = of_path.iter().chain(own);
        all.map(|parameter| self.resolve(parameter)).collect()
    }

    /// The schema of a request's body.
    pub(crate) fn body_schema(&self, id: &str) -> &Value {
        let described = self.operation(id);
        &described.operation["requestBody"]["content"]["application/json"]["schema"]
    }

    /// What holds a value to a schema of the document.
    pub(crate) fn validator(&self, schema: &Value) -> Validator {
        build(schema, &self.root["components"])
    }

    /// The same for an answer, in which nothing may be that is not documented. The document itself
    /// leaves that open, so that answers can get more fields.
    pub(crate) fn strict_validator(&self, schema: &Value) -> Validator {
        let mut components = self.root["components"].clone();
        for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
            if schema["type"] == "object" {
                schema["additionalProperties"] = false.into();
            }
        }
        build(schema, &components)
    }
}

fn build(schema: &Value, components: &Value) -> Validator {
    // References are to the document's root, so the components go where they are looked for.
    let mut schema: Map<String, Value> = schema.as_object().unwrap().clone();
    schema.insert("components".to_owned(), components.clone());
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema.into())
        .unwrap()
}

pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}
