//! IAM, and who asks from where.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // A data source that is asked by ARN.
    ("aws_iam_*[arn=*/*]", "", "", &[("name", "{tail:arn}")]),
    (
        "aws_iam_role",
        "{name}",
        "{global:iam}:role{path}{name}",
        &[("unique_id", "AROA{upper:17}")],
    ),
    (
        "aws_iam_policy",
        "{arn}",
        "{global:iam}:policy{path}{name}",
        &[("policy_id", "ANPA{upper:17}")],
    ),
    (
        "aws_iam_user",
        "{name}",
        "{global:iam}:user{path}{name}",
        &[("unique_id|user_id", "AIDA{upper:17}")],
    ),
    (
        "aws_iam_group",
        "{name}",
        "{global:iam}:group{path}{name}",
        &[("unique_id|group_id", "AGPA{upper:17}")],
    ),
    (
        "aws_iam_instance_profile",
        "{name}",
        "{global:iam}:instance-profile{path}{name}",
        &[
            ("unique_id", "AIPA{upper:17}"),
            ("role_id", "AROA{upper:17}"),
            ("role_arn", "{global:iam}:role/{role|role_name}"),
        ],
    ),
    ("aws_iam_role_policy", "{role}:{name}", "", &[]),
    ("aws_iam_user_policy", "{user}:{name}", "", &[]),
    ("aws_iam_group_policy", "{group}:{name}", "", &[]),
    (
        "aws_iam_role_policy_attachment",
        "{role}-{digits:26}",
        "",
        &[],
    ),
    (
        "aws_iam_user_policy_attachment",
        "{user}-{digits:26}",
        "",
        &[],
    ),
    (
        "aws_iam_group_policy_attachment",
        "{group}-{digits:26}",
        "",
        &[],
    ),
    (
        "aws_iam_policy_attachment|aws_iam_group_membership",
        "{name}",
        "",
        &[],
    ),
    (
        "aws_iam_openid_connect_provider",
        "{arn}",
        "{global:iam}:oidc-provider/{after:url:https://}",
        &[
            ("thumbprint_list", "{hex:40}"),
            ("client_id_list", "sts.{suffix}"),
        ],
    ),
    (
        "aws_iam_saml_provider",
        "{arn}",
        "{global:iam}:saml-provider/{name}",
        &[],
    ),
    (
        "aws_iam_service_linked_role",
        "{arn}",
        "{global:iam}:role{path}{name}",
        &[
            ("name", "AWSServiceRoleForSimulated{hex:8}"),
            ("path", "/aws-service-role/{aws_service_name}/"),
            ("unique_id", "AROA{upper:17}"),
        ],
    ),
    (
        "aws_iam_access_key",
        "AKIA{upper:16}",
        "",
        &[
            ("secret", "{base64:40}"),
            ("ses_smtp_password_v4", "{base64:44}"),
            ("key_fingerprint", "{hex:40}"),
        ],
    ),
    (
        "aws_iam_server_certificate",
        "ASCA{upper:17}",
        "{global:iam}:server-certificate{path}{name}",
        &[],
    ),
    (
        "aws_iam_virtual_mfa_device",
        "{arn}",
        "{global:iam}:mfa{path}{virtual_mfa_device_name}",
        &[
            ("base_32_string_seed", "{upper:64}"),
            ("qr_code_png", "{text64}"),
        ],
    ),
    (
        "aws_iam_user_ssh_key",
        "APKA{upper:17}",
        "",
        &[("ssh_public_key_id", "{id}")],
    ),
    ("aws_iam_user_login_profile", "{user}", "", &[]),
    ("aws_iam_account_alias", "{account_alias}", "", &[]),
    (
        "aws_iam_account_password_policy",
        "iam-account-password-policy",
        "",
        &[],
    ),
    (
        "aws_iam_session_context",
        "{arn}",
        "",
        &[
            ("issuer_arn", "{arn}"),
            ("issuer_name", "{tail:arn}"),
            ("session_name", "{nothing}"),
        ],
    ),
    (
        "aws_iam_*",
        "",
        "",
        &[("permissions_boundary", "{nothing}")],
    ),
];
