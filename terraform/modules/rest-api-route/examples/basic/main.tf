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
  function_name       = "example-orders"
  function_invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:example-orders/invocations"
}

output "route_fingerprint" {
  description = "For the triggers of the deployment."
  value       = module.route.fingerprint
}
