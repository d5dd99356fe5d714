terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # A file on the machine that runs Terraform: the bucket for states does not exist yet. See ../README.md.
  backend "local" {}
}
