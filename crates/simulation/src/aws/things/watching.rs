//! Logs, metrics, traces, trails and budgets.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    (
        "aws_cloudwatch_log_group",
        "{name}",
        "{regional:logs}:log-group:{name}",
        &[("log_group_class", "STANDARD")],
    ),
    (
        "aws_cloudwatch_log_groups",
        "{region}",
        "{regional:logs}:log-group:{log_group_names}",
        &[
            ("log_group_names", "{log_group_name_prefix}simulated"),
            ("log_group_name_prefix", "{nothing}"),
        ],
    ),
    (
        "aws_cloudwatch_log_stream",
        "{name}",
        "{regional:logs}:log-group:{log_group_name}:log-stream:{name}",
        &[],
    ),
    ("aws_cloudwatch_log_metric_filter", "{name}", "", &[]),
    (
        "aws_cloudwatch_log_subscription_filter",
        "cwlsf-{digits:10}",
        "",
        &[],
    ),
    (
        "aws_cloudwatch_log_resource_policy",
        "{policy_name}",
        "",
        &[],
    ),
    (
        "aws_cloudwatch_log_destination",
        "{name}",
        "{regional:logs}:destination:{name}",
        &[],
    ),
    (
        "aws_cloudwatch_log_delivery",
        "{lower:16}",
        "{regional:logs}:delivery:{id}",
        &[],
    ),
    (
        "aws_cloudwatch_log_delivery_source",
        "",
        "{regional:logs}:delivery-source:{name}",
        &[],
    ),
    (
        "aws_cloudwatch_log_delivery_destination",
        "",
        "{regional:logs}:delivery-destination:{name}",
        &[],
    ),
    (
        "aws_cloudwatch_log_anomaly_detector",
        "",
        "{regional:logs}:anomaly-detector:{uuid}",
        &[],
    ),
    (
        "aws_cloudwatch_query_definition",
        "{query_definition_id}",
        "",
        &[("query_definition_id", "{uuid}")],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    (
        "aws_cloudwatch_metric_alarm|aws_cloudwatch_composite_alarm",
        "{alarm_name}",
        "{regional:cloudwatch}:alarm:{alarm_name}",
        &[],
    ),
    (
        "aws_cloudwatch_metric_stream",
        "{name}",
        "{regional:cloudwatch}:metric-stream/{name}",
        &[("state", "running")],
    ),
    (
        "aws_cloudwatch_dashboard",
        "{dashboard_name}",
        "",
        &[(
            "dashboard_arn",
            "{global:cloudwatch}:dashboard/{dashboard_name}",
        )],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    (
        "aws_cloudtrail",
        "{arn}",
        "{regional:cloudtrail}:trail/{name}",
        &[],
    ),
    (
        "aws_cloudtrail_event_data_store",
        "{arn}",
        "{regional:cloudtrail}:eventdatastore/{uuid}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    (
        "aws_budgets_budget",
        "{account}:{name}",
        "{global:budgets}:budget/{name}",
        &[("limit_unit", "USD"), ("limit_amount", "1.0")],
    ),
    (
        "aws_budgets_budget_action",
        "{account}:{action_id}:{budget_name}",
        "{global:budgets}:budget/{budget_name}/action/{action_id}",
        &[("action_id", "{uuid}"), ("status", "STANDBY")],
    ),
    (
        "aws_ce_anomaly_monitor",
        "{arn}",
        "{global:ce}:anomalymonitor/{uuid}",
        &[],
    ),
    (
        "aws_ce_anomaly_subscription",
        "{arn}",
        "{global:ce}:anomalysubscription/{uuid}",
        &[],
    ),
    (
        "aws_ce_cost_category",
        "{arn}",
        "{global:ce}:costcategory/{uuid}",
        &[],
    ),
    (
        "aws_cur_report_definition",
        "{report_name}",
        "arn:{partition}:cur:us-east-1:{account}:definition/{report_name}",
        &[],
    ),
    (
        "aws_bcmdataexports_export",
        "{arn}",
        "arn:{partition}:bcm-data-exports:us-east-1:{account}:export/{uuid}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    (
        "aws_xray_group",
        "{arn}",
        "{regional:xray}:group/{group_name}/{upper:52}",
        &[],
    ),
    (
        "aws_xray_sampling_rule",
        "{rule_name}",
        "{regional:xray}:sampling-rule/{rule_name}",
        &[],
    ),
    (
        "aws_synthetics_canary",
        "{name}",
        "{regional:synthetics}:canary:{name}",
        &[
            (
                "engine_arn",
                "{regional:lambda}:function:cwsyn-{name}-{uuid}:1",
            ),
            (
                "source_location_arn",
                "{regional:lambda}:layer:cwsyn-{name}-{uuid}:1",
            ),
            ("status", "READY"),
        ],
    ),
    (
        "aws_synthetics_group",
        "{name}",
        "{regional:synthetics}:group:{group_id}",
        &[("group_id", "{uuid}")],
    ),
    (
        "aws_rum_app_monitor",
        "{name}",
        "{regional:rum}:appmonitor/{name}",
        &[("app_monitor_id", "{uuid}")],
    ),
    (
        "aws_grafana_workspace",
        "g-{hex:10}",
        "{regional:grafana}:/workspaces/{id}",
        &[("endpoint", "{id}.grafana-workspace.{region}.{suffix}")],
    ),
    (
        "aws_prometheus_workspace",
        "ws-{uuid}",
        "{regional:aps}:workspace/{id}",
        &[(
            "prometheus_endpoint",
            "https://aps-workspaces.{region}.{suffix}/workspaces/{id}/",
        )],
    ),
    (
        "aws_oam_sink",
        "{arn}",
        "{regional:oam}:sink/{sink_id}",
        &[("sink_id", "{uuid}")],
    ),
    (
        "aws_oam_link",
        "{arn}",
        "{regional:oam}:link/{link_id}",
        &[("link_id", "{uuid}")],
    ),
    (
        "aws_chatbot_slack_channel_configuration",
        "",
        "",
        &[(
            "chat_configuration_arn",
            "{global:chatbot}:chat-configuration/slack-channel/{configuration_name}",
        )],
    ),
    ("aws_fis_experiment_template", "EXT{mixed:15}", "", &[]),
];
