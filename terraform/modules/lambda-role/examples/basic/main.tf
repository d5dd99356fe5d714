# A role for a function that reads one item at a time from one table.

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

module "role" {
  source = "../../"

  function_name   = "example-reader"
  aws_account_id  = data.aws_caller_identity.current.account_id
  base_policy_arn = aws_iam_policy.base.arn

  statements = [
    {
      sid       = "ReadOneItem"
      actions   = ["dynamodb:GetItem"]
      resources = ["arn:aws:dynamodb:eu-west-1:${data.aws_caller_identity.current.account_id}:table/example"]
    },
  ]
}

output "role_name" {
  description = "Name of the role."
  value       = module.role.name
}
