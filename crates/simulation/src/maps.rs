//! Maps that AWS fills with keys which somebody chose.

use serde_json::Value as Json;

use crate::place::Place;

/// The keys that a made-up map has: none, unless what is known of the resource says which.
pub(crate) fn keys(place: &Place<'_>) -> Vec<String> {
    match (place.type_name, place.path) {
        ("aws_cloudformation_stack", ["outputs"]) => {
            let template = place.known.get("template_body");
            template.map_or(Vec::new(), |text| outputs(text))
        }
        _ => Vec::new(),
    }
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
}
