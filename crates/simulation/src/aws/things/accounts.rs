//! Accounts, regions, organizations: who asks, and from where.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    (
        "aws_caller_identity",
        "{account}",
        "{global:iam}:root",
        &[("user_id", "{account}")],
    ),
    (
        "aws_partition[region=cn-*]",
        "",
        "",
        &[("reverse_dns_prefix", "cn.com.amazonaws")],
    ),
    (
        "aws_partition",
        "{partition}",
        "",
        &[("reverse_dns_prefix", "com.amazonaws")],
    ),
    (
        "aws_region",
        "{region}",
        "",
        &[
            ("name", "{region}"),
            ("endpoint", "ec2.{region}.{suffix}"),
            ("description", "simulated ({region})"),
        ],
    ),
    ("aws_regions", "{partition}", "", &[]),
    (
        "aws_availability_zone",
        "{name}",
        "",
        &[
            ("name", "{region}a"),
            ("name_suffix", "a"),
            ("zone_id", "{region_code}-az1"),
            ("group_name|network_border_group", "{region}"),
            ("zone_type", "availability-zone"),
            ("state", "available"),
        ],
    ),
    ("aws_availability_zones", "{region}", "", &[]),
    (
        "aws_canonical_user_id",
        "{hex:64}",
        "",
        &[("display_name", "{nothing}")],
    ),
    // Accounts of AWS itself, some of them other ones with each region: ours stands for them.
    (
        "aws_elb_service_account|aws_redshift_service_account|aws_cloudtrail_service_account|aws_billing_service_account",
        "{account}",
        "{global:iam}:root",
        &[],
    ),
    (
        "aws_service_principal",
        "{service_name}.{region}.amazonaws.com",
        "",
        &[
            ("name", "{service_name}.amazonaws.com"),
            ("suffix", "amazonaws.com"),
        ],
    ),
    (
        "aws_service",
        "{dns_name}",
        "",
        &[
            ("dns_name", "{service_id}.{region}.{suffix}"),
            ("reverse_dns_name", "com.amazonaws.{region}.{service_id}"),
            ("reverse_dns_prefix", "com.amazonaws"),
            ("service_id", "simulated"),
        ],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
    (
        "aws_organizations_organization",
        "o-{lower:10}",
        "{global:organizations}:organization/{id}",
        &[
            (
                "master_account_id|accounts.id|non_master_accounts.id",
                "{account}",
            ),
            (
                "master_account_arn",
                "{global:organizations}:account/{id}/{account}",
            ),
            (
                "accounts.arn|non_master_accounts.arn",
                "{master_account_arn}",
            ),
            ("roots.id", "r-{lower:4}"),
            ("roots.arn", "{global:organizations}:root/{id}/{roots.id}"),
            ("feature_set", "ALL"),
        ],
    ),
    (
        "aws_organizations_account",
        "{digits:12}",
        "{global:organizations}:account/o-{lower:10}/{id}",
        &[],
    ),
    (
        "aws_organizations_organizational_unit",
        "ou-{lower:4}-{lower:8}",
        "{global:organizations}:ou/o-{lower:10}/{id}",
        &[],
    ),
    (
        "aws_organizations_policy",
        "p-{lower:8}",
        "{global:organizations}:policy/o-{lower:10}/service_control_policy/{id}",
        &[],
    ),
    (
        "aws_organizations_policy_attachment",
        "{target_id}:{policy_id}",
        "",
        &[],
    ),
    (
        "aws_organizations_*",
        "",
        "{global:organizations}:{kind}/o-{lower:10}/{own}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html
    (
        "aws_ssoadmin_instances",
        "{region}",
        "arn:{partition}:sso:::instance/ssoins-{hex:16}",
        &[("identity_store_ids|identity_store_id", "d-{hex:10}")],
    ),
    (
        "aws_ssoadmin_permission_set",
        "{arn},{instance_arn}",
        "arn:{partition}:sso:::permissionSet/{tail:instance_arn}/ps-{hex:16}",
        &[(
            "instance_arn",
            "arn:{partition}:sso:::instance/ssoins-{hex:16}",
        )],
    ),
    (
        "aws_identitystore_user",
        "{identity_store_id}/{user_id}",
        "",
        &[("user_id", "{uuid}")],
    ),
    (
        "aws_identitystore_group",
        "{identity_store_id}/{group_id}",
        "",
        &[("group_id", "{uuid}")],
    ),
    (
        "aws_ram_resource_share",
        "{arn}",
        "{regional:ram}:resource-share/{uuid}",
        &[],
    ),
    (
        "aws_rolesanywhere_*",
        "{uuid}",
        "{regional:rolesanywhere}:{kind}/{id}",
        &[],
    ),
];
