//! The halves of a type's name: the service, and what of it.

use super::pattern::fits;

/// Where the second word of a type is not what ARNs name the service:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
const SERVICES: &[(&str, &str)] = &[
    ("aws_accessanalyzer_*", "access-analyzer"),
    ("aws_acmpca_*", "acm-pca"),
    ("aws_alb*|aws_lb*|aws_elb*", "elasticloadbalancing"),
    (
        "aws_ami*|aws_ebs_*|aws_eip*|aws_instance*|aws_launch_template|aws_key_pair",
        "ec2",
    ),
    ("aws_api_gateway_*|aws_apigatewayv2_*", "apigateway"),
    ("aws_appautoscaling_*", "application-autoscaling"),
    ("aws_appintegrations_*", "app-integrations"),
    ("aws_bedrockagent_*", "bedrock"),
    ("aws_chimesdk*", "chime"),
    ("aws_cloudwatch_event_*", "events"),
    (
        "aws_cloudwatch_log_*|aws_cloudwatch_query_definition",
        "logs",
    ),
    ("aws_codeguruprofiler_*", "codeguru-profiler"),
    ("aws_codegurureviewer_*", "codeguru-reviewer"),
    ("aws_codestarconnections_*", "codestar-connections"),
    ("aws_codestarnotifications_*", "codestar-notifications"),
    ("aws_cognito_identity_*", "cognito-identity"),
    ("aws_cognito_*", "cognito-idp"),
    ("aws_config_*", "config"),
    ("aws_customerprofiles_*", "profile"),
    ("aws_db_*|aws_docdb_*|aws_neptune_*", "rds"),
    ("aws_devopsguru_*", "devops-guru"),
    ("aws_directory_service_*", "ds"),
    ("aws_docdbelastic_*", "docdb-elastic"),
    ("aws_dx_*", "directconnect"),
    ("aws_ecrpublic_*", "ecr-public"),
    ("aws_efs_*", "elasticfilesystem"),
    ("aws_elastic_beanstalk_*", "elasticbeanstalk"),
    ("aws_elasticsearch_*|aws_opensearch_*", "es"),
    ("aws_emr_*", "elasticmapreduce"),
    ("aws_emrcontainers_*", "emr-containers"),
    ("aws_emrserverless_*", "emr-serverless"),
    ("aws_keyspaces_*", "cassandra"),
    ("aws_kinesis_firehose_*", "firehose"),
    ("aws_kinesis_video_*", "kinesisvideo"),
    (
        "aws_kinesis_analytics_*|aws_kinesisanalyticsv2_*",
        "kinesisanalytics",
    ),
    ("aws_lex*", "lex"),
    ("aws_location_*", "geo"),
    ("aws_macie2_*", "macie2"),
    ("aws_media_convert_*", "mediaconvert"),
    ("aws_media_package*", "mediapackage"),
    ("aws_media_store_*", "mediastore"),
    ("aws_msk_*|aws_mskconnect_*", "kafka"),
    ("aws_mwaa_*", "airflow"),
    ("aws_networkfirewall_*", "network-firewall"),
    ("aws_neptunegraph_*", "neptune-graph"),
    ("aws_opensearchserverless_*", "aoss"),
    ("aws_paymentcryptography_*", "payment-cryptography"),
    ("aws_pinpoint_*", "mobiletargeting"),
    ("aws_prometheus_*", "aps"),
    ("aws_rds_*", "rds"),
    ("aws_redshiftserverless_*", "redshift-serverless"),
    ("aws_redshiftdata_*", "redshift-data"),
    ("aws_resourceexplorer2_*", "resource-explorer-2"),
    ("aws_resourcegroups_*", "resource-groups"),
    ("aws_route53_resolver_*", "route53resolver"),
    (
        "aws_route53recoverycontrolconfig_*",
        "route53-recovery-control",
    ),
    (
        "aws_route53recoveryreadiness_*",
        "route53-recovery-readiness",
    ),
    ("aws_s3control_*|aws_s3_access_point", "s3"),
    ("aws_s3outposts_*", "s3-outposts"),
    ("aws_service_discovery_*", "servicediscovery"),
    ("aws_servicecatalogappregistry_*", "servicecatalog"),
    ("aws_sesv2_*", "ses"),
    ("aws_sfn_*", "states"),
    ("aws_ssmcontacts_*", "ssm-contacts"),
    ("aws_ssmincidents_*", "ssm-incidents"),
    ("aws_ssmquicksetup_*", "ssm-quicksetup"),
    ("aws_ssoadmin_*", "sso"),
    ("aws_timestreaminfluxdb_*", "timestream-influxdb"),
    ("aws_timestreamquery_*|aws_timestreamwrite_*", "timestream"),
    ("aws_vpclattice_*", "vpc-lattice"),
    ("aws_waf_*", "waf"),
    ("aws_wafregional_*", "waf-regional"),
    // What has no service before it is the network's.
    (
        "aws_vpc*|aws_subnet*|aws_security_group*|aws_route|aws_route_table*|aws_network_*",
        "ec2",
    ),
    (
        "aws_internet_gateway*|aws_nat_gateway*|aws_egress_only_*|aws_default_*|aws_flow_log",
        "ec2",
    ),
    (
        "aws_vpn_*|aws_customer_gateway|aws_placement_group|aws_spot_*|aws_volume_*",
        "ec2",
    ),
    (
        "aws_verifiedaccess_*|aws_main_route_table_association|aws_snapshot_*",
        "ec2",
    ),
];

/// The service as ARNs name it.
pub(super) fn service(type_name: &str) -> &str {
    let named = SERVICES.iter().find(|(types, _)| fits(types, type_name));
    named.map_or_else(|| words(type_name).0, |(_, service)| service)
}

/// The services whose ARNs have no region, but for those of which the tables say it line by line:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
const GLOBAL: &str =
    "iam|organizations|cloudfront|budgets|ce|globalaccelerator|networkmanager|shield|waf";

/// Whether the type's service is one without regions.
pub(super) fn is_global(type_name: &str) -> bool {
    fits(GLOBAL, service(type_name))
}

/// What of the service: `crawler` for `aws_glue_crawler`.
pub(super) fn kind(type_name: &str) -> String {
    words(type_name).1.replace('_', "-")
}

fn words(type_name: &str) -> (&str, &str) {
    let name = type_name
        .split_once('_')
        .map_or(type_name, |(_, name)| name);
    name.split_once('_').unwrap_or((name, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_a_service_and_a_kind() {
        let types = [
            (
                "aws_glue_data_quality_ruleset",
                "glue",
                "data-quality-ruleset",
            ),
            ("aws_sfn_activity", "states", "activity"),
            ("aws_vpc", "ec2", "vpc"),
            ("aws_cloudwatch_dashboard", "cloudwatch", "dashboard"),
            ("random_id", "id", "id"),
        ];
        for (type_name, of, what) in types {
            assert_eq!((service(type_name), kind(type_name).as_str()), (of, what));
        }
    }
}
