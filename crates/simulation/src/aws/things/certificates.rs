//! Certificates, DNS and the finding of services.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    (
        "aws_acm_certificate",
        "{arn}",
        "{regional:acm}:certificate/{uuid}",
        &[
            ("domain_name", "simulated-{hex:8}.example.com"),
            ("domain_validation_options.domain_name", "{domain_name}"),
            (
                "domain_validation_options.resource_record_name",
                "_{hex:32}.{bare:domain_name}.",
            ),
            ("status", "ISSUED"),
            ("type", "AMAZON_ISSUED"),
            ("renewal_eligibility", "INELIGIBLE"),
            ("key_algorithm", "RSA_2048"),
        ],
    ),
    (
        "aws_acm_certificate_validation",
        "2026-01-01 00:00:00 +0000 UTC",
        "",
        &[],
    ),
    (
        "aws_acmpca_certificate_authority",
        "{arn}",
        "{regional:acm-pca}:certificate-authority/{uuid}",
        &[],
    ),
    (
        "aws_acmpca_certificate",
        "{arn}",
        "{certificate_authority_arn}/certificate/{hex:32}",
        &[(
            "certificate_authority_arn",
            "{regional:acm-pca}:certificate-authority/{uuid}",
        )],
    ),
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html
    (
        "aws_route53_zone",
        "{zone_id}",
        "arn:{partition}:route53:::hostedzone/{zone_id}",
        &[
            ("name", "simulated-{hex:8}.example.com"),
            ("primary_name_server", "{name_servers}"),
            ("comment", "Managed by Terraform"),
        ],
    ),
    (
        "aws_route53_record[set_identifier=*]",
        "{zone_id}_{name}_{type}_{set_identifier}",
        "",
        &[],
    ),
    (
        "aws_route53_record",
        "{zone_id}_{name}_{type}",
        "",
        &[("fqdn", "{name}")],
    ),
    (
        "aws_route53_zone_association",
        "{zone_id}:{vpc_id}",
        "",
        &[],
    ),
    (
        "aws_route53_health_check",
        "{uuid}",
        "arn:{partition}:route53:::healthcheck/{id}",
        &[],
    ),
    (
        "aws_route53_delegation_set",
        "N{upper:20}",
        "arn:{partition}:route53:::delegationset/{id}",
        &[],
    ),
    (
        "aws_route53_query_log",
        "{uuid}",
        "arn:{partition}:route53:::queryloggingconfig/{id}",
        &[],
    ),
    (
        "aws_route53_cidr_collection",
        "{uuid}",
        "arn:{partition}:route53:::cidrcollection/{id}",
        &[],
    ),
    (
        "aws_route53_traffic_policy",
        "{uuid}",
        "arn:{partition}:route53:::trafficpolicy/{id}",
        &[],
    ),
    (
        "aws_route53_traffic_policy_instance",
        "{uuid}",
        "arn:{partition}:route53:::trafficpolicyinstance/{id}",
        &[],
    ),
    (
        "aws_route53_key_signing_key",
        "{hosted_zone_id},{name}",
        "",
        &[
            ("ds_record", "{digits:5} 13 2 {hex:64}"),
            ("digest_value", "{hex:64}"),
        ],
    ),
    (
        "aws_route53_resolver_endpoint[direction=OUTBOUND]",
        "rslvr-out-{hex:17}",
        "",
        &[],
    ),
    (
        "aws_route53_resolver_endpoint",
        "rslvr-in-{hex:17}",
        "{regional:route53resolver}:resolver-endpoint/{id}",
        &[],
    ),
    (
        "aws_route53_resolver_rule",
        "rslvr-rr-{hex:17}",
        "{regional:route53resolver}:resolver-rule/{id}",
        &[("share_status", "NOT_SHARED")],
    ),
    (
        "aws_route53_resolver_rule_association",
        "rslvr-rrassoc-{hex:17}",
        "",
        &[],
    ),
    (
        "aws_route53_resolver_query_log_config",
        "rqlc-{hex:17}",
        "{regional:route53resolver}:resolver-query-log-config/{id}",
        &[("share_status", "NOT_SHARED")],
    ),
    (
        "aws_route53_resolver_firewall_rule_group",
        "rslvr-frg-{hex:17}",
        "{regional:route53resolver}:firewall-rule-group/{id}",
        &[],
    ),
    (
        "aws_route53_resolver_firewall_domain_list",
        "rslvr-fdl-{hex:17}",
        "{regional:route53resolver}:firewall-domain-list/{id}",
        &[],
    ),
    (
        "aws_route53domains_registered_domain|aws_route53domains_domain",
        "{domain_name}",
        "",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudmap.html
    (
        "aws_service_discovery_*_namespace",
        "ns-{lower:16}",
        "{regional:servicediscovery}:namespace/{id}",
        &[("http_name", "{name}")],
    ),
    (
        "aws_service_discovery_service",
        "srv-{lower:16}",
        "{regional:servicediscovery}:service/{id}",
        &[("namespace_id", "ns-{lower:16}"), ("type", "DNS_HTTP")],
    ),
    ("aws_service_discovery_instance", "{instance_id}", "", &[]),
];
