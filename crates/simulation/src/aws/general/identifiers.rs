//! Whose, where, and which: accounts, places, ids and ARNs.

use super::{ANYTHING, Form};

pub(super) const FORMS: &[Form] = &[
    ("*.arn", "{regional}:{kind}/{hex:16}"),
    ("*.id", "{lower:12}"),
    ("*.name|*.domain|*.owner|*.endpoint", ANYTHING),
    (
        "endpoint.address|*_endpoint.address",
        "{label}.{lower:12}.{region}.{service}.{suffix}",
    ),
    ("arn", "{regional}:{kind}/{own}"),
    ("id", "{own}"),
    // Who and where.
    (
        "*account_id|*owner_id|owner|registry_id|catalog_id|aws_account|account",
        "{account}",
    ),
    (
        "mesh_owner|resource_owner|domain_owner|customer_aws_id|*owner_account*",
        "{account}",
    ),
    (
        "created_by|*_modified_by|*_updated_by|requested_by",
        "{global:iam}:root",
    ),
    ("region|*_region|region_name", "{region}"),
    ("partition", "{partition}"),
    ("dns_suffix", "{suffix}"),
    ("availability_zone_id", "{region_code}-az1"),
    ("*availability_zone|availability_zone_name", "{region}a"),
    // The parts of a network, by what they are called everywhere.
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
    ("*vpc_endpoint_id|vpce_id", "vpce-{hex:17}"),
    ("*vpc_peering_connection_id", "pcx-{hex:17}"),
    ("*vpc_id", "vpc-{hex:17}"),
    ("*subnet_id|subnet", "subnet-{hex:17}"),
    ("*security_group_rule_id", "sgr-{hex:17}"),
    ("*security_group_id|*security_group", "sg-{hex:17}"),
    ("*network_interface_id|eni_id|*_eni_id", "eni-{hex:17}"),
    ("*transit_gateway_attachment_id", "tgw-attach-{hex:17}"),
    ("*transit_gateway_route_table_id", "tgw-rtb-{hex:17}"),
    ("*transit_gateway_id", "tgw-{hex:17}"),
    ("*route_table_id", "rtb-{hex:17}"),
    ("*egress_only_*gateway_id", "eigw-{hex:17}"),
    ("*internet_gateway_id|gateway_id", "igw-{hex:17}"),
    ("*nat_gateway_id", "nat-{hex:17}"),
    ("*network_acl_id", "acl-{hex:17}"),
    ("*prefix_list_id", "pl-{hex:17}"),
    ("*dhcp_options_id", "dopt-{hex:17}"),
    ("*allocation_id", "eipalloc-{hex:17}"),
    ("*ipv6_cidr_block_association_id", "vpc-cidr-assoc-{hex:17}"),
    ("*instance_id", "i-{hex:17}"),
    ("*volume_id", "vol-{hex:17}"),
    ("*snapshot_id", "snap-{hex:17}"),
    ("*image_id|ami|ami_id", "ami-{hex:17}"),
    ("*launch_template_id", "lt-{hex:17}"),
    ("*file_system_id", "fs-{hex:17}"),
    ("*zone_id|hosted_zone", "Z{upper:20}"),
    ("*canonical_user_id", "{hex:64}"),
    ("*version_id", "{mixed:32}"),
    ("revision_id|uuid|*_uuid", "{uuid}"),
    ("unique_id", "{upper:21}"),
    (
        "*master_key_id|kms_key_id|*kms_key_id|*kms_key*|kms_arn|encryption_key",
        "{regional:kms}:key/{uuid}",
    ),
    (
        "secret_id",
        "{regional:secretsmanager}:secret:simulated-{mixed:6}",
    ),
    ("*_id", "{lower:10}"),
    // ARNs by what they are of.
    ("*kms*arn|*key_arn", "{regional:kms}:key/{uuid}"),
    ("*role_arn", "{global:iam}:role/simulated-{hex:8}"),
    ("*policy_arn", "{global:iam}:policy/simulated-{hex:8}"),
    (
        "*instance_profile_arn",
        "{global:iam}:instance-profile/simulated-{hex:8}",
    ),
    (
        "*user_arn|owner_arn|principal_arn|iam_arn",
        "{global:iam}:user/simulated-{hex:8}",
    ),
    ("*certificate_arn", "{regional:acm}:certificate/{uuid}"),
    (
        "*log_group_arn",
        "{regional:logs}:log-group:simulated-{hex:8}",
    ),
    ("*topic_arn", "{regional:sns}:simulated-{hex:8}"),
    ("*queue_arn", "{regional:sqs}:simulated-{hex:8}"),
    ("*bucket_arn", "arn:{partition}:s3:::simulated-{hex:8}"),
    (
        "*function_arn|lambda_arn",
        "{regional:lambda}:function:simulated-{hex:8}",
    ),
    (
        "*secret_arn|preshared_key_arn|secrets_manager_arn",
        "{regional:secretsmanager}:secret:simulated-{mixed:6}",
    ),
    (
        "*load_balancer_arn",
        "{regional:elasticloadbalancing}:loadbalancer/app/simulated/{hex:16}",
    ),
    (
        "*target_group_arn",
        "{regional:elasticloadbalancing}:targetgroup/simulated/{hex:16}",
    ),
    ("stream_arn", "{regional:kinesis}:stream/simulated-{hex:8}"),
    ("alarm_arn", "{regional:cloudwatch}:alarm:simulated-{hex:8}"),
    (
        "*web_acl_arn",
        "{regional:wafv2}:regional/webacl/simulated/{uuid}",
    ),
    ("*_arn", "{regional}:{attribute}/{hex:16}"),
    ("arn_suffix", "{kind}/{own}/{hex:16}"),
];
