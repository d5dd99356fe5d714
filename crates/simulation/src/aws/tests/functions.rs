//! Lambda and Step Functions.

use super::check;

#[test]
fn a_function() {
    check(
        "aws_lambda_function",
        &[("function_name", "get-product")],
        &[
            ("id", "get-product"),
            (
                "arn",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product",
            ),
            (
                "qualified_arn",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product:$LATEST",
            ),
            (
                "invoke_arn",
                "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:get-product/invocations",
            ),
            (
                "qualified_invoke_arn",
                "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:get-product:$LATEST/invocations",
            ),
            ("version", "$LATEST"),
            ("last_modified", "2026-01-01T00:00:00.000+0000"),
            (
                "code_sha256",
                "3vDReT4Ue+eOCLBXWbazlylUnyfH5SpQLl3OeW4Uu9Q=",
            ),
        ],
    );
}

#[test]
fn an_alias() {
    check(
        "aws_lambda_alias",
        &[("function_name", "get-product"), ("name", "live")],
        &[
            (
                "id",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product:live",
            ),
            (
                "arn",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product:live",
            ),
            (
                "invoke_arn",
                "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:get-product:live/invocations",
            ),
        ],
    );
}

#[test]
fn an_alias_of_an_arn() {
    check(
        "aws_lambda_alias",
        &[
            (
                "function_name",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product",
            ),
            ("name", "live"),
        ],
        &[(
            "arn",
            "arn:aws:lambda:eu-west-1:123456789012:function:get-product:live",
        )],
    );
}

#[test]
fn a_layer() {
    check(
        "aws_lambda_layer_version",
        &[("layer_name", "tools")],
        &[
            (
                "layer_arn",
                "arn:aws:lambda:eu-west-1:123456789012:layer:tools",
            ),
            ("version", "1"),
            ("arn", "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"),
            ("id", "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"),
        ],
    );
}

#[test]
fn a_permission() {
    check(
        "aws_lambda_permission",
        &[],
        &[
            ("statement_id", "terraform-47111167850126045530799384"),
            ("id", "terraform-47111167850126045530799384"),
        ],
    );
}

#[test]
fn a_mapping() {
    check(
        "aws_lambda_event_source_mapping",
        &[("function_name", "get-product")],
        &[
            ("id", "9523c223-870c-4451-8f36-ca0ed9b03a7d"),
            ("uuid", "9523c223-870c-4451-8f36-ca0ed9b03a7d"),
            (
                "arn",
                "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:9523c223-870c-4451-8f36-ca0ed9b03a7d",
            ),
            (
                "function_arn",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product",
            ),
            ("state", "Enabled"),
        ],
    );
}

#[test]
fn a_function_url() {
    check(
        "aws_lambda_function_url",
        &[("function_name", "get-product")],
        &[
            ("id", "get-product"),
            (
                "function_arn",
                "arn:aws:lambda:eu-west-1:123456789012:function:get-product",
            ),
            ("url_id", "v4z06wycsiqcl272gwkakhje3ukynh3u"),
            (
                "function_url",
                "https://v4z06wycsiqcl272gwkakhje3ukynh3u.lambda-url.eu-west-1.on.aws/",
            ),
        ],
    );
}

#[test]
fn a_state_machine() {
    check(
        "aws_sfn_state_machine",
        &[("name", "order")],
        &[
            (
                "id",
                "arn:aws:states:eu-west-1:123456789012:stateMachine:order",
            ),
            (
                "arn",
                "arn:aws:states:eu-west-1:123456789012:stateMachine:order",
            ),
            ("status", "ACTIVE"),
            ("creation_date", "2026-01-01T00:00:00Z"),
        ],
    );
}

#[test]
fn a_published_function() {
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:get-product:1";
    check(
        "aws_lambda_function",
        &[("function_name", "get-product"), ("publish", "true")],
        &[("version", "1"), ("qualified_arn", arn)],
    );
}
