# Two alarms on one queue: one on a plain statistic, one on a percentile.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "alerts" {
  name = "example-alerts"
}

module "alarms" {
  source = "../../"

  name_prefix = "example-orders"
  topic_arn   = aws_sns_topic.alerts.arn

  alarms = {
    dlq-depth = {
      description = "A message could not be processed and waits in the dead-letter queue."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = "example-orders-dlq" }
      statistic   = "Maximum"
      threshold   = 0
    }
    slow = {
      description        = "One call in twenty takes longer than a second."
      namespace          = "AWS/Lambda"
      metric_name        = "Duration"
      dimensions         = { FunctionName = "example-orders" }
      statistic          = "p95"
      threshold          = 1000
      evaluation_periods = 3
    }
  }
}

output "alarm_names" {
  description = "Name of each alarm."
  value       = { for key, alarm in module.alarms.alarms : key => alarm.alarm_name }
}
