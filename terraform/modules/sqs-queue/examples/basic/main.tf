# A queue that a topic delivers to.

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

resource "aws_sns_topic" "orders" {
  name              = "example-orders"
  kms_master_key_id = "alias/aws/sns"
}

module "queue" {
  source = "../../"

  name     = "example-orders"
  dlq_name = "example-orders-dlq"
  senders  = [{ service = "sns.amazonaws.com", source_arn = aws_sns_topic.orders.arn }]
}

resource "aws_sns_topic_subscription" "orders" {
  topic_arn            = aws_sns_topic.orders.arn
  protocol             = "sqs"
  endpoint             = module.queue.arn
  raw_message_delivery = true
  redrive_policy       = jsonencode({ deadLetterTargetArn = module.queue.dlq_arn })
}

output "queue_name" {
  description = "Name of the queue."
  value       = module.queue.name
}
