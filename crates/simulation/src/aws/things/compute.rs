//! Machines, load balancers, and what scales them.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_instance[region=us-east-1]",
        "",
        "",
        &[
            ("private_dns", "ip-10-0-0-{ip_byte}.ec2.internal"),
            ("public_dns", "ec2-203-0-113-{ip_byte}.compute-1.{suffix}"),
        ],
    ),
    (
        "aws_instance|aws_spot_instance_request",
        "i-{hex:17}",
        "{regional:ec2}:instance/{id}",
        &[
            ("instance_state", "running"),
            ("instance_initiated_shutdown_behavior", "stop"),
            ("placement_group", "{nothing}"),
            ("user_data", "{nothing}"),
            ("password_data", "{nothing}"),
        ],
    ),
    ("aws_instances", "{region}", "", &[]),
    (
        "aws_key_pair",
        "{key_name}",
        "{regional:ec2}:key-pair/{key_name}",
        &[("key_pair_id", "key-{hex:17}")],
    ),
    (
        "aws_ami*",
        "ami-{hex:17}",
        "arn:{partition}:ec2:{region}::image/{id}",
        &[
            ("image_id", "{id}"),
            ("ids", "ami-{hex:17}"),
            ("image_location", "{account}/{name}"),
            ("image_type", "machine"),
            ("state", "available"),
        ],
    ),
    (
        "aws_launch_template",
        "lt-{hex:17}",
        "{regional:ec2}:launch-template/{id}",
        &[],
    ),
    (
        "aws_placement_group",
        "{name}",
        "{regional:ec2}:placement-group/{name}",
        &[("placement_group_id", "pg-{hex:17}")],
    ),
    (
        "aws_ec2_host",
        "h-{hex:17}",
        "{regional:ec2}:dedicated-host/{id}",
        &[],
    ),
    (
        "aws_ec2_fleet",
        "fleet-{uuid}",
        "{regional:ec2}:fleet/{id}",
        &[],
    ),
    (
        "aws_ec2_capacity_reservation",
        "cr-{hex:17}",
        "{regional:ec2}:capacity-reservation/{id}",
        &[],
    ),
    ("aws_ec2_instance_type", "{instance_type}", "", &[]),
    (
        "aws_spot_fleet_request",
        "sfr-{uuid}",
        "",
        &[("spot_request_state", "active")],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
    (
        "aws_autoscaling_group",
        "{name}",
        "{regional:autoscaling}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
        &[("health_check_type", "EC2")],
    ),
    (
        "aws_autoscaling_policy",
        "{name}",
        "{regional:autoscaling}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
        &[],
    ),
    (
        "aws_launch_configuration",
        "{name}",
        "{regional:autoscaling}:launchConfiguration:{uuid}:launchConfigurationName/{name}",
        &[],
    ),
    (
        "aws_autoscaling_attachment",
        "{autoscaling_group_name}-{digits:26}",
        "",
        &[],
    ),
    (
        "aws_appautoscaling_target",
        "{resource_id}",
        "{regional:application-autoscaling}:scalable-target/{hex:34}",
        &[],
    ),
    (
        "aws_appautoscaling_policy",
        "{name}",
        "{regional:autoscaling}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    // The zones of AWS's own load balancers.
    (
        "aws_lb_hosted_zone_id[load_balancer_type=network]",
        "{zone:nlb}",
        "",
        &[],
    ),
    (
        "aws_lb_hosted_zone_id|aws_elb_hosted_zone_id",
        "{zone:alb}",
        "",
        &[],
    ),
    (
        "aws_*_hosted_zone_id|aws_elastic_beanstalk_hosted_zone",
        "Z{upper:13}",
        "",
        &[],
    ),
    // Data sources that are asked by ARN.
    (
        "aws_lb[arn=*]|aws_alb[arn=*]",
        "",
        "",
        &[("arn_suffix", "{after:arn:loadbalancer/}")],
    ),
    (
        "aws_lb_target_group[arn=*]|aws_alb_target_group[arn=*]",
        "",
        "",
        &[("arn_suffix", "targetgroup/{after:arn:targetgroup/}")],
    ),
    (
        "aws_lb[load_balancer_type=network]|aws_alb[load_balancer_type=network]",
        "",
        "",
        &[
            ("arn_suffix", "net/{name}/{hash}"),
            ("dns_name", "{name}-{hash}.elb.{region}.{suffix}"),
            ("zone_id", "{zone:nlb}"),
        ],
    ),
    (
        "aws_lb[load_balancer_type=gateway]|aws_alb[load_balancer_type=gateway]",
        "",
        "",
        &[("arn_suffix", "gwy/{name}/{hash}")],
    ),
    (
        "aws_lb[internal=true]|aws_alb[internal=true]|aws_elb[internal=true]",
        "",
        "",
        &[(
            "dns_name",
            "internal-{name}-{digits:10}.{region}.elb.{suffix}",
        )],
    ),
    (
        "aws_lb|aws_alb",
        "{arn}",
        "{regional:elasticloadbalancing}:loadbalancer/{arn_suffix}",
        &[
            ("arn_suffix", "app/{name}/{hash}"),
            ("dns_name", "{name}-{digits:10}.{region}.elb.{suffix}"),
            ("name", "tf-lb-{digits:26}"),
            ("hash", "{hex:16}"),
            ("zone_id", "{zone:alb}"),
        ],
    ),
    (
        "aws_lb_target_group|aws_alb_target_group",
        "{arn}",
        "{regional:elasticloadbalancing}:{arn_suffix}",
        &[
            ("arn_suffix", "targetgroup/{name}/{hex:16}"),
            ("name", "tf-{digits:26}"),
        ],
    ),
    (
        "aws_lb_listener|aws_alb_listener",
        "{arn}",
        "{regional:elasticloadbalancing}:listener/{after:load_balancer_arn:loadbalancer/}/{hex:16}",
        &[
            ("ssl_policy", "ELBSecurityPolicy-2016-08"),
            ("protocol", "HTTP"),
        ],
    ),
    (
        "aws_lb_listener_rule|aws_alb_listener_rule",
        "{arn}",
        "{regional:elasticloadbalancing}:listener-rule/{after:listener_arn:listener/}/{hex:16}",
        &[(
            "listener_arn",
            "{regional:elasticloadbalancing}:listener/app/simulated/{hex:16}/{hex:16}",
        )],
    ),
    (
        "aws_lb_listener_certificate",
        "{listener_arn}_{certificate_arn}",
        "",
        &[],
    ),
    (
        "aws_lb_target_group_attachment|aws_alb_target_group_attachment",
        "{target_group_arn}-{digits:26}",
        "",
        &[],
    ),
    (
        "aws_lb_trust_store",
        "{arn}",
        "{regional:elasticloadbalancing}:truststore/{name}/{hex:16}",
        &[],
    ),
    (
        "aws_elb",
        "{name}",
        "{regional:elasticloadbalancing}:loadbalancer/{name}",
        &[
            ("name", "tf-lb-{digits:26}"),
            ("dns_name", "{name}-{digits:10}.{region}.elb.{suffix}"),
            ("zone_id", "{zone:alb}"),
            ("source_security_group", "{account}/default"),
        ],
    ),
    (
        "aws_elastic_beanstalk_environment",
        "e-{lower:10}",
        "{regional:elasticbeanstalk}:environment/{application}/{name}",
        &[
            ("cname", "{label}.{lower:10}.{region}.elasticbeanstalk.com"),
            ("endpoint_url", "awseb-{lower:10}.{region}.elb.{suffix}"),
        ],
    ),
    (
        "aws_elastic_beanstalk_application",
        "{name}",
        "{regional:elasticbeanstalk}:application/{name}",
        &[],
    ),
];
