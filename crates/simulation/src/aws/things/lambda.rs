//! Lambda and what is near it.
//!
//! <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_lambda_functions",
        "",
        "",
        &[("function_arns", "{arn}")],
    ),
    (
        "aws_lambda_function[publish=true]",
        "",
        "",
        &[("version", "1")],
    ),
    (
        "aws_lambda_function",
        "{function_name}",
        "{regional:lambda}:function:{function_name}",
        &[
            ("version", "$LATEST"),
            ("qualified_arn", "{arn}:{version}"),
            ("invoke_arn", "{invocation}/{arn}/invocations"),
            (
                "qualified_invoke_arn",
                "{invocation}/{qualified_arn}/invocations",
            ),
            ("last_modified", "2026-01-01T00:00:00.000+0000"),
            ("signing_job_arn|signing_profile_version_arn", "{nothing}"),
            ("logging_config.log_group", "/aws/lambda/{function_name}"),
            ("logging_config.log_format", "Text"),
            ("tracing_config.mode", "PassThrough"),
        ],
    ),
    (
        "aws_lambda_alias[function_name=arn:*]",
        "",
        "{function_name}:{name}",
        &[],
    ),
    (
        "aws_lambda_alias",
        "{arn}",
        "{regional:lambda}:function:{function_name}:{name}",
        &[("invoke_arn", "{invocation}/{arn}/invocations")],
    ),
    // The same for all that can be invoked.
    (
        "aws_lambda_*",
        "",
        "",
        &[(
            "invocation",
            "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions",
        )],
    ),
    (
        "aws_lambda_layer_version",
        "{arn}",
        "{layer_arn}:{version}",
        &[
            ("layer_arn", "{regional:lambda}:layer:{layer_name}"),
            ("created_date", "2026-01-01T00:00:00.000+0000"),
            ("signing_job_arn|signing_profile_version_arn", "{nothing}"),
        ],
    ),
    (
        "aws_lambda_layer_version_permission",
        "{layer_name},{version_number}",
        "",
        &[],
    ),
    (
        "aws_lambda_permission",
        "{statement_id}",
        "",
        &[("statement_id", "terraform-{digits:26}")],
    ),
    (
        "aws_lambda_event_source_mapping[function_name=arn:*]",
        "",
        "",
        &[("function_arn", "{function_name}")],
    ),
    (
        "aws_lambda_event_source_mapping",
        "{uuid}",
        "{regional:lambda}:event-source-mapping:{id}",
        &[
            // `{uuid}` makes one up: what is meant here is the resource's own.
            ("uuid", "{id}"),
            ("function_arn", "{regional:lambda}:function:{function_name}"),
            ("state", "Enabled"),
            ("state_transition_reason", "USER_INITIATED"),
            ("last_processing_result", "No records processed"),
        ],
    ),
    (
        "aws_lambda_function_url[function_name=arn:*]",
        "",
        "",
        &[("function_arn", "{function_name}")],
    ),
    (
        "aws_lambda_function_url[qualifier=*]",
        "{function_name}/{qualifier}",
        "",
        &[(
            "function_arn",
            "{regional:lambda}:function:{function_name}:{qualifier}",
        )],
    ),
    // https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
    (
        "aws_lambda_function_url",
        "{function_name}",
        "",
        &[
            ("function_arn", "{regional:lambda}:function:{function_name}"),
            ("url_id", "{lower:32}"),
            (
                "function_url",
                "https://{url_id}.lambda-url.{region}.on.aws/",
            ),
        ],
    ),
    ("aws_lambda_invocation", "{function_name}", "", &[]),
    (
        "aws_lambda_code_signing_config",
        "{arn}",
        "{regional:lambda}:code-signing-config:{config_id}",
        &[("config_id", "csc-{hex:17}")],
    ),
    (
        "aws_lambda_provisioned_concurrency_config",
        "{function_name},{qualifier}",
        "",
        &[],
    ),
    (
        "aws_lambda_function_event_invoke_config",
        "{function_name}",
        "",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
    (
        "aws_sfn_state_machine",
        "{arn}",
        "{regional:states}:stateMachine:{name}",
        &[
            ("state_machine_version_arn", "{arn}:1"),
            ("description", "{nothing}"),
        ],
    ),
    (
        "aws_sfn_activity",
        "{arn}",
        "{regional:states}:activity:{name}",
        &[],
    ),
    (
        "aws_sfn_alias",
        "{arn}",
        "{regional:states}:stateMachine:simulated-{hex:8}:{name}",
        &[],
    ),
];
