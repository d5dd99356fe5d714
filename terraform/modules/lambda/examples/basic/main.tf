# A function from a local zip, which lies beside this file. A plan does not open the zip; an apply does.

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

variable "source_code_hash" {
  description = "Base64 SHA-256 of hello.zip: openssl dgst -sha256 -binary hello.zip | base64"
  type        = string
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "WriteTraces"
    actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "base" {
  name   = "example-lambda-base"
  policy = data.aws_iam_policy_document.base.json
}

resource "aws_sns_topic" "alerts" {
  name = "example-alerts"
}

module "role" {
  source = "../../../lambda-role"

  function_name   = "example-hello"
  aws_account_id  = data.aws_caller_identity.current.account_id
  base_policy_arn = aws_iam_policy.base.arn
  statements      = []
}

module "lambda" {
  source = "../../"

  function_name      = "example-hello"
  description        = "Says hello."
  role_arn           = module.role.arn
  log_retention_days = 30
  alarm_topic_arn    = aws_sns_topic.alerts.arn

  artifact = {
    path             = "${path.module}/hello.zip"
    source_code_hash = var.source_code_hash
  }

  environment_variables = {
    ENVIRONMENT = "dev"
  }
}

output "function_name" {
  description = "Name of the function."
  value       = module.lambda.function_name
}
