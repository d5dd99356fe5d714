//! IAM, keys, secrets, users, callers.

use super::{Sample, check};

#[test]
fn a_role() {
    check(
        "aws_iam_role",
        &[("name", "reader")],
        &[
            ("id", "reader"),
            ("arn", "arn:aws:iam::123456789012:role/reader"),
            ("unique_id", "AROAH6ECNA6LDG2DCULCB"),
            ("create_date", "2026-01-01T00:00:00Z"),
        ],
    );
}

#[test]
fn a_role_with_a_path() {
    check(
        "aws_iam_role",
        &[("name", "reader"), ("path", "/service/")],
        &[("arn", "arn:aws:iam::123456789012:role/service/reader")],
    );
}

#[test]
fn a_policy() {
    check(
        "aws_iam_policy",
        &[("name", "read")],
        &[
            ("id", "arn:aws:iam::123456789012:policy/read"),
            ("arn", "arn:aws:iam::123456789012:policy/read"),
            ("policy_id", "ANPAFW7M0UOJQKW4H5M6X"),
        ],
    );
}

#[test]
fn a_role_s_policy() {
    check(
        "aws_iam_role_policy",
        &[("role", "reader"), ("name", "read")],
        &[("id", "reader:read")],
    );
}

#[test]
fn an_attachment() {
    check(
        "aws_iam_role_policy_attachment",
        &[("role", "reader")],
        &[("id", "reader-75543302518993684009381591")],
    );
}

#[test]
fn a_provider() {
    check(
        "aws_iam_openid_connect_provider",
        &[("url", "https://token.actions.githubusercontent.com")],
        &[
            (
                "id",
                "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
            ),
            (
                "arn",
                "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
            ),
        ],
    );
}

#[test]
fn a_key() {
    check(
        "aws_kms_key",
        &[],
        &[
            ("id", "1449629e-f2d3-45f8-94c6-3e1c363c052e"),
            ("key_id", "1449629e-f2d3-45f8-94c6-3e1c363c052e"),
            (
                "arn",
                "arn:aws:kms:eu-west-1:123456789012:key/1449629e-f2d3-45f8-94c6-3e1c363c052e",
            ),
        ],
    );
}

#[test]
fn an_alias() {
    check(
        "aws_kms_alias",
        &[("name", "alias/shop")],
        &[
            ("id", "alias/shop"),
            ("arn", "arn:aws:kms:eu-west-1:123456789012:alias/shop"),
        ],
    );
}

#[test]
fn a_secret() {
    check(
        "aws_secretsmanager_secret",
        &[("name", "db")],
        &[
            (
                "id",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-SKC1LE",
            ),
            (
                "arn",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-SKC1LE",
            ),
        ],
    );
}

#[test]
fn a_secret_s_version() {
    check(
        "aws_secretsmanager_secret_version",
        &[(
            "secret_id",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
        )],
        &[
            (
                "id",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf|e8afb8e4-108b-404a-a7f7-a6a4662a9527",
            ),
            (
                "arn",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
            ),
            ("version_id", "e8afb8e4-108b-404a-a7f7-a6a4662a9527"),
        ],
    );
}

#[test]
fn a_parameter() {
    check(
        "aws_ssm_parameter",
        &[("name", "limit")],
        &[
            ("id", "limit"),
            ("arn", "arn:aws:ssm:eu-west-1:123456789012:parameter/limit"),
        ],
    );
}

#[test]
fn a_parameter_with_a_path() {
    check(
        "aws_ssm_parameter",
        &[("name", "/shop/limit")],
        &[(
            "arn",
            "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/limit",
        )],
    );
}

#[test]
fn a_user_pool() {
    check(
        "aws_cognito_user_pool",
        &[("name", "users")],
        &[
            ("id", "eu-west-1_HtDMLbYk7"),
            (
                "arn",
                "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_HtDMLbYk7",
            ),
            (
                "endpoint",
                "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_HtDMLbYk7",
            ),
        ],
    );
}

#[test]
fn a_user_pool_client() {
    check(
        "aws_cognito_user_pool_client",
        &[("name", "web")],
        &[
            ("id", "i5lat2dufxvfn6tu77lm1z14yx"),
            (
                "client_secret",
                "z9r217mplcukiwtvdjobniumj39nnoe9lwa90ora5qds1m1g2j7",
            ),
        ],
    );
}

#[test]
fn an_identity_pool() {
    check(
        "aws_cognito_identity_pool",
        &[],
        &[
            ("id", "eu-west-1:4d9d82c7-6652-414b-b564-a112c842069e"),
            (
                "arn",
                "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/eu-west-1:4d9d82c7-6652-414b-b564-a112c842069e",
            ),
        ],
    );
}

#[test]
fn the_caller() {
    check(
        "aws_caller_identity",
        &[],
        &[
            ("id", "123456789012"),
            ("account_id", "123456789012"),
            ("user_id", "123456789012"),
            ("arn", "arn:aws:iam::123456789012:root"),
        ],
    );
}

#[test]
fn the_zones() {
    check(
        "aws_availability_zones",
        &[],
        &[
            ("id", "eu-west-1"),
            ("names", "eu-west-1a"),
            ("zone_ids", "euw1-az1"),
        ],
    );
}

#[test]
fn the_region() {
    check(
        "aws_region",
        &[],
        &[
            ("id", "eu-west-1"),
            ("name", "eu-west-1"),
            ("endpoint", "ec2.eu-west-1.amazonaws.com"),
        ],
    );
}

#[test]
fn a_key_of_several_regions() {
    let key = Sample::of("aws_kms_key", &[("multi_region", "true")]);
    let id = key.text("key_id");
    assert!(id.starts_with("mrk-") && id.len() == 36, "{id}");
    assert!(key.text("arn").ends_with(&format!(":key/{id}")));
}
