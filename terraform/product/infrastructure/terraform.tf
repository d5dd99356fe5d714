terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # Bucket, region and lock come with -backend-config; see ../README.md.
  backend "s3" {
    key     = "product/infrastructure/terraform.tfstate"
    encrypt = true
  }
}
