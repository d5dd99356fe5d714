//! Networks of networks: transit gateways, IPAM, VPC Lattice, accelerators, firewalls.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    (
        "aws_ec2_transit_gateway",
        "tgw-{hex:17}",
        "{regional:ec2}:transit-gateway/{id}",
        &[
            ("association_default_route_table_id", "tgw-rtb-{hex:17}"),
            (
                "propagation_default_route_table_id",
                "{association_default_route_table_id}",
            ),
        ],
    ),
    (
        "aws_ec2_transit_gateway_route_table",
        "tgw-rtb-{hex:17}",
        "{regional:ec2}:transit-gateway-route-table/{id}",
        &[],
    ),
    (
        "aws_ec2_transit_gateway_route_table_association|aws_ec2_transit_gateway_route_table_propagation",
        "{transit_gateway_route_table_id}_{transit_gateway_attachment_id}",
        "",
        &[],
    ),
    (
        "aws_ec2_transit_gateway_route",
        "{transit_gateway_route_table_id}_{destination_cidr_block}",
        "",
        &[],
    ),
    (
        "aws_ec2_transit_gateway_*attachment*|aws_ec2_transit_gateway_connect",
        "tgw-attach-{hex:17}",
        "{regional:ec2}:transit-gateway-attachment/{id}",
        &[],
    ),
    (
        "aws_vpc_ipam",
        "ipam-{hex:17}",
        "{global:ec2}:ipam/{id}",
        &[],
    ),
    (
        "aws_vpc_ipam_pool",
        "ipam-pool-{hex:17}",
        "{global:ec2}:ipam-pool/{id}",
        &[("state", "create-complete")],
    ),
    (
        "aws_vpc_ipam_scope",
        "ipam-scope-{hex:17}",
        "{global:ec2}:ipam-scope/{id}",
        &[],
    ),
    (
        "aws_vpc_ipam_resource_discovery",
        "ipam-res-disco-{hex:17}",
        "{global:ec2}:ipam-resource-discovery/{id}",
        &[],
    ),
    (
        "aws_vpc_ipam_pool_cidr_allocation",
        "{ipam_pool_allocation_id}_{ipam_pool_id}",
        "",
        &[("ipam_pool_allocation_id", "ipam-pool-alloc-{hex:17}")],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonvpclattice.html
    (
        "aws_vpclattice_service_network",
        "sn-{hex:17}",
        "{regional:vpc-lattice}:servicenetwork/{id}",
        &[("auth_type", "NONE")],
    ),
    (
        "aws_vpclattice_service",
        "svc-{hex:17}",
        "{regional:vpc-lattice}:service/{id}",
        &[
            (
                "dns_entry.domain_name",
                "{label}-{hex:17}.{hex:7}.vpc-lattice-svcs.{region}.on.aws",
            ),
            ("auth_type", "NONE"),
        ],
    ),
    (
        "aws_vpclattice_target_group",
        "tg-{hex:17}",
        "{regional:vpc-lattice}:targetgroup/{id}",
        &[],
    ),
    (
        "aws_vpclattice_listener",
        "{service_identifier}/{listener_id}",
        "{regional:vpc-lattice}:service/{service_identifier}/listener/{listener_id}",
        &[("listener_id", "listener-{hex:17}")],
    ),
    (
        "aws_vpclattice_service_network_vpc_association",
        "snva-{hex:17}",
        "{regional:vpc-lattice}:servicenetworkvpcassociation/{id}",
        &[],
    ),
    (
        "aws_vpclattice_service_network_service_association",
        "snsa-{hex:17}",
        "{regional:vpc-lattice}:servicenetworkserviceassociation/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglobalaccelerator.html
    (
        "aws_globalaccelerator_accelerator|aws_globalaccelerator_custom_routing_accelerator",
        "{arn}",
        "{global:globalaccelerator}:accelerator/{uuid}",
        &[
            ("dns_name", "a{hex:16}.awsglobalaccelerator.com"),
            (
                "dual_stack_dns_name",
                "a{hex:16}.dualstack.awsglobalaccelerator.com",
            ),
            ("hosted_zone_id", "Z2BJ6XQ5FK7U4H"),
        ],
    ),
    (
        "aws_globalaccelerator_listener",
        "{arn}",
        "{accelerator_arn}/listener/{hex:8}",
        &[(
            "accelerator_arn",
            "{global:globalaccelerator}:accelerator/{uuid}",
        )],
    ),
    (
        "aws_globalaccelerator_endpoint_group",
        "{arn}",
        "{listener_arn}/endpoint-group/{hex:12}",
        &[(
            "listener_arn",
            "{global:globalaccelerator}:accelerator/{uuid}/listener/{hex:8}",
        )],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsnetworkmanager.html
    (
        "aws_networkmanager_global_network",
        "global-network-{hex:17}",
        "{global:networkmanager}:global-network/{id}",
        &[],
    ),
    (
        "aws_networkmanager_core_network",
        "core-network-{hex:17}",
        "{global:networkmanager}:core-network/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsnetworkfirewall.html
    (
        "aws_networkfirewall_firewall",
        "{arn}",
        "{regional:network-firewall}:firewall/{name}",
        &[
            (
                "firewall_status.sync_states.attachment.endpoint_id",
                "vpce-{hex:17}",
            ),
            ("update_token", "{uuid}"),
        ],
    ),
    (
        "aws_networkfirewall_firewall_policy",
        "{arn}",
        "{regional:network-firewall}:firewall-policy/{name}",
        &[("update_token", "{uuid}")],
    ),
    (
        "aws_networkfirewall_rule_group[type=STATELESS]",
        "",
        "{regional:network-firewall}:stateless-rulegroup/{name}",
        &[],
    ),
    (
        "aws_networkfirewall_rule_group",
        "{arn}",
        "{regional:network-firewall}:stateful-rulegroup/{name}",
        &[("update_token", "{uuid}")],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdirectconnect.html
    (
        "aws_dx_connection",
        "dxcon-{lower:8}",
        "{regional:directconnect}:dxcon/{id}",
        &[("state", "available")],
    ),
    (
        "aws_dx_gateway",
        "{uuid}",
        "{global:directconnect}:dx-gateway/{id}",
        &[],
    ),
    (
        "aws_dx_lag",
        "dxlag-{lower:8}",
        "{regional:directconnect}:dxlag/{id}",
        &[],
    ),
    (
        "aws_dx_*_virtual_interface",
        "dxvif-{lower:8}",
        "{regional:directconnect}:dxvif/{id}",
        &[],
    ),
];
