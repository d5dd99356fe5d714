//! VPCs and what is in them.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_vpc|aws_default_vpc",
        "vpc-{hex:17}",
        "{regional:ec2}:vpc/{id}",
        &[
            ("main_route_table_id", "{default_route_table_id}"),
            (
                "ipv6_association_id|cidr_block_associations.association_id",
                "vpc-cidr-assoc-{hex:17}",
            ),
            ("cidr_block_associations.state", "associated"),
            ("state", "available"),
        ],
    ),
    (
        "aws_vpc_ipv4_cidr_block_association|aws_vpc_ipv6_cidr_block_association",
        "vpc-cidr-assoc-{hex:17}",
        "",
        &[],
    ),
    (
        "aws_subnet|aws_default_subnet",
        "subnet-{hex:17}",
        "{regional:ec2}:subnet/{id}",
        &[
            (
                "ipv6_cidr_block_association_id",
                "subnet-cidr-assoc-{hex:17}",
            ),
            ("private_dns_hostname_type_on_launch", "ip-name"),
            ("cidr_block", "10.0.0.0/24"),
            ("ipv6_cidr_block", "2001:db8:1234:1a00::/64"),
            ("state", "available"),
        ],
    ),
    (
        "aws_security_group|aws_default_security_group",
        "sg-{hex:17}",
        "{regional:ec2}:security-group/{id}",
        &[("description", "Managed by Terraform")],
    ),
    (
        "aws_vpc_security_group_*_rule",
        "{security_group_rule_id}",
        "{regional:ec2}:security-group-rule/{security_group_rule_id}",
        &[],
    ),
    ("aws_security_group_rule", "sgrule-{digits:10}", "", &[]),
    (
        "aws_network_interface_sg_attachment",
        "{security_group_id}_{network_interface_id}",
        "",
        &[],
    ),
    (
        "aws_route_table|aws_default_route_table",
        "rtb-{hex:17}",
        "{regional:ec2}:route-table/{id}",
        &[],
    ),
    (
        "aws_route_table_association|aws_main_route_table_association",
        "rtbassoc-{hex:17}",
        "",
        &[],
    ),
    (
        "aws_route",
        "r-{route_table_id}{digits:10}",
        "",
        &[("origin", "CreateRoute"), ("state", "active")],
    ),
    (
        "aws_internet_gateway",
        "igw-{hex:17}",
        "{regional:ec2}:internet-gateway/{id}",
        &[],
    ),
    (
        "aws_internet_gateway_attachment",
        "{internet_gateway_id}:{vpc_id}",
        "",
        &[],
    ),
    ("aws_egress_only_internet_gateway", "eigw-{hex:17}", "", &[]),
    (
        "aws_nat_gateway",
        "nat-{hex:17}",
        "",
        &[
            ("association_id", "eipassoc-{hex:17}"),
            ("state", "available"),
            ("connectivity_type", "public"),
        ],
    ),
    (
        "aws_eip",
        "eipalloc-{hex:17}",
        "{regional:ec2}:elastic-ip/{id}",
        &[
            ("allocation_id", "{id}"),
            ("association_id", "eipassoc-{hex:17}"),
            ("domain", "vpc"),
            ("public_ipv4_pool", "amazon"),
            ("network_border_group", "{region}"),
            ("ptr_record", "simulated.example.com."),
            ("instance", "i-{hex:17}"),
            ("network_interface", "eni-{hex:17}"),
            (
                "carrier_ip|customer_owned_ip|customer_owned_ipv4_pool",
                "{nothing}",
            ),
        ],
    ),
    ("aws_eips", "{region}", "", &[]),
    ("aws_eip_association", "eipassoc-{hex:17}", "", &[]),
    (
        "aws_network_interface",
        "eni-{hex:17}",
        "{regional:ec2}:network-interface/{id}",
        &[("interface_type", "interface")],
    ),
    (
        "aws_network_interface_attachment",
        "eni-attach-{hex:17}",
        "",
        &[("attachment_id", "{id}"), ("status", "attached")],
    ),
    (
        "aws_network_acl|aws_default_network_acl",
        "acl-{hex:17}",
        "{regional:ec2}:network-acl/{id}",
        &[],
    ),
    ("aws_network_acl_association", "aclassoc-{hex:17}", "", &[]),
    ("aws_network_acl_rule", "nacl-{digits:10}", "", &[]),
    (
        "aws_vpc_dhcp_options|aws_default_vpc_dhcp_options",
        "dopt-{hex:17}",
        "{regional:ec2}:dhcp-options/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
    (
        "aws_vpc_endpoint",
        "vpce-{hex:17}",
        "{regional:ec2}:vpc-endpoint/{id}",
        &[
            (
                "dns_entry.dns_name",
                "{id}-{lower:8}.{tail:service_name:.}.{region}.vpce.amazonaws.com",
            ),
            ("service_name", "com.amazonaws.{region}.{service}"),
            ("prefix_list_id", "pl-{hex:8}"),
            ("state", "available"),
        ],
    ),
    (
        "aws_vpc_endpoint_*_association",
        "a-{vpc_endpoint_id}{digits:10}",
        "",
        &[],
    ),
    // `{service}` is the type's: what is meant here is the attribute of a data source.
    (
        "aws_vpc_endpoint_service[service=*]",
        "",
        "",
        &[
            ("service_name", "com.amazonaws.{region}.{bare:service}"),
            ("private_dns_name", "{bare:service}.{region}.{suffix}"),
        ],
    ),
    (
        "aws_vpc_endpoint_service",
        "vpce-svc-{hex:17}",
        "{regional:ec2}:vpc-endpoint-service/{id}",
        &[
            ("service_id", "{id}"),
            ("service_name", "com.amazonaws.vpce.{region}.{id}"),
            ("service_type", "Interface"),
            (
                "base_endpoint_dns_names",
                "{id}.{region}.vpce.amazonaws.com",
            ),
            ("state", "Available"),
        ],
    ),
    (
        "aws_vpc_peering_connection*",
        "pcx-{hex:17}",
        "",
        &[("accept_status|status", "active")],
    ),
    (
        "aws_flow_log",
        "fl-{hex:17}",
        "{regional:ec2}:vpc-flow-log/{id}",
        &[],
    ),
    (
        "aws_vpn_gateway",
        "vgw-{hex:17}",
        "{regional:ec2}:vpn-gateway/{id}",
        &[],
    ),
    (
        "aws_customer_gateway",
        "cgw-{hex:17}",
        "{regional:ec2}:customer-gateway/{id}",
        &[],
    ),
    (
        "aws_vpn_connection",
        "vpn-{hex:17}",
        "{regional:ec2}:vpn-connection/{id}",
        &[
            ("tunnel1_address|tunnel2_address", "203.0.113.{byte}"),
            ("tunnel1_preshared_key|tunnel2_preshared_key", "{mixed:32}"),
            (
                "tunnel1_inside_cidr|tunnel2_inside_cidr",
                "169.254.{byte}.0/30",
            ),
            (
                "tunnel1_cgw_inside_address|tunnel2_cgw_inside_address",
                "169.254.{byte}.2",
            ),
            (
                "tunnel1_vgw_inside_address|tunnel2_vgw_inside_address",
                "169.254.{byte}.1",
            ),
            ("customer_gateway_configuration", "<vpn_connection/>"),
        ],
    ),
    (
        "aws_ec2_managed_prefix_list",
        "pl-{hex:17}",
        "{regional:ec2}:prefix-list/{id}",
        &[],
    ),
    ("aws_prefix_list", "pl-{hex:8}", "", &[]),
    (
        "aws_ec2_instance_connect_endpoint",
        "eice-{hex:17}",
        "{regional:ec2}:instance-connect-endpoint/{id}",
        &[],
    ),
    (
        "aws_ec2_client_vpn_endpoint",
        "cvpn-endpoint-{hex:17}",
        "{regional:ec2}:client-vpn-endpoint/{id}",
        &[("dns_name", "*.{id}.prod.clientvpn.{region}.{suffix}")],
    ),
    (
        "aws_ec2_carrier_gateway",
        "cagw-{hex:17}",
        "{regional:ec2}:carrier-gateway/{id}",
        &[],
    ),
];
