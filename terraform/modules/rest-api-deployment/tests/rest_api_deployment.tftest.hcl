mock_provider "aws" {
  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mock" }
  }
}

variables {
  rest_api_id          = "api123"
  rest_api_name        = "bbws-product-api-dev"
  stage_name           = "dev"
  triggers             = { list-products = "a", get-product = "b" }
  access_log_group_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:access"
  alarm_topic_arn      = "arn:aws:sns:eu-west-1:123456789012:alerts"
  throttle             = { rate_limit = 100, burst_limit = 200 }
  method_throttles = {
    update = { resource_path = "/v1.0/products/{productId}", http_method = "PUT", rate_limit = 50, burst_limit = 100 }
  }
}

run "a_snapshot_is_made" {
  command = apply

  assert {
    condition     = aws_api_gateway_deployment.this.triggers == tomap({ list-products = "a", get-product = "b" })
    error_message = "Each part's fingerprint must be a trigger."
  }

  assert {
    condition     = aws_api_gateway_stage.this.deployment_id == aws_api_gateway_deployment.this.id
    error_message = "The stage must serve the snapshot."
  }
}

# That a changed trigger replaces the deployment is the real provider's doing; a mock knows only that it is handed on.
run "a_changed_route_reaches_the_triggers" {
  command = plan

  variables {
    triggers = { list-products = "a", get-product = "changed" }
  }

  assert {
    condition     = aws_api_gateway_deployment.this.triggers["get-product"] == "changed"
    error_message = "The trigger must name the part that changed."
  }
}

run "the_stage_is_observed" {
  command = plan

  assert {
    condition     = aws_api_gateway_stage.this.xray_tracing_enabled
    error_message = "X-Ray tracing must be on."
  }

  assert {
    condition     = aws_api_gateway_stage.this.access_log_settings[0].destination_arn == var.access_log_group_arn
    error_message = "The access log must go to its group."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_stage.this.access_log_settings[0].format).requestId == "$context.requestId"
    error_message = "The access log must be JSON with the request id."
  }

  assert {
    condition     = !strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, "sourceIp")
    error_message = "The access log must not hold the caller's address."
  }

  assert {
    condition     = aws_cloudwatch_log_group.execution.name == "API-Gateway-Execution-Logs_api123/dev" && aws_cloudwatch_log_group.execution.retention_in_days == 30
    error_message = "The execution log must have a retention."
  }
}

run "every_method_is_throttled_and_writes_more_so" {
  command = plan

  assert {
    condition     = aws_api_gateway_method_settings.all.method_path == "*/*" && aws_api_gateway_method_settings.all.settings[0].throttling_rate_limit == 100 && aws_api_gateway_method_settings.all.settings[0].throttling_burst_limit == 200
    error_message = "The common limit must hold for every method."
  }

  assert {
    condition     = aws_api_gateway_method_settings.single["update"].method_path == "~1v1.0~1products~1{productId}/PUT"
    error_message = "The path must be encoded as a JSON pointer."
  }

  assert {
    condition     = aws_api_gateway_method_settings.single["update"].settings[0].throttling_rate_limit == 50
    error_message = "The single method must have its own limit."
  }

  assert {
    condition     = alltrue([for settings in concat([aws_api_gateway_method_settings.all], values(aws_api_gateway_method_settings.single)) : settings.settings[0].metrics_enabled && !settings.settings[0].data_trace_enabled])
    error_message = "Metrics must be on, and bodies must not be logged."
  }
}

run "the_stage_has_its_alarms" {
  command = plan

  assert {
    condition = output.alarm_names == {
      server-errors = "bbws-product-api-dev-server-errors"
      latency-p95   = "bbws-product-api-dev-latency-p95"
    }
    error_message = "Server errors and latency must have an alarm each."
  }
}

run "a_deployment_without_triggers_is_refused" {
  command = plan

  variables {
    triggers = {}
  }

  expect_failures = [var.triggers]
}

run "a_limit_of_zero_is_refused" {
  command = plan

  variables {
    throttle = { rate_limit = 0, burst_limit = 200 }
  }

  expect_failures = [var.throttle]
}

run "a_method_limit_of_zero_is_refused" {
  command = plan

  variables {
    method_throttles = { update = { resource_path = "/x", http_method = "PUT", rate_limit = 50, burst_limit = 0 } }
  }

  expect_failures = [var.method_throttles]
}

run "a_stage_name_with_a_hyphen_is_refused" {
  command = plan

  variables {
    stage_name = "dev-1"
  }

  expect_failures = [var.stage_name]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.alarm_names["server-errors"] == "example-server-errors"
    error_message = "The example must make its stage and alarms."
  }
}
