# GET /orders, answered by a function that exists already.

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

variable "function_name" {
  description = "The function."
  type        = string
}

variable "function_invoke_arn" {
  description = "Its invoke ARN."
  type        = string
}

resource "aws_api_gateway_rest_api" "this" {
  name = "example"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "orders"
}

module "route" {
  source = "../../"

  rest_api_id         = aws_api_gateway_rest_api.this.id
  execution_arn       = aws_api_gateway_rest_api.this.execution_arn
  stage_name          = "dev"
  resource_id         = aws_api_gateway_resource.orders.id
  resource_path       = aws_api_gateway_resource.orders.path
  http_method         = "GET"
  api_key_required    = false
  function_name       = var.function_name
  function_invoke_arn = var.function_invoke_arn
}

output "route_fingerprint" {
  description = "For the triggers of the deployment."
  value       = module.route.fingerprint
}
