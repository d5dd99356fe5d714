//! `OpenSearch` and its kin.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonopensearchservice.html>

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    (
        "aws_opensearch_domain|aws_elasticsearch_domain",
        "{arn}",
        "{regional:es}:domain/{domain_name}",
        &[
            ("domain_id", "{account}/{domain_name}"),
            (
                "advanced_options.rest.action.multi.allow_explicit_index",
                "true",
            ),
            ("advanced_options.override_main_response_version", "false"),
            (
                "endpoint",
                "search-{domain_name}-{lower:26}.{region}.es.{suffix}",
            ),
            (
                "endpoint_v2",
                "search-{domain_name}-{lower:26}.aos.{region}.on.aws",
            ),
            ("dashboard_endpoint", "{endpoint}/_dashboards"),
            ("dashboard_endpoint_v2", "{endpoint_v2}/_dashboards"),
            ("kibana_endpoint", "{endpoint}/_plugin/kibana/"),
            ("engine_version", "OpenSearch_2.19"),
        ],
    ),
    (
        "aws_opensearch_domain_policy|aws_elasticsearch_domain_policy",
        "esd-policy-{domain_name}",
        "",
        &[],
    ),
    ("aws_opensearch_vpc_endpoint", "aos-{hex:17}", "", &[]),
    (
        "aws_opensearchserverless_collection",
        "{lower:20}",
        "{regional:aoss}:collection/{id}",
        &[
            ("collection_endpoint", "https://{id}.{region}.aoss.{suffix}"),
            ("dashboard_endpoint", "{collection_endpoint}/_dashboards"),
            ("kms_key_arn", "auto"),
            ("type", "TIMESERIES"),
        ],
    ),
    (
        "aws_opensearchserverless_*_policy",
        "{name}",
        "",
        &[("policy_version", "{base64:24}")],
    ),
    (
        "aws_cloudsearch_domain",
        "{name}",
        "{regional:cloudsearch}:domain/{name}",
        &[
            (
                "document_service_endpoint",
                "doc-{name}-{lower:26}.{region}.cloudsearch.{suffix}",
            ),
            (
                "search_service_endpoint",
                "search-{name}-{lower:26}.{region}.cloudsearch.{suffix}",
            ),
            ("domain_id", "{account}/{name}"),
        ],
    ),
    (
        "aws_osis_pipeline",
        "{pipeline_name}",
        "",
        &[
            ("pipeline_arn", "{regional:osis}:pipeline/{pipeline_name}"),
            (
                "ingest_endpoint_urls",
                "{pipeline_name}-{lower:26}.{region}.osis.{suffix}",
            ),
        ],
    ),
    (
        "aws_kendra_index",
        "{uuid}",
        "{regional:kendra}:index/{id}",
        &[],
    ),
];
