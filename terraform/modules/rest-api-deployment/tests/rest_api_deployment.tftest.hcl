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
  log_retention_days   = 90
  alarm_topic_arn      = "arn:aws:sns:eu-west-1:123456789012:alerts"
  throttle             = { rate_limit = 100, burst_limit = 200 }
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
    condition     = aws_cloudwatch_log_group.execution.name == "API-Gateway-Execution-Logs_api123/dev" && aws_cloudwatch_log_group.execution.retention_in_days == 90
    error_message = "The execution log must have a retention."
  }
}

run "every_method_is_throttled" {
  command = plan

  assert {
    condition     = aws_api_gateway_method_settings.all.method_path == "*/*"
    error_message = "The settings must hold for every method."
  }

  assert {
    condition     = aws_api_gateway_method_settings.all.settings[0].throttling_rate_limit == 100 && aws_api_gateway_method_settings.all.settings[0].throttling_burst_limit == 200
    error_message = "Rate and burst must be limited."
  }
}

run "metrics_and_errors_are_kept_but_no_bodies" {
  command = plan

  assert {
    condition     = aws_api_gateway_method_settings.all.settings[0].metrics_enabled && aws_api_gateway_method_settings.all.settings[0].logging_level == "ERROR"
    error_message = "Metrics must be on, and the execution log must hold errors only."
  }

  assert {
    condition     = !aws_api_gateway_method_settings.all.settings[0].data_trace_enabled
    error_message = "Bodies must not be logged."
  }
}

run "the_stage_has_its_alarms" {
  command = plan

  assert {
    condition = { for kind, alarm in output.alarms : alarm.alarm_name => alarm.metric_name } == {
      bbws-product-api-dev-server-errors = "5XXError"
      bbws-product-api-dev-latency-p95   = "Latency"
    }
    error_message = "Server errors and latency must have an alarm each."
  }

  assert {
    condition     = alltrue([for alarm in output.alarms : alarm.dimensions == tomap({ ApiName = "bbws-product-api-dev", Stage = "dev" })])
    error_message = "The alarms must look at this stage of this API."
  }

  assert {
    condition     = output.alarms["server-errors"].threshold == 0 && output.alarms["latency-p95"].extended_statistic == "p95" && output.alarms["latency-p95"].threshold == 3000
    error_message = "A single server error must raise an alarm, and a 95th percentile above three seconds."
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
