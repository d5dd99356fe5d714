resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name        = "${var.name_prefix}-${each.key}"
  alarm_description = each.value.description

  namespace   = each.value.namespace
  metric_name = each.value.metric_name
  dimensions  = each.value.dimensions

  # CloudWatch keeps plain statistics and percentiles in two attributes and accepts only one of them.
  statistic          = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic = startswith(each.value.statistic, "p") ? each.value.statistic : null

  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = each.value.period_seconds
  evaluation_periods  = each.value.evaluation_periods

  # Every metric here is silent while nothing happens, and silence is health.
  treat_missing_data = "notBreaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}
