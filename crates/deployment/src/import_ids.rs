//! By which id a provider takes in what is there.

use serde_json::Value;

/// What a resource of a type is imported by: attributes in braces, `{id}` for its id. Those without a line are imported
/// by their id, which nobody knows who has not made them.
/// From each type's page at <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>, section Import.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "aws_api_gateway_gateway_response",
        "{rest_api_id}/{response_type}",
    ),
    (
        "aws_api_gateway_integration",
        "{rest_api_id}/{resource_id}/{http_method}",
    ),
    (
        "aws_api_gateway_integration_response",
        "{rest_api_id}/{resource_id}/{http_method}/{status_code}",
    ),
    (
        "aws_api_gateway_method",
        "{rest_api_id}/{resource_id}/{http_method}",
    ),
    (
        "aws_api_gateway_method_response",
        "{rest_api_id}/{resource_id}/{http_method}/{status_code}",
    ),
    (
        "aws_api_gateway_method_settings",
        "{rest_api_id}/{stage_name}/{method_path}",
    ),
    ("aws_api_gateway_resource", "{rest_api_id}/{id}"),
    ("aws_api_gateway_deployment", "{rest_api_id}/{id}"),
    ("aws_api_gateway_stage", "{rest_api_id}/{stage_name}"),
    ("aws_cloudformation_stack", "{name}"),
    ("aws_cloudwatch_log_group", "{name}"),
    ("aws_cloudwatch_metric_alarm", "{alarm_name}"),
    ("aws_dynamodb_table", "{name}"),
    ("aws_iam_role", "{name}"),
    ("aws_iam_role_policy", "{role}:{name}"),
    ("aws_iam_role_policy_attachment", "{role}/{policy_arn}"),
    ("aws_kms_alias", "{name}"),
    ("aws_lambda_alias", "{function_name}/{name}"),
    ("aws_lambda_function", "{function_name}"),
    ("aws_lambda_permission", "{function_name}/{statement_id}"),
    ("aws_pipes_pipe", "{name}"),
    ("aws_s3_bucket", "{bucket}"),
    ("aws_ssm_parameter", "{name}"),
];

/// The id by which a resource of this type is imported that is planned with these values, and whose own id this is,
/// if that is known. `None` where it takes a value that is not known.
pub(crate) fn of(kind: &str, values: &Value, id: Option<&str>) -> Option<String> {
    let template = TEMPLATES.iter().find(|(name, _)| *name == kind);
    let mut rest = template.map_or("{id}", |(_, template)| template);
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let value = match name {
            "id" => id,
            name => values.get(name).and_then(Value::as_str),
        };
        out.push_str(before);
        out.push_str(value?);
        rest = after;
    }
    Some(out + rest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_is_made_of_what_is_planned_and_what_is_known() {
        let role = json!({ "name": "r" });
        assert_eq!(of("aws_iam_role", &role, None).as_deref(), Some("r"));
        let part = json!({ "rest_api_id": "a", "path_part": "p" });
        let kind = "aws_api_gateway_resource";
        assert_eq!(of(kind, &part, Some("x")).as_deref(), Some("a/x"));
        assert_eq!(of(kind, &part, None), None);
        let queue = json!({ "name": "q" });
        assert_eq!(
            of("aws_sqs_queue", &queue, Some("url")).as_deref(),
            Some("url")
        );
        assert_eq!(of("aws_sqs_queue", &queue, None), None);
        // Not known before something else is there.
        assert_eq!(
            of("aws_iam_role", &json!({ "name": null }), Some("r")),
            None
        );
    }
}
