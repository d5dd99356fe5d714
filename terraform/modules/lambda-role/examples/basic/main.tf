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

module "role" {
  source = "../../"

  function_name   = "example-reader"
  aws_account_id  = "123456789012"
  base_policy_arn = "arn:aws:iam::123456789012:policy/example-lambda-base"

  statements = [
    {
      sid       = "ReadOneItem"
      actions   = ["dynamodb:GetItem"]
      resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/example"]
    },
  ]
}

output "role_name" {
  description = "Name of the role."
  value       = module.role.name
}
