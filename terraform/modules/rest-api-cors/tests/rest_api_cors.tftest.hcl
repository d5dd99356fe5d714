mock_provider "aws" {}

variables {
  rest_api_id   = "api123"
  resource_id   = "res123"
  allow_methods = ["POST", "GET"]
}

run "a_preflight_request_needs_no_key_and_no_function" {
  command = plan

  assert {
    condition     = aws_api_gateway_method.options.http_method == "OPTIONS" && !aws_api_gateway_method.options.api_key_required
    error_message = "OPTIONS must be open."
  }

  assert {
    condition     = aws_api_gateway_integration.options.type == "MOCK"
    error_message = "API Gateway must answer by itself."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_integration.options.request_templates["application/json"]).statusCode == 204
    error_message = "The mock must pick the 204 response."
  }

  assert {
    condition     = aws_api_gateway_integration_response.options.status_code == "204" && aws_api_gateway_method_response.options.status_code == "204"
    error_message = "There must be a 204 response to pick."
  }
}

run "the_answer_names_methods_and_headers" {
  command = plan

  assert {
    condition     = aws_api_gateway_integration_response.options.response_parameters["method.response.header.Access-Control-Allow-Methods"] == "'GET,OPTIONS,POST'"
    error_message = "The methods must be listed, with OPTIONS."
  }

  assert {
    condition     = aws_api_gateway_integration_response.options.response_parameters["method.response.header.Access-Control-Allow-Headers"] == "'Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Api-Key'"
    error_message = "The API's request headers must be allowed."
  }

  assert {
    condition     = aws_api_gateway_integration_response.options.response_parameters["method.response.header.Access-Control-Allow-Origin"] == "'*'"
    error_message = "Any origin may call."
  }

  assert {
    condition     = keys(aws_api_gateway_method_response.options.response_parameters) == keys(aws_api_gateway_integration_response.options.response_parameters)
    error_message = "Each header that is set must be declared."
  }
}

run "another_method_changes_the_fingerprint" {
  command = plan

  variables {
    allow_methods = ["GET", "POST", "PUT"]
  }

  assert {
    condition     = output.fingerprint != run.the_answer_names_methods_and_headers.fingerprint
    error_message = "A new method in the answer must redeploy the API."
  }
}

run "the_order_of_methods_does_not_matter" {
  command = plan

  variables {
    allow_methods = ["GET", "POST"]
  }

  assert {
    condition     = output.fingerprint == run.the_answer_names_methods_and_headers.fingerprint
    error_message = "The same methods are the same answer."
  }
}

run "no_method_at_all_is_refused" {
  command = plan

  variables {
    allow_methods = []
  }

  expect_failures = [var.allow_methods]
}

run "an_unknown_method_is_refused" {
  command = plan

  variables {
    allow_methods = ["FETCH"]
  }

  expect_failures = [var.allow_methods]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }
}
