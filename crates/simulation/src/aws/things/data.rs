//! Streams, warehouses and lakes.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html
    (
        "aws_kinesis_stream",
        "{arn}",
        "{regional:kinesis}:stream/{name}",
        &[],
    ),
    (
        "aws_kinesis_stream_consumer",
        "{arn}",
        "{stream_arn}/consumer/{name}:1767225600",
        &[],
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "{arn}",
        "{regional:firehose}:deliverystream/{name}",
        &[
            ("destination_id", "destinationId-000000000001"),
            ("version_id", "1"),
        ],
    ),
    (
        "aws_kinesis_video_stream",
        "{arn}",
        "{regional:kinesisvideo}:stream/{name}/1767225600000",
        &[],
    ),
    (
        "aws_kinesisanalyticsv2_application|aws_kinesis_analytics_application",
        "{arn}",
        "{regional:kinesisanalytics}:application/{name}",
        &[("status", "READY")],
    ),
    // https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
    (
        "aws_glue_catalog_database",
        "{account}:{name}",
        "{regional:glue}:database/{name}",
        &[],
    ),
    (
        "aws_glue_catalog_table",
        "{account}:{database_name}:{name}",
        "{regional:glue}:table/{database_name}/{name}",
        &[],
    ),
    (
        "aws_glue_connection",
        "{account}:{name}",
        "{regional:glue}:connection/{name}",
        &[],
    ),
    (
        "aws_glue_registry",
        "{arn}",
        "{regional:glue}:registry/{registry_name}",
        &[],
    ),
    (
        "aws_glue_schema",
        "{arn}",
        "{regional:glue}:schema/{registry_name}/{schema_name}",
        &[("registry_name", "default-registry")],
    ),
    (
        "aws_glue_data_quality_ruleset",
        "{name}",
        "{regional:glue}:dataQualityRuleset/{name}",
        &[],
    ),
    (
        "aws_glue_dev_endpoint",
        "{name}",
        "{regional:glue}:devEndpoint/{name}",
        &[],
    ),
    (
        "aws_glue_ml_transform",
        "tfm-{hex:40}",
        "{regional:glue}:mlTransform/{id}",
        &[],
    ),
    (
        "aws_glue_user_defined_function",
        "{account}:{database_name}:{name}",
        "{regional:glue}:userDefinedFunction/{database_name}/{name}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html
    (
        "aws_athena_workgroup",
        "{name}",
        "{regional:athena}:workgroup/{name}",
        &[],
    ),
    (
        "aws_athena_data_catalog",
        "{name}",
        "{regional:athena}:datacatalog/{name}",
        &[],
    ),
    ("aws_athena_named_query", "{uuid}", "", &[]),
    (
        "aws_athena_prepared_statement",
        "{workgroup}/{name}",
        "",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshift.html
    (
        "aws_redshift_cluster",
        "{cluster_identifier}",
        "{regional:redshift}:cluster:{cluster_identifier}",
        &[
            (
                "dns_name",
                "{cluster_identifier}.{lower:12}.{region}.redshift.{suffix}",
            ),
            ("endpoint", "{dns_name}:{port}"),
            (
                "cluster_namespace_arn",
                "{regional:redshift}:namespace:{uuid}",
            ),
            ("cluster_type", "single-node"),
        ],
    ),
    (
        "aws_redshift_subnet_group",
        "{name}",
        "{regional:redshift}:subnetgroup:{name}",
        &[],
    ),
    (
        "aws_redshift_parameter_group",
        "{name}",
        "{regional:redshift}:parametergroup:{name}",
        &[],
    ),
    (
        "aws_redshiftserverless_namespace",
        "{namespace_name}",
        "{regional:redshift-serverless}:namespace/{namespace_id}",
        &[("namespace_id", "{uuid}")],
    ),
    (
        "aws_redshiftserverless_workgroup",
        "{workgroup_name}",
        "{regional:redshift-serverless}:workgroup/{workgroup_id}",
        &[
            ("workgroup_id", "{uuid}"),
            (
                "endpoint.address",
                "{workgroup_name}.{account}.{region}.redshift-serverless.{suffix}",
            ),
        ],
    ),
];
