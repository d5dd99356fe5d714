//! Cognito.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_cognito_user_pool",
        "{region}_{mixed:9}",
        "{regional:cognito-idp}:userpool/{id}",
        &[
            ("endpoint", "cognito-idp.{region}.{suffix}/{id}"),
            ("domain", "{nothing}"),
            ("user_pool_tier", "ESSENTIALS"),
            ("mfa_configuration", "OFF"),
            ("deletion_protection", "INACTIVE"),
        ],
    ),
    (
        "aws_cognito_user_pools",
        "",
        "{regional:cognito-idp}:userpool/{ids}",
        &[("ids", "{region}_{mixed:9}")],
    ),
    (
        "aws_cognito_user_pool_client|aws_cognito_managed_user_pool_client",
        "{lower:26}",
        "",
        &[
            ("client_secret", "{lower:51}"),
            (
                "token_validity_units.access_token|token_validity_units.id_token",
                "hours",
            ),
            ("token_validity_units.refresh_token", "days"),
            ("prevent_user_existence_errors", "ENABLED"),
        ],
    ),
    (
        "aws_cognito_user_pool_clients",
        "",
        "",
        &[("client_ids|client_id", "{lower:26}")],
    ),
    (
        "aws_cognito_user_pool_domain",
        "{domain}",
        "",
        &[
            ("cloudfront_distribution", "d{lower:13}.cloudfront.net"),
            ("cloudfront_distribution_arn", "{cloudfront_distribution}"),
            ("cloudfront_distribution_zone_id", "Z2FDTNDATAQYW2"),
            ("s3_bucket", "aws-cognito-prod-{region_code}-assets"),
            ("version", "20260101000000"),
        ],
    ),
    (
        "aws_cognito_user_pool_ui_customization",
        "{user_pool_id},{client_id}",
        "",
        &[],
    ),
    ("aws_cognito_user_group", "{user_pool_id}/{name}", "", &[]),
    (
        "aws_cognito_user_in_group",
        "{user_pool_id}/{group_name}/{username}",
        "",
        &[],
    ),
    (
        "aws_cognito_user",
        "{user_pool_id}/{username}",
        "",
        &[("sub", "{uuid}"), ("status", "FORCE_CHANGE_PASSWORD")],
    ),
    (
        "aws_cognito_resource_server",
        "{user_pool_id}|{identifier}",
        "",
        &[("scope_identifiers", "{identifier}/simulated")],
    ),
    (
        "aws_cognito_identity_provider",
        "{user_pool_id}:{provider_name}",
        "",
        &[],
    ),
    ("aws_cognito_risk_configuration", "{user_pool_id}", "", &[]),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitoidentity.html
    (
        "aws_cognito_identity_pool",
        "{region}:{uuid}",
        "{regional:cognito-identity}:identitypool/{id}",
        &[],
    ),
    (
        "aws_cognito_identity_pool_roles_attachment",
        "{identity_pool_id}",
        "",
        &[],
    ),
    (
        "aws_cognito_identity_pool_provider_principal_tag",
        "{identity_pool_id}:{identity_provider_name}",
        "",
        &[],
    ),
];
