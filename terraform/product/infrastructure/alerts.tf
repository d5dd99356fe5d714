# Every alarm of the product system reports here. People subscribe by hand: addresses do not belong into the repository.
#
# Not encrypted with AWS's managed key for SNS, whose policy only lets callers of this account in: CloudWatch publishes as
# a service, and its alarms would be dropped without a word. Alarms name resources and thresholds, never customers.
resource "aws_sns_topic" "alerts" {
  name = "bbws-product-alerts-${var.environment}"
}

data "aws_iam_policy_document" "alerts_topic" {
  statement {
    sid       = "AllowAlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.aws_account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:cloudwatch:${var.aws_region}:${var.aws_account_id}:alarm:bbws-*"]
    }
  }

  statement {
    sid       = "DenyPublishWithoutTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.alerts_topic.json
}

module "alarms" {
  source = "../../modules/alarms"

  name_prefix = "bbws-product-${var.environment}"
  topic_arn   = aws_sns_topic.alerts.arn

  alarms = {
    table-read-throttles = {
      description = "Reads of the products table were throttled."
      namespace   = "AWS/DynamoDB"
      metric_name = "ReadThrottleEvents"
      dimensions  = { TableName = module.products_table.name }
      statistic   = "Sum"
      threshold   = 0
    }
    table-write-throttles = {
      description = "Writes to the products table were throttled."
      namespace   = "AWS/DynamoDB"
      metric_name = "WriteThrottleEvents"
      dimensions  = { TableName = module.products_table.name }
      statistic   = "Sum"
      threshold   = 0
    }
    pipe-failed = {
      description = "The pipe could not publish committed changes. It retries until the stream drops them, 24 hours after the change."
      namespace   = "AWS/EventBridge/Pipes"
      metric_name = "ExecutionFailed"
      dimensions  = { PipeName = aws_pipes_pipe.committed.name }
      statistic   = "Sum"
      threshold   = 0
    }
    pipe-partially-failed = {
      description = "The pipe could not publish some committed changes of a batch. It retries them until the stream drops them, 24 hours after the change."
      namespace   = "AWS/EventBridge/Pipes"
      metric_name = "ExecutionPartiallyFailed"
      dimensions  = { PipeName = aws_pipes_pipe.committed.name }
      statistic   = "Sum"
      threshold   = 0
    }
    pipe-throttled = {
      description        = "The pipe has been throttled for 15 minutes; the audit log lags behind."
      namespace          = "AWS/EventBridge/Pipes"
      metric_name        = "ExecutionThrottled"
      dimensions         = { PipeName = aws_pipes_pipe.committed.name }
      statistic          = "Sum"
      threshold          = 0
      evaluation_periods = 3
    }
    committed-undelivered = {
      description = "A committed change could not be delivered to a subscriber; for the audit log it waits in the dead-letter queue."
      namespace   = "AWS/SNS"
      metric_name = "NumberOfNotificationsFailed"
      dimensions  = { TopicName = aws_sns_topic.committed.name }
      statistic   = "Sum"
      threshold   = 0
    }
  }
}
