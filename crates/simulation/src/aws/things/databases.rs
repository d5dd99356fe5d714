//! Databases and caches.
//!
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
    (
        "aws_dynamodb_table",
        "{name}",
        "{regional:dynamodb}:table/{name}",
        &[
            ("stream_label", "2026-01-01T00:00:00.000"),
            ("stream_arn", "{arn}/stream/{stream_label}"),
            ("replica.arn", "{arn}"),
            ("replica.stream_arn", "{stream_arn}"),
            ("replica.stream_label", "{stream_label}"),
            ("billing_mode", "PROVISIONED"),
            ("table_class", "STANDARD"),
            ("stream_view_type", "NEW_AND_OLD_IMAGES"),
        ],
    ),
    (
        "aws_dynamodb_global_table",
        "{name}",
        "{global:dynamodb}:global-table/{name}",
        &[],
    ),
    (
        "aws_dynamodb_table_item",
        "{table_name}|{hash_key}",
        "",
        &[],
    ),
    (
        "aws_dynamodb_kinesis_streaming_destination",
        "{table_name},{stream_arn}",
        "",
        &[],
    ),
    (
        "aws_dynamodb_resource_policy",
        "{resource_arn}",
        "",
        &[("revision_id", "{digits:13}")],
    ),
    (
        "aws_db_instance",
        "{resource_id}",
        "{regional:rds}:db:{identifier|db_instance_identifier}",
        &[
            ("identifier", "{db_instance_identifier}"),
            ("resource_id", "db-{upper:26}"),
            (
                "address",
                "{identifier|db_instance_identifier}.{lower:12}.{region}.rds.{suffix}",
            ),
            ("endpoint", "{address}:{port}"),
            (
                "master_user_secret.secret_arn",
                "{regional:secretsmanager}:secret:rds!{resource_id}-{mixed:6}",
            ),
            ("master_user_secret.secret_status", "active"),
            ("ca_cert_identifier", "rds-ca-rsa2048-g1"),
            ("status|db_instance_status", "available"),
            ("engine", "mysql"),
            ("engine_version|engine_version_actual", "8.0.43"),
        ],
    ),
    (
        "aws_db_instances",
        "",
        "",
        &[
            ("instance_arns", "{arn}"),
            ("instance_identifiers", "{db_instance_identifier}"),
        ],
    ),
    ("aws_rds_clusters", "", "", &[("cluster_arns", "{arn}")]),
    (
        "aws_rds_cluster",
        "{cluster_identifier}",
        "{regional:rds}:cluster:{cluster_identifier}",
        &[
            (
                "endpoint",
                "{cluster_identifier}.cluster-{hash}.{region}.rds.{suffix}",
            ),
            (
                "reader_endpoint",
                "{cluster_identifier}.cluster-ro-{hash}.{region}.rds.{suffix}",
            ),
            ("hash", "{lower:12}"),
            ("cluster_resource_id", "cluster-{upper:26}"),
            (
                "master_user_secret.secret_arn",
                "{regional:secretsmanager}:secret:rds!{cluster_resource_id}-{mixed:6}",
            ),
            (
                "engine_version|engine_version_actual",
                "8.0.mysql_aurora.3.08.2",
            ),
            ("engine_mode", "provisioned"),
        ],
    ),
    (
        "aws_docdb_cluster",
        "{cluster_identifier}",
        "{regional:rds}:cluster:{cluster_identifier}",
        &[
            (
                "endpoint",
                "{cluster_identifier}.cluster-{hash}.{region}.docdb.{suffix}",
            ),
            (
                "reader_endpoint",
                "{cluster_identifier}.cluster-ro-{hash}.{region}.docdb.{suffix}",
            ),
            ("hash", "{lower:12}"),
            ("cluster_resource_id", "cluster-{upper:26}"),
        ],
    ),
    (
        "aws_neptune_cluster",
        "{cluster_identifier}",
        "{regional:rds}:cluster:{cluster_identifier}",
        &[
            (
                "endpoint",
                "{cluster_identifier}.cluster-{hash}.{region}.neptune.{suffix}",
            ),
            (
                "reader_endpoint",
                "{cluster_identifier}.cluster-ro-{hash}.{region}.neptune.{suffix}",
            ),
            ("hash", "{lower:12}"),
            ("cluster_resource_id", "cluster-{upper:26}"),
        ],
    ),
    (
        "aws_rds_cluster_instance|aws_docdb_cluster_instance|aws_neptune_cluster_instance",
        "{identifier}",
        "{regional:rds}:db:{identifier}",
        &[
            ("dbi_resource_id", "db-{upper:26}"),
            ("ca_cert_identifier", "rds-ca-rsa2048-g1"),
        ],
    ),
    (
        "aws_rds_cluster_instance",
        "",
        "",
        &[("endpoint", "{identifier}.{lower:12}.{region}.rds.{suffix}")],
    ),
    (
        "aws_docdb_cluster_instance",
        "",
        "",
        &[(
            "endpoint",
            "{identifier}.{lower:12}.{region}.docdb.{suffix}",
        )],
    ),
    (
        "aws_neptune_cluster_instance",
        "",
        "",
        &[
            (
                "address",
                "{identifier}.{lower:12}.{region}.neptune.{suffix}",
            ),
            ("endpoint", "{address}:{port}"),
        ],
    ),
    (
        "aws_rds_cluster_endpoint",
        "{cluster_endpoint_identifier}",
        "{regional:rds}:cluster-endpoint:{cluster_endpoint_identifier}",
        &[(
            "endpoint",
            "{cluster_endpoint_identifier}.cluster-custom-{lower:12}.{region}.rds.{suffix}",
        )],
    ),
    (
        "aws_rds_global_cluster|aws_docdb_global_cluster|aws_neptune_global_cluster",
        "{global_cluster_identifier}",
        "{global:rds}:global-cluster:{global_cluster_identifier}",
        &[("global_cluster_resource_id", "cluster-{lower:16}")],
    ),
    (
        "aws_db_subnet_group|aws_docdb_subnet_group|aws_neptune_subnet_group",
        "{name}",
        "{regional:rds}:subgrp:{name}",
        &[("status|subnet_group_status", "Complete")],
    ),
    (
        "aws_db_parameter_group|aws_neptune_parameter_group",
        "{name}",
        "{regional:rds}:pg:{name}",
        &[],
    ),
    (
        "aws_rds_cluster_parameter_group|aws_docdb_cluster_parameter_group|aws_neptune_cluster_parameter_group",
        "{name}",
        "{regional:rds}:cluster-pg:{name}",
        &[],
    ),
    (
        "aws_db_option_group",
        "{name}",
        "{regional:rds}:og:{name}",
        &[],
    ),
    (
        "aws_db_snapshot",
        "{db_snapshot_identifier}",
        "",
        &[
            (
                "db_snapshot_arn",
                "{regional:rds}:snapshot:{db_snapshot_identifier}",
            ),
            ("status", "available"),
        ],
    ),
    (
        "aws_db_cluster_snapshot|aws_docdb_cluster_snapshot|aws_neptune_cluster_snapshot",
        "{db_cluster_snapshot_identifier}",
        "",
        &[(
            "db_cluster_snapshot_arn",
            "{regional:rds}:cluster-snapshot:{db_cluster_snapshot_identifier}",
        )],
    ),
    (
        "aws_db_event_subscription|aws_docdb_event_subscription|aws_neptune_event_subscription",
        "{name}",
        "{regional:rds}:es:{name}",
        &[],
    ),
    (
        "aws_db_proxy",
        "{name}",
        "{regional:rds}:db-proxy:prx-{hex:17}",
        &[("endpoint", "{name}.proxy-{lower:12}.{region}.rds.{suffix}")],
    ),
];
