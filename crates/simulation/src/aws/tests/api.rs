//! API Gateway.

use super::check;

#[test]
fn a_rest_api() {
    check(
        "aws_api_gateway_rest_api",
        &[("name", "shop")],
        &[
            ("id", "i5lat2dufx"),
            ("arn", "arn:aws:apigateway:eu-west-1::/restapis/i5lat2dufx"),
            (
                "execution_arn",
                "arn:aws:execute-api:eu-west-1:123456789012:i5lat2dufx",
            ),
            ("root_resource_id", "1l6ipyfnj5"),
        ],
    );
}

#[test]
fn a_resource() {
    check(
        "aws_api_gateway_resource",
        &[("path_part", "products")],
        &[("id", "i5lat2"), ("path", "/products")],
    );
}

#[test]
fn a_method() {
    check(
        "aws_api_gateway_method",
        &[
            ("rest_api_id", "abc"),
            ("resource_id", "def"),
            ("http_method", "GET"),
        ],
        &[("id", "agm-abc-def-GET")],
    );
}

#[test]
fn a_stage() {
    check(
        "aws_api_gateway_stage",
        &[("rest_api_id", "abc"), ("stage_name", "v1")],
        &[
            ("id", "ags-abc-v1"),
            (
                "arn",
                "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/v1",
            ),
            (
                "execution_arn",
                "arn:aws:execute-api:eu-west-1:123456789012:abc/v1",
            ),
            (
                "invoke_url",
                "https://abc.execute-api.eu-west-1.amazonaws.com/v1",
            ),
        ],
    );
}

#[test]
fn a_key() {
    check(
        "aws_api_gateway_api_key",
        &[("name", "shop")],
        &[
            ("id", "i5lat2dufx"),
            ("arn", "arn:aws:apigateway:eu-west-1::/apikeys/i5lat2dufx"),
            ("value", "gVWbjgLyNnOHjIgjOuptAfcBS8FBbpPiVF03hNsP"),
        ],
    );
}

#[test]
fn an_http_api() {
    check(
        "aws_apigatewayv2_api",
        &[("name", "shop"), ("protocol_type", "HTTP")],
        &[
            ("id", "i5lat2dufx"),
            ("arn", "arn:aws:apigateway:eu-west-1::/apis/i5lat2dufx"),
            (
                "api_endpoint",
                "https://i5lat2dufx.execute-api.eu-west-1.amazonaws.com",
            ),
            (
                "execution_arn",
                "arn:aws:execute-api:eu-west-1:123456789012:i5lat2dufx",
            ),
        ],
    );
}

#[test]
fn a_websocket_api() {
    check(
        "aws_apigatewayv2_api",
        &[("name", "shop"), ("protocol_type", "WEBSOCKET")],
        &[(
            "api_endpoint",
            "wss://i5lat2dufx.execute-api.eu-west-1.amazonaws.com",
        )],
    );
}

#[test]
fn the_default_stage() {
    check(
        "aws_apigatewayv2_stage",
        &[("api_id", "abc"), ("name", "$default")],
        &[
            ("id", "$default"),
            (
                "invoke_url",
                "https://abc.execute-api.eu-west-1.amazonaws.com/",
            ),
        ],
    );
}
