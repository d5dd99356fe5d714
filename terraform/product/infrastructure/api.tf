resource "aws_api_gateway_rest_api" "product" {
  name        = "bbws-product-api-${var.environment}"
  description = "The catalogue of hosting products."

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

# Resources live here because methods of several stacks hang on them; the methods live with their functions. The
# deployment is a stack of its own, product/api-deployment: see ../README.md.
resource "aws_api_gateway_resource" "v1" {
  rest_api_id = aws_api_gateway_rest_api.product.id
  parent_id   = aws_api_gateway_rest_api.product.root_resource_id
  path_part   = "v1.0"
}

resource "aws_api_gateway_resource" "products" {
  rest_api_id = aws_api_gateway_rest_api.product.id
  parent_id   = aws_api_gateway_resource.v1.id
  path_part   = "products"
}

resource "aws_api_gateway_resource" "product" {
  rest_api_id = aws_api_gateway_rest_api.product.id
  parent_id   = aws_api_gateway_resource.products.id
  path_part   = "{productId}"
}

locals {
  # What API Gateway answers by itself, in the shape of every other error. A message of null stands for API Gateway's
  # own, a status of null for its usual one.
  gateway_responses = {
    DEFAULT_4XX = { status = null, error = "$context.error.responseType", message = null }
    DEFAULT_5XX = { status = null, error = "INTERNAL_ERROR", message = "something went wrong on our side" }

    # API Gateway says so of every path and method that it does not know, and of nothing else while no method asks for a
    # signature: in plain words, not found.
    MISSING_AUTHENTICATION_TOKEN = { status = "404", error = "NOT_FOUND", message = "there is no such path or method" }

    INVALID_API_KEY     = { status = "403", error = "FORBIDDEN", message = "a valid key is needed in the header x-api-key" }
    THROTTLED           = { status = "429", error = "TOO_MANY_REQUESTS", message = "too many requests, try again in a moment" }
    REQUEST_TOO_LARGE   = { status = "413", error = "PAYLOAD_TOO_LARGE", message = "the request is too large" }
    INTEGRATION_FAILURE = { status = "503", error = "SERVICE_UNAVAILABLE", message = "the service cannot answer now, try again in a moment" }
    INTEGRATION_TIMEOUT = { status = "503", error = "SERVICE_UNAVAILABLE", message = "the service did not answer in time, try again in a moment" }
  }
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each = local.gateway_responses

  rest_api_id   = aws_api_gateway_rest_api.product.id
  response_type = each.key
  status_code   = each.value.status

  response_templates = {
    # messageString brings its own quotes.
    "application/json" = join("", [
      "{\"error\":\"${each.value.error}\",\"message\":",
      each.value.message == null ? "$context.error.messageString" : jsonencode(each.value.message),
      ",\"requestId\":\"$context.requestId\"}",
    ])
  }

  # Without these a browser hides the answer from the page that asked; with them it can show what is wrong.
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin"   = "'*'"
    "gatewayresponse.header.Access-Control-Expose-Headers" = "'x-amzn-RequestId'"
  }
}

resource "aws_cloudwatch_log_group" "api_access" {
  name              = "/aws/apigateway/bbws-product-api-${var.environment}/access"
  retention_in_days = var.log_retention_days
}

# There is one of these in an account and region, for all of its APIs. Should another system here need it too, it moves to
# a stack that both build on. Destroying it leaves the setting as it is.
resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_gateway_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway_logs]
}
