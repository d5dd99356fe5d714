//! Brokers, and what moves or crunches much data.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/msk/latest/developerguide/msk-get-bootstrap-brokers.html
    (
        "aws_msk_cluster",
        "{arn}",
        "{regional:kafka}:cluster/{cluster_name}/{cluster_uuid}",
        &[
            ("cluster_uuid", "{uuid}-{digits:1}"),
            (
                "broker_host",
                "b-1.{cluster_name}.{lower:6}.c2.kafka.{region}.{suffix}",
            ),
            ("bootstrap_brokers", "{broker_host}:9092"),
            ("bootstrap_brokers_tls", "{broker_host}:9094"),
            ("bootstrap_brokers_sasl_scram", "{broker_host}:9096"),
            ("bootstrap_brokers_sasl_iam", "{broker_host}:9098"),
            ("bootstrap_brokers_public_tls", "{broker_host}:9194"),
            ("bootstrap_brokers_public_sasl_scram", "{broker_host}:9196"),
            ("bootstrap_brokers_public_sasl_iam", "{broker_host}:9198"),
            ("zookeeper_connect_string", "{broker_host}:2181"),
            ("zookeeper_connect_string_tls", "{broker_host}:2182"),
            ("current_version", "K{upper:13}"),
        ],
    ),
    (
        "aws_msk_serverless_cluster",
        "{arn}",
        "{regional:kafka}:cluster/{cluster_name}/{cluster_uuid}",
        &[
            ("cluster_uuid", "{uuid}-s{digits:1}"),
            (
                "bootstrap_brokers_sasl_iam",
                "boot-{lower:8}.c1.kafka-serverless.{region}.{suffix}:9098",
            ),
        ],
    ),
    (
        "aws_msk_configuration",
        "{arn}",
        "{regional:kafka}:configuration/{name}/{uuid}-1",
        &[],
    ),
    (
        "aws_mskconnect_connector",
        "{arn}",
        "{regional:kafkaconnect}:connector/{name}/{uuid}-1",
        &[],
    ),
    (
        "aws_mskconnect_custom_plugin",
        "{arn}",
        "{regional:kafkaconnect}:custom-plugin/{name}/{uuid}-1",
        &[],
    ),
    (
        "aws_mskconnect_worker_configuration",
        "{arn}",
        "{regional:kafkaconnect}:worker-configuration/{name}/{uuid}-1",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html
    (
        "aws_emr_cluster",
        "j-{upper:13}",
        "{regional:elasticmapreduce}:cluster/{id}",
        &[
            ("cluster_state", "WAITING"),
            ("master_public_dns", "{private_dns}"),
        ],
    ),
    (
        "aws_emr_studio",
        "es-{upper:25}",
        "{regional:elasticmapreduce}:studio/{id}",
        &[("url", "https://{id}.emrstudio-prod.{region}.{suffix}")],
    ),
    (
        "aws_emrserverless_application",
        "{lower:16}",
        "{regional:emr-serverless}:/applications/{id}",
        &[],
    ),
    (
        "aws_emrcontainers_virtual_cluster",
        "{lower:25}",
        "{regional:emr-containers}:/virtualclusters/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
    (
        "aws_dms_replication_instance",
        "{replication_instance_id}",
        "",
        &[("replication_instance_arn", "{regional:dms}:rep:{upper:26}")],
    ),
    (
        "aws_dms_replication_task",
        "{replication_task_id}",
        "",
        &[
            ("replication_task_arn", "{regional:dms}:task:{upper:26}"),
            ("status", "ready"),
        ],
    ),
    (
        "aws_dms_endpoint|aws_dms_s3_endpoint",
        "{endpoint_id}",
        "",
        &[("endpoint_arn", "{regional:dms}:endpoint:{upper:26}")],
    ),
    (
        "aws_dms_replication_subnet_group",
        "{replication_subnet_group_id}",
        "",
        &[(
            "replication_subnet_group_arn",
            "{regional:dms}:subgrp:{replication_subnet_group_id}",
        )],
    ),
    (
        "aws_dms_certificate",
        "{certificate_id}",
        "",
        &[("certificate_arn", "{regional:dms}:cert:{upper:26}")],
    ),
    (
        "aws_datasync_task",
        "{arn}",
        "{regional:datasync}:task/task-{hex:17}",
        &[],
    ),
    (
        "aws_datasync_agent",
        "{arn}",
        "{regional:datasync}:agent/agent-{hex:17}",
        &[],
    ),
    (
        "aws_datasync_location_*",
        "{arn}",
        "{regional:datasync}:location/loc-{hex:17}",
        &[],
    ),
    (
        "aws_mwaa_environment",
        "{name}",
        "{regional:airflow}:environment/{name}",
        &[
            ("webserver_url", "{uuid}.c1.airflow.{region}.on.aws"),
            ("status", "AVAILABLE"),
        ],
    ),
];
