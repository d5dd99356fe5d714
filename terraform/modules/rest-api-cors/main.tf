locals {
  # Any origin: reads are public, writes carry a key in a header, and no request carries cookies, so an origin says
  # nothing about who is calling.
  response_headers = {
    "Access-Control-Allow-Origin"  = "*"
    "Access-Control-Allow-Methods" = join(",", sort(setunion(var.allow_methods, ["OPTIONS"])))
    "Access-Control-Allow-Headers" = "Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Api-Key"
    "Access-Control-Max-Age"       = "7200"
  }
}

resource "aws_api_gateway_method" "options" {
  rest_api_id   = var.rest_api_id
  resource_id   = var.resource_id
  http_method   = "OPTIONS"
  authorization = "NONE"

  # A browser sends no key with a preflight request.
  api_key_required = false
}

# Answered by API Gateway itself: a preflight request starts no function.
resource "aws_api_gateway_integration" "options" {
  rest_api_id = var.rest_api_id
  resource_id = var.resource_id
  http_method = aws_api_gateway_method.options.http_method

  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 204 }) }
}

resource "aws_api_gateway_method_response" "options" {
  rest_api_id = var.rest_api_id
  resource_id = var.resource_id
  http_method = aws_api_gateway_method.options.http_method
  status_code = "204"

  response_parameters = { for name in keys(local.response_headers) : "method.response.header.${name}" => true }
}

resource "aws_api_gateway_integration_response" "options" {
  rest_api_id = var.rest_api_id
  resource_id = var.resource_id
  http_method = aws_api_gateway_integration.options.http_method
  status_code = aws_api_gateway_method_response.options.status_code

  # Literal values stand in single quotes; without them API Gateway looks for a mapping expression.
  response_parameters = { for name, value in local.response_headers : "method.response.header.${name}" => "'${value}'" }
}
