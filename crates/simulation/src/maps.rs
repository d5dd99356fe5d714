//! Maps that AWS fills with keys which somebody chose.

use rmpv::Value;
use serde_json::Value as Json;

use crate::place::Place;
use crate::value::{self, get};

/// Maps that always have the same keys: their types, their paths, their keys.
const KEYS: &[(&str, &str, &[&str])] = &[
    // https://docs.aws.amazon.com/appsync/latest/APIReference/API_GraphqlApi.html
    ("aws_appsync_graphql_api", "uris", &["GRAPHQL", "REALTIME"]),
    // https://docs.aws.amazon.com/servicecatalog/latest/arguide/ar-user-tags.html
    (
        "aws_servicecatalogappregistry_application",
        "application_tag",
        &["awsApplication"],
    ),
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPoint.html
    (
        "aws_s3_access_point",
        "endpoints",
        &["dualstack", "fips", "fips_dualstack", "ipv4"],
    ),
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
    (
        "aws_opensearch_domain",
        "advanced_options",
        &[
            "override_main_response_version",
            "rest.action.multi.allow_explicit_index",
        ],
    ),
];

/// The keys that a made-up map has: none, unless its type has them always, or what is known of the resource says which.
pub(crate) fn keys(place: Place<'_>) -> Vec<String> {
    match (place.type_name, place.path) {
        ("aws_cloudformation_stack", ["outputs"]) => {
            let template = place.known.get("template_body");
            template.map_or(Vec::new(), |text| outputs(text))
        }
        ("aws_kms_secrets", ["plaintext"]) => secrets(place.whole),
        (type_name, [path]) => {
            let mut always = KEYS.iter();
            let keys = always.find(|(types, paths, _)| types == &type_name && paths == path);
            let keys = keys.map_or(&[][..], |(_, _, keys)| keys);
            keys.iter().map(|key| (*key).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// What the data source is asked to decrypt, by the names that the configuration gives.
fn secrets(data: &Value) -> Vec<String> {
    let blocks = get(data, "secret").and_then(Value::as_array);
    let names = blocks
        .into_iter()
        .flatten()
        .map(|block| value::texts(block).remove("name"));
    names.flatten().collect()
}

/// The names of a `CloudFormation` template's outputs:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>.
fn outputs(template: &str) -> Vec<String> {
    match serde_json::from_str::<Json>(template) {
        Ok(template) => {
            let outputs = template.get("Outputs").and_then(Json::as_object);
            outputs.map_or(Vec::new(), |outputs| outputs.keys().cloned().collect())
        }
        Err(_) => outputs_in_yaml(template),
    }
}

/// A template has tags of its own, which readers of YAML refuse; the names stand out by their indentation.
fn outputs_in_yaml(template: &str) -> Vec<String> {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let lines = template
        .lines()
        .skip_while(|line| line.trim_end() != "Outputs:");
    let lines = lines.skip(1).filter(|line| {
        let text = line.trim();
        !text.is_empty() && !text.starts_with('#')
    });
    let lines: Vec<&str> = lines.take_while(|line| indentation(line) > 0).collect();
    let first = lines.first().map_or(0, |line| indentation(line));
    let names = lines.iter().filter(|line| indentation(line) == first);
    let names = names.filter_map(|line| line.trim().split_once(':'));
    names
        .map(|(name, _)| name.trim_matches('"').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_puts_out_what_its_template_names() {
        let json = r#"{"Resources":{"A":{}},"Outputs":{"KeyId":{"Value":"x"},"Arn":{}}}"#;
        assert_eq!(outputs(json), ["Arn", "KeyId"]);
        let yaml = "Resources:\n  A:\n    Type: X\nOutputs:\n  # The key.\n  KeyId:\n    Value: !Ref A\n\n  Arn:\n    Value: !GetAtt A.Arn\nMetadata:\n  B: c\n";
        assert_eq!(outputs(yaml), ["KeyId", "Arn"]);
        for without in ["{}", "", "Resources:\n  A: b\n"] {
            assert_eq!(outputs(without), [""; 0]);
        }
    }

    #[test]
    fn secrets_are_told_by_the_names_that_they_are_given() {
        let block = |name: &str| Value::Map(vec![("name".into(), name.into())]);
        let blocks = Value::Array(vec![block("a"), block("b")]);
        let data = Value::Map(vec![("secret".into(), blocks)]);
        assert_eq!(secrets(&data), ["a", "b"]);
        assert_eq!(secrets(&Value::Nil), [""; 0]);
    }
}
