locals {
  # In the ARN that API Gateway presents, a path parameter is a star: /products/{productId} becomes /products/*.
  source_path = replace(var.resource_path, "/[{][^}]+[}]/", "*")
}

resource "aws_api_gateway_method" "this" {
  rest_api_id      = var.rest_api_id
  resource_id      = var.resource_id
  http_method      = var.http_method
  authorization    = "NONE"
  api_key_required = var.api_key_required
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id = var.rest_api_id
  resource_id = var.resource_id
  http_method = aws_api_gateway_method.this.http_method

  type = "AWS_PROXY"
  uri  = var.function_invoke_arn

  # Lambda is always called with POST, whatever the caller's method.
  integration_http_method = "POST"
}

resource "aws_lambda_permission" "this" {
  statement_id  = "api-gateway-${lower(var.http_method)}"
  action        = "lambda:InvokeFunction"
  function_name = var.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${var.execution_arn}/${var.stage_name}/${var.http_method}${local.source_path}"
}
