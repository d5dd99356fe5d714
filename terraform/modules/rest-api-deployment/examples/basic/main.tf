# A stage for an API whose only answer is a mock. The account must let API Gateway write logs (aws_api_gateway_account).

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

resource "aws_api_gateway_rest_api" "this" {
  name = "example"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "health"
}

module "cors" {
  source = "../../../rest-api-cors"

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_resource.health.id
  allow_methods = ["GET"]
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/example/access"
  retention_in_days = 30
}

resource "aws_sns_topic" "alerts" {
  name = "example-alerts"
}

module "deployment" {
  source = "../../"

  rest_api_id          = aws_api_gateway_rest_api.this.id
  rest_api_name        = aws_api_gateway_rest_api.this.name
  stage_name           = "dev"
  triggers             = { health = module.cors.fingerprint }
  access_log_group_arn = aws_cloudwatch_log_group.access.arn
  log_retention_days   = 30
  alarm_topic_arn      = aws_sns_topic.alerts.arn

  throttle = { rate_limit = 100, burst_limit = 200 }
}

output "url" {
  description = "Address of the stage."
  value       = module.deployment.invoke_url
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = { for kind, alarm in module.deployment.alarms : kind => alarm.alarm_name }
}
