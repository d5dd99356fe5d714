//! Lists of which real configurations read more than the first element.

use super::pattern::fits;

/// Types, attributes with their paths, and the form of each element.
type List = (&'static str, &'static str, &'static [&'static str]);

const LISTS: &[List] = &[
    (
        "aws_availability_zones",
        "names",
        &["{region}a", "{region}b", "{region}c"],
    ),
    (
        "aws_availability_zones",
        "zone_ids",
        &[
            "{region_code}-az1",
            "{region_code}-az2",
            "{region_code}-az3",
        ],
    ),
    (
        "aws_rds_cluster|aws_docdb_cluster|aws_neptune_cluster|aws_autoscaling_group",
        "availability_zones",
        &["{region}a", "{region}b", "{region}c"],
    ),
    (
        "aws_regions",
        "names",
        &["{region}", "us-east-2", "ap-northeast-1", "sa-east-1"],
    ),
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/GetInfoAboutHostedZone.html
    (
        "aws_route53_zone|aws_route53_delegation_set|aws_lightsail_domain",
        "name_servers",
        &[
            "ns-{digits:3}.awsdns-{digits:2}.com",
            "ns-{digits:3}.awsdns-{digits:2}.net",
            "ns-1{digits:3}.awsdns-{digits:2}.org",
            "ns-1{digits:3}.awsdns-{digits:2}.co.uk",
        ],
    ),
    // https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html
    ("aws_ses_domain_dkim", "dkim_tokens", &["{lower:32}"; 3]),
    (
        "aws_sesv2_email_identity",
        "dkim_signing_attributes.tokens",
        &["{lower:32}"; 3],
    ),
    // https://docs.aws.amazon.com/global-accelerator/latest/dg/introduction-components.html
    (
        "aws_globalaccelerator_*accelerator",
        "ip_sets.ip_addresses",
        &["75.2.0.{byte}", "99.83.0.{byte}"],
    ),
    (
        "aws_directory_service_directory",
        "dns_ip_addresses|connect_settings.connect_ips",
        &["10.0.0.{byte}", "10.0.1.{byte}"],
    ),
    // One in each of three zones.
    ("aws_subnets", "ids", &["subnet-{hex:17}"; 3]),
    (
        "aws_db_subnet_group|aws_lb|aws_alb|aws_elb",
        "subnet_ids|subnets",
        &["subnet-{hex:17}"; 3],
    ),
    (
        "aws_eks_cluster|aws_lambda_function",
        "vpc_config.subnet_ids",
        &["subnet-{hex:17}"; 3],
    ),
    ("aws_nat_gateways", "ids", &["nat-{hex:17}"; 3]),
    ("aws_route_tables", "ids", &["rtb-{hex:17}"; 3]),
    ("aws_network_interfaces", "ids", &["eni-{hex:17}"; 3]),
    ("aws_instances", "ids", &["i-{hex:17}"; 3]),
    ("aws_instances", "private_ips", &["10.0.0.{byte}"; 3]),
    ("aws_instances", "public_ips", &["203.0.113.{byte}"; 3]),
    ("aws_eips", "allocation_ids", &["eipalloc-{hex:17}"; 3]),
    ("aws_eips", "public_ips", &["203.0.113.{byte}"; 3]),
];

/// The forms of a list's elements, if it has several.
pub(super) fn forms(type_name: &str, path: &str) -> Option<&'static [&'static str]> {
    let mut lists = LISTS.iter();
    lists
        .find(|(types, paths, _)| fits(types, type_name) && fits(paths, path))
        .map(|(_, _, forms)| *forms)
}
