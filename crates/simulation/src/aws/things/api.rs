//! API Gateway and `AppSync`.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_api_gateway_rest_api",
        "{lower:10}",
        "arn:{partition}:apigateway:{region}::/restapis/{id}",
        &[
            ("execution_arn", "{regional:execute-api}:{id}"),
            ("api_key_source", "HEADER"),
            ("endpoint_configuration.types", "EDGE"),
            ("description", "simulated"),
        ],
    ),
    ("aws_api_gateway_rest_api_policy", "{rest_api_id}", "", &[]),
    (
        "aws_api_gateway_resource",
        "{lower:6}",
        "",
        &[("path", "/{path_part}")],
    ),
    (
        "aws_api_gateway_method",
        "agm-{rest_api_id}-{resource_id}-{http_method}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_method_response",
        "agmr-{rest_api_id}-{resource_id}-{http_method}-{status_code}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_method_settings",
        "{rest_api_id}-{stage_name}-{method_path}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_integration",
        "agi-{rest_api_id}-{resource_id}-{http_method}",
        "",
        &[
            ("cache_namespace", "{resource_id}"),
            ("passthrough_behavior", "WHEN_NO_MATCH"),
        ],
    ),
    (
        "aws_api_gateway_integration_response",
        "agir-{rest_api_id}-{resource_id}-{http_method}-{status_code}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_gateway_response",
        "aggr-{rest_api_id}-{response_type}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_deployment[stage_name=*]",
        "",
        "",
        &[
            (
                "execution_arn",
                "{regional:execute-api}:{rest_api_id}/{stage_name}",
            ),
            (
                "invoke_url",
                "https://{rest_api_id}.execute-api.{region}.{suffix}/{stage_name}",
            ),
        ],
    ),
    (
        "aws_api_gateway_deployment",
        "{lower:6}",
        "",
        &[
            ("execution_arn", "{regional:execute-api}:{rest_api_id}/"),
            (
                "invoke_url",
                "https://{rest_api_id}.execute-api.{region}.{suffix}/",
            ),
        ],
    ),
    (
        "aws_api_gateway_stage",
        "ags-{rest_api_id}-{stage_name}",
        "arn:{partition}:apigateway:{region}::/restapis/{rest_api_id}/stages/{stage_name}",
        &[
            (
                "execution_arn",
                "{regional:execute-api}:{rest_api_id}/{stage_name}",
            ),
            (
                "invoke_url",
                "https://{rest_api_id}.execute-api.{region}.{suffix}/{stage_name}",
            ),
        ],
    ),
    (
        "aws_api_gateway_authorizer",
        "{lower:6}",
        "arn:{partition}:apigateway:{region}::/restapis/{rest_api_id}/authorizers/{id}",
        &[],
    ),
    (
        "aws_api_gateway_model|aws_api_gateway_request_validator",
        "{lower:6}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_documentation_part",
        "{rest_api_id}/{lower:6}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_documentation_version",
        "{rest_api_id}/{version}",
        "",
        &[],
    ),
    (
        "aws_api_gateway_api_key",
        "{lower:10}",
        "arn:{partition}:apigateway:{region}::/apikeys/{id}",
        &[("value", "{mixed:40}")],
    ),
    (
        "aws_api_gateway_usage_plan",
        "{lower:6}",
        "arn:{partition}:apigateway:{region}::/usageplans/{id}",
        &[],
    ),
    ("aws_api_gateway_usage_plan_key", "{key_id}", "", &[]),
    (
        "aws_api_gateway_client_certificate",
        "{lower:6}",
        "arn:{partition}:apigateway:{region}::/clientcertificates/{id}",
        &[],
    ),
    (
        "aws_api_gateway_vpc_link",
        "{lower:6}",
        "arn:{partition}:apigateway:{region}::/vpclinks/{id}",
        &[],
    ),
    (
        "aws_api_gateway_domain_name",
        "{domain_name}",
        "arn:{partition}:apigateway:{region}::/domainnames/{domain_name}",
        &[
            ("cloudfront_domain_name", "d{lower:13}.cloudfront.net"),
            ("cloudfront_zone_id", "Z2FDTNDATAQYW2"),
            (
                "regional_domain_name",
                "d-{lower:10}.execute-api.{region}.{suffix}",
            ),
            ("regional_zone_id", "{zone:api}"),
        ],
    ),
    (
        "aws_api_gateway_base_path_mapping",
        "{domain_name}/{base_path}",
        "",
        &[("base_path", "{nothing}")],
    ),
    ("aws_api_gateway_account", "api-gateway-account", "", &[]),
    (
        "aws_apigatewayv2_api[protocol_type=WEBSOCKET]",
        "",
        "",
        &[("api_endpoint", "wss://{id}.execute-api.{region}.{suffix}")],
    ),
    (
        "aws_apigatewayv2_api",
        "{lower:10}",
        "arn:{partition}:apigateway:{region}::/apis/{id}",
        &[
            ("api_endpoint", "https://{id}.execute-api.{region}.{suffix}"),
            ("execution_arn", "{regional:execute-api}:{id}"),
            ("protocol_type", "HTTP"),
            (
                "route_selection_expression",
                "$request.method $request.path",
            ),
        ],
    ),
    (
        "aws_apigatewayv2_stage[name=$default]",
        "",
        "",
        &[(
            "invoke_url",
            "https://{api_id}.execute-api.{region}.{suffix}/",
        )],
    ),
    (
        "aws_apigatewayv2_stage",
        "{name}",
        "arn:{partition}:apigateway:{region}::/apis/{api_id}/stages/{name}",
        &[
            ("execution_arn", "{regional:execute-api}:{api_id}/{name}"),
            (
                "invoke_url",
                "https://{api_id}.execute-api.{region}.{suffix}/{name}",
            ),
            ("deployment_id", "{lower:6}"),
        ],
    ),
    (
        "aws_apigatewayv2_domain_name",
        "{domain_name}",
        "arn:{partition}:apigateway:{region}::/domainnames/{domain_name}",
        &[
            (
                "domain_name_configuration.target_domain_name",
                "d-{lower:10}.execute-api.{region}.{suffix}",
            ),
            ("domain_name_configuration.hosted_zone_id", "{zone:api}"),
        ],
    ),
    (
        "aws_apigatewayv2_vpc_link",
        "",
        "arn:{partition}:apigateway:{region}::/vpclinks/{id}",
        &[],
    ),
    (
        "aws_apigatewayv2_integration|aws_apigatewayv2_route",
        "{lower:7}",
        "",
        &[],
    ),
    ("aws_apigatewayv2_*", "{lower:6}", "", &[]),
    (
        "aws_appsync_graphql_api",
        "{lower:26}",
        "{regional:appsync}:apis/{id}",
        &[
            (
                "uris.GRAPHQL",
                "https://{id}.appsync-api.{region}.{suffix}/graphql",
            ),
            (
                "uris.REALTIME",
                "wss://{id}.appsync-realtime-api.{region}.{suffix}/graphql",
            ),
        ],
    ),
    (
        "aws_appsync_api_key",
        "{api_id}:{key}",
        "",
        &[("key", "da2-{lower:26}"), ("api_key_id", "{key}")],
    ),
    (
        "aws_appsync_datasource",
        "{api_id}-{name}",
        "{regional:appsync}:apis/{api_id}/datasources/{name}",
        &[],
    ),
    (
        "aws_appsync_function",
        "{api_id}-{function_id}",
        "{regional:appsync}:apis/{api_id}/functions/{function_id}",
        &[
            ("function_id", "{lower:26}"),
            ("function_version", "2018-05-29"),
        ],
    ),
    (
        "aws_appsync_resolver",
        "{api_id}-{type}-{field}",
        "{regional:appsync}:apis/{api_id}/types/{type}/resolvers/{field}",
        &[],
    ),
    (
        "aws_appsync_domain_name",
        "{domain_name}",
        "",
        &[
            ("appsync_domain_name", "d{lower:13}.cloudfront.net"),
            ("hosted_zone_id", "Z2FDTNDATAQYW2"),
        ],
    ),
];
