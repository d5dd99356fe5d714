# A bucket for records that are rarely read after a quarter.

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

module "bucket" {
  source = "../../"

  name               = "example-records"
  glacier_after_days = 90
}

output "bucket_name" {
  description = "Name of the bucket."
  value       = module.bucket.name
}
