# A queue for a function that exists already, and whose role may receive from it.

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

variable "function_name" {
  description = "The function."
  type        = string
}

resource "aws_sns_topic" "alerts" {
  name = "example-alerts"
}

module "queue" {
  source = "../../../sqs-queue"

  name     = "example-orders"
  dlq_name = "example-orders-dlq"
}

module "consumer" {
  source = "../../"

  function_name   = var.function_name
  queue_arn       = module.queue.arn
  queue_name      = module.queue.name
  dlq_name        = module.queue.dlq_name
  alarm_topic_arn = aws_sns_topic.alerts.arn

  maximum_concurrency = 5
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = toset([for alarm in module.consumer.alarms : alarm.alarm_name])
}
