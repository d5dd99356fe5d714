# A table with one index.

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

module "table" {
  source = "../../"

  name                = "example-orders"
  hash_key            = "PK"
  range_key           = "SK"
  ttl_attribute       = "expiresAt"
  deletion_protection = false

  indexes = {
    OrdersByCustomer = { hash_key = "GSI1_PK", range_key = "GSI1_SK" }
  }
}

output "table_name" {
  description = "Name of the table."
  value       = module.table.name
}
