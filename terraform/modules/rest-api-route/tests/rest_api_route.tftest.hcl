mock_provider "aws" {}

variables {
  rest_api_id         = "api123"
  execution_arn       = "arn:aws:execute-api:eu-west-1:123456789012:api123"
  stage_name          = "dev"
  resource_id         = "res123"
  resource_path       = "/v1.0/products/{productId}"
  http_method         = "PUT"
  api_key_required    = true
  function_name       = "bbws-update-product-dev"
  function_invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:bbws-update-product-dev/invocations"
}

run "a_write" {
  command = plan

  assert {
    condition     = aws_api_gateway_method.this.http_method == "PUT" && aws_api_gateway_method.this.api_key_required
    error_message = "A write must ask for an API key."
  }

  assert {
    condition     = aws_api_gateway_integration.this.type == "AWS_PROXY" && aws_api_gateway_integration.this.integration_http_method == "POST"
    error_message = "The function must be called as a proxy, with POST."
  }

  assert {
    condition     = aws_api_gateway_integration.this.uri == var.function_invoke_arn && aws_lambda_permission.this.function_name == "bbws-update-product-dev"
    error_message = "Integration and permission must be about the same function."
  }
}

run "a_public_read" {
  command = plan

  variables {
    http_method      = "GET"
    api_key_required = false
  }

  assert {
    condition     = !aws_api_gateway_method.this.api_key_required && aws_api_gateway_method.this.authorization == "NONE"
    error_message = "Anyone may read."
  }

  assert {
    condition     = aws_api_gateway_integration.this.integration_http_method == "POST"
    error_message = "The function is called with POST, whatever the caller's method."
  }
}

run "the_permission_reaches_down_to_stage_method_and_path" {
  command = plan

  assert {
    condition     = aws_lambda_permission.this.source_arn == "arn:aws:execute-api:eu-west-1:123456789012:api123/dev/PUT/v1.0/products/*"
    error_message = "Only this route of this stage may call the function."
  }

  assert {
    condition     = aws_lambda_permission.this.principal == "apigateway.amazonaws.com" && aws_lambda_permission.this.action == "lambda:InvokeFunction"
    error_message = "API Gateway may invoke, and nothing more."
  }
}

run "a_path_without_parameters_has_no_star" {
  command = plan

  variables {
    resource_path = "/v1.0/products"
    http_method   = "POST"
  }

  assert {
    condition     = aws_lambda_permission.this.source_arn == "arn:aws:execute-api:eu-west-1:123456789012:api123/dev/POST/v1.0/products"
    error_message = "A fixed path must be matched exactly."
  }
}

run "the_same_route_has_the_same_fingerprint" {
  command = plan

  assert {
    condition     = output.fingerprint == run.a_write.fingerprint
    error_message = "Nothing changed, so nothing is to be deployed."
  }
}

run "another_key_rule_changes_the_fingerprint" {
  command = plan

  variables {
    api_key_required = false
  }

  assert {
    condition     = output.fingerprint != run.a_write.fingerprint
    error_message = "Opening a route must redeploy the API."
  }
}

run "another_method_changes_the_fingerprint" {
  command = plan

  variables {
    http_method = "PATCH"
  }

  assert {
    condition     = output.fingerprint != run.a_write.fingerprint
    error_message = "Another method must redeploy the API."
  }
}

run "another_function_changes_the_fingerprint" {
  command = plan

  variables {
    function_invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:other/invocations"
  }

  assert {
    condition     = output.fingerprint != run.a_write.fingerprint
    error_message = "Another function must redeploy the API."
  }
}

run "another_path_changes_the_fingerprint" {
  command = plan

  variables {
    resource_path = "/v2.0/products/{productId}"
  }

  assert {
    condition     = output.fingerprint != run.a_write.fingerprint
    error_message = "Another path must redeploy the API."
  }
}

run "options_is_refused" {
  command = plan

  variables {
    http_method = "OPTIONS"
  }

  expect_failures = [var.http_method]
}

run "any_is_refused" {
  command = plan

  variables {
    http_method = "ANY"
  }

  expect_failures = [var.http_method]
}

run "a_relative_path_is_refused" {
  command = plan

  variables {
    resource_path = "v1.0/products"
  }

  expect_failures = [var.resource_path]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  variables {
    function_name       = "example-orders"
    function_invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:example-orders/invocations"
  }
}
