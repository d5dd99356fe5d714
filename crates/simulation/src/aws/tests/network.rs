//! VPCs, load balancers, edges, names.

use super::{Sample, check};

#[test]
fn a_vpc() {
    check(
        "aws_vpc",
        &[],
        &[
            ("id", "vpc-433034b4d35d1c3c5"),
            (
                "arn",
                "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-433034b4d35d1c3c5",
            ),
            ("default_route_table_id", "rtb-5d11491ad32c8b13c"),
            ("main_route_table_id", "rtb-5d11491ad32c8b13c"),
            ("owner_id", "123456789012"),
        ],
    );
}

#[test]
fn a_subnet() {
    check(
        "aws_subnet",
        &[],
        &[
            ("id", "subnet-433034b4d35d1c3c5"),
            (
                "arn",
                "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-433034b4d35d1c3c5",
            ),
            ("availability_zone", "eu-west-1a"),
        ],
    );
}

#[test]
fn a_machine() {
    check(
        "aws_instance",
        &[],
        &[
            ("id", "i-433034b4d35d1c3c5"),
            (
                "arn",
                "arn:aws:ec2:eu-west-1:123456789012:instance/i-433034b4d35d1c3c5",
            ),
            ("private_ip", "10.0.0.89"),
            ("public_ip", "203.0.113.89"),
            ("private_dns", "ip-10-0-0-89.eu-west-1.compute.internal"),
            (
                "public_dns",
                "ec2-203-0-113-89.eu-west-1.compute.amazonaws.com",
            ),
            ("vpc_security_group_ids", "sg-baf8f3444cf271366"),
        ],
    );
}

#[test]
fn an_address() {
    check(
        "aws_eip",
        &[],
        &[
            ("id", "eipalloc-433034b4d35d1c3c5"),
            ("allocation_id", "eipalloc-433034b4d35d1c3c5"),
            ("public_ip", "203.0.113.89"),
            (
                "public_dns",
                "ec2-203-0-113-89.eu-west-1.compute.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn an_endpoint() {
    check(
        "aws_vpc_endpoint",
        &[("service_name", "com.amazonaws.eu-west-1.s3")],
        &[
            ("id", "vpce-433034b4d35d1c3c5"),
            (
                "dns_entry.dns_name",
                "vpce-433034b4d35d1c3c5-cylpb78d.s3.eu-west-1.vpce.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn many_subnets() {
    check("aws_subnets", &[], &[("ids", "subnet-b4a58b13909a5a0e9")]);
}

#[test]
fn a_load_balancer() {
    check(
        "aws_lb",
        &[("name", "web")],
        &[
            (
                "id",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/438a7aceb777e761",
            ),
            ("arn_suffix", "app/web/438a7aceb777e761"),
            ("dns_name", "web-7279936825.eu-west-1.elb.amazonaws.com"),
        ],
    );
}

#[test]
fn a_network_load_balancer() {
    check(
        "aws_lb",
        &[("name", "web"), ("load_balancer_type", "network")],
        &[
            ("arn_suffix", "net/web/438a7aceb777e761"),
            (
                "dns_name",
                "web-438a7aceb777e761.elb.eu-west-1.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn a_target_group() {
    check(
        "aws_lb_target_group",
        &[("name", "web")],
        &[
            (
                "arn",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/51d06dcc0d52de88",
            ),
            ("arn_suffix", "targetgroup/web/51d06dcc0d52de88"),
        ],
    );
}

#[test]
fn a_listener() {
    check(
        "aws_lb_listener",
        &[(
            "load_balancer_arn",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef",
        )],
        &[(
            "arn",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/caa350f5118b555b",
        )],
    );
}

#[test]
fn a_distribution() {
    check(
        "aws_cloudfront_distribution",
        &[],
        &[
            ("id", "EI5LAT2DUFXVFN"),
            (
                "arn",
                "arn:aws:cloudfront::123456789012:distribution/EI5LAT2DUFXVFN",
            ),
            ("domain_name", "dpx6ssw0hf7lwv.cloudfront.net"),
            ("hosted_zone_id", "Z2FDTNDATAQYW2"),
            ("etag", "ED2Z0QLG7SCM8J"),
            ("status", "Deployed"),
        ],
    );
}

#[test]
fn a_certificate() {
    check(
        "aws_acm_certificate",
        &[("domain_name", "*.example.com")],
        &[
            (
                "id",
                "arn:aws:acm:eu-west-1:123456789012:certificate/355e1d40-64fd-41ed-b20a-8a5b47614be6",
            ),
            ("domain_validation_options.domain_name", "*.example.com"),
            (
                "domain_validation_options.resource_record_name",
                "_3d8fc00475fe3db489b09afd79c10d56.example.com.",
            ),
            ("domain_validation_options.resource_record_type", "CNAME"),
            (
                "domain_validation_options.resource_record_value",
                "_48cf83d166c13b26acc5b9dc63471e7e.178c3c8c2f.acm-validations.aws.",
            ),
            ("status", "ISSUED"),
        ],
    );
}

#[test]
fn a_zone() {
    check(
        "aws_route53_zone",
        &[("name", "example.com")],
        &[
            ("id", "ZDG2CBVWGH413KNX2PX15"),
            ("zone_id", "ZDG2CBVWGH413KNX2PX15"),
            ("arn", "arn:aws:route53:::hostedzone/ZDG2CBVWGH413KNX2PX15"),
            ("name_servers", "ns-472.awsdns-65.com"),
        ],
    );
}

#[test]
fn a_record() {
    check(
        "aws_route53_record",
        &[
            ("zone_id", "Z1"),
            ("name", "www.example.com"),
            ("type", "A"),
        ],
        &[("id", "Z1_www.example.com_A"), ("fqdn", "www.example.com")],
    );
}

#[test]
fn a_web_acl() {
    check(
        "aws_wafv2_web_acl",
        &[("name", "shop"), ("scope", "REGIONAL")],
        &[(
            "arn",
            "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/9523c223-870c-4451-8f36-ca0ed9b03a7d",
        )],
    );
}

#[test]
fn a_global_web_acl() {
    check(
        "aws_wafv2_web_acl",
        &[("name", "shop"), ("scope", "CLOUDFRONT")],
        &[(
            "arn",
            "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/9523c223-870c-4451-8f36-ca0ed9b03a7d",
        )],
    );
}

#[test]
fn an_internal_load_balancer() {
    let internal = [("name", "web"), ("internal", "true")];
    let name = Sample::of("aws_lb", &internal).text("dns_name");
    assert!(name.starts_with("internal-web-"), "{name}");
    let network = [
        ("load_balancer_type", "network"),
        ("name", "web"),
        ("internal", "true"),
    ];
    let name = Sample::of("aws_lb", &network).text("dns_name");
    assert!(name.starts_with("web-"), "{name}");
}
