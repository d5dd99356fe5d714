# A function from a local zip. A plan does not open the zip; an apply does.

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

module "role" {
  source = "../../../lambda-role"

  function_name   = "example-hello"
  aws_account_id  = "123456789012"
  base_policy_arn = "arn:aws:iam::123456789012:policy/example-lambda-base"
  statements      = []
}

module "lambda" {
  source = "../../"

  function_name   = "example-hello"
  description     = "Says hello."
  role_arn        = module.role.arn
  alarm_topic_arn = aws_sns_topic.alerts.arn

  artifact = {
    path             = "hello.zip"
    source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  environment_variables = {
    ENVIRONMENT = "dev"
  }
}

output "function_name" {
  description = "Name of the function."
  value       = module.lambda.function_name
}
