//! `CloudFront` and web firewalls.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
    (
        "aws_cloudfront_distribution[region=cn-*]",
        "",
        "",
        &[
            ("domain_name", "d{lower:13}.cloudfront.cn"),
            ("hosted_zone_id", "Z3RFFRIM2A3IF5"),
        ],
    ),
    (
        "aws_cloudfront_distribution",
        "E{upper:13}",
        "{global:cloudfront}:distribution/{id}",
        &[
            ("domain_name", "d{lower:13}.cloudfront.net"),
            ("hosted_zone_id", "Z2FDTNDATAQYW2"),
            ("continuous_deployment_policy_id", "{nothing}"),
            ("web_acl_id", "{nothing}"),
        ],
    ),
    (
        "aws_cloudfront_origin_access_control",
        "E{upper:13}",
        "{global:cloudfront}:origin-access-control/{id}",
        &[],
    ),
    (
        "aws_cloudfront_origin_access_identity",
        "E{upper:13}",
        "{global:cloudfront}:origin-access-identity/{id}",
        &[
            (
                "iam_arn",
                "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
            ),
            (
                "cloudfront_access_identity_path",
                "origin-access-identity/cloudfront/{id}",
            ),
            ("s3_canonical_user_id", "{hex:96}"),
        ],
    ),
    (
        "aws_cloudfront_origin_access_identities",
        "{region}",
        "",
        &[
            ("ids", "E{upper:13}"),
            (
                "iam_arns",
                "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {ids}",
            ),
            ("s3_canonical_user_ids", "{hex:96}"),
        ],
    ),
    (
        "aws_cloudfront_function",
        "{name}",
        "{global:cloudfront}:function/{name}",
        &[("status", "UNASSOCIATED")],
    ),
    ("aws_cloudfront_public_key", "K{upper:13}", "", &[]),
    (
        "aws_cloudfront_key_value_store",
        "{uuid}",
        "{global:cloudfront}:key-value-store/{id}",
        &[],
    ),
    (
        "aws_cloudfront_realtime_log_config",
        "{arn}",
        "{global:cloudfront}:realtime-log-config/{name}",
        &[],
    ),
    (
        "aws_cloudfront_cache_policy|aws_cloudfront_origin_request_policy|aws_cloudfront_response_headers_policy|aws_cloudfront_key_group|aws_cloudfront_continuous_deployment_policy",
        "{uuid}",
        "{global:cloudfront}:{kind}/{id}",
        &[],
    ),
    (
        "aws_cloudfront_vpc_origin",
        "vo_{mixed:22}",
        "{global:cloudfront}:vpcorigin/{id}",
        &[],
    ),
    (
        "aws_cloudfront_field_level_encryption_*",
        "E{upper:13}",
        "{global:cloudfront}:{kind}/{id}",
        &[],
    ),
    (
        "aws_cloudfront_log_delivery_canonical_user_id",
        "{hex:64}",
        "",
        &[],
    ),
    (
        "aws_cloudfront_*",
        "",
        "",
        &[
            ("etag|live_stage_etag", "E{upper:13}"),
            ("status", "Deployed"),
        ],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
    (
        "aws_wafv2_web_acl[scope=CLOUDFRONT]",
        "",
        "arn:{partition}:wafv2:us-east-1:{account}:global/webacl/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_web_acl",
        "{uuid}",
        "{regional:wafv2}:regional/webacl/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_ip_set[scope=CLOUDFRONT]",
        "",
        "arn:{partition}:wafv2:us-east-1:{account}:global/ipset/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_ip_set",
        "{uuid}",
        "{regional:wafv2}:regional/ipset/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_rule_group[scope=CLOUDFRONT]",
        "",
        "arn:{partition}:wafv2:us-east-1:{account}:global/rulegroup/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_rule_group",
        "{uuid}",
        "{regional:wafv2}:regional/rulegroup/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_regex_pattern_set[scope=CLOUDFRONT]",
        "",
        "arn:{partition}:wafv2:us-east-1:{account}:global/regexpatternset/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_regex_pattern_set",
        "{uuid}",
        "{regional:wafv2}:regional/regexpatternset/{name}/{id}",
        &[],
    ),
    (
        "aws_wafv2_web_acl_association",
        "{web_acl_arn},{resource_arn}",
        "",
        &[],
    ),
    (
        "aws_wafv2_web_acl_logging_configuration",
        "{resource_arn}",
        "",
        &[],
    ),
    (
        "aws_wafv2_*",
        "",
        "",
        &[
            ("lock_token", "{uuid}"),
            ("application_integration_url", "{nothing}"),
        ],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswaf.html
    ("aws_waf_web_acl", "", "{global:waf}:webacl/{id}", &[]),
    (
        "aws_waf_rate_based_rule",
        "",
        "{global:waf}:ratebasedrule/{id}",
        &[],
    ),
    ("aws_waf_*", "{uuid}", "{global:waf}:{kind}/{id}", &[]),
    (
        "aws_wafregional_web_acl",
        "",
        "{regional:waf-regional}:webacl/{id}",
        &[],
    ),
    (
        "aws_wafregional_web_acl_association",
        "{web_acl_id}:{resource_arn}",
        "",
        &[],
    ),
    (
        "aws_wafregional_*",
        "{uuid}",
        "{regional:waf-regional}:{kind}/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsshield.html
    (
        "aws_shield_protection",
        "{uuid}",
        "{global:shield}:protection/{id}",
        &[],
    ),
    (
        "aws_shield_protection_group",
        "{protection_group_id}",
        "",
        &[(
            "protection_group_arn",
            "{global:shield}:protection-group/{protection_group_id}",
        )],
    ),
];
