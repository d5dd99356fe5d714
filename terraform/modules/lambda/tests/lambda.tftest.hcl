mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  function_name   = "bbws-get-product-dev"
  description     = "Answers one product."
  role_arn        = "arn:aws:iam::123456789012:role/bbws-get-product-dev-role"
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:alerts"

  log_retention_days = 30

  artifact = {
    path             = "does-not-exist.zip"
    source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
  environment_variables = {
    ENVIRONMENT    = "dev"
    DYNAMODB_TABLE = "bbws-products-dev"
  }
}

run "the_function_runs_a_binary_on_arm" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.runtime == "provided.al2023" && aws_lambda_function.this.handler == "bootstrap"
    error_message = "The function must run a bootstrap binary on provided.al2023."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "arm64 is the default architecture."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 256 && aws_lambda_function.this.timeout == 30
    error_message = "The function must have 256 MB and 30 seconds."
  }
}

run "tracing_is_on" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "X-Ray tracing must be active."
  }
}

run "logs_are_json_kept_and_in_the_groups_own_name" {
  command = plan

  variables {
    log_retention_days    = 90
    environment_variables = { ENVIRONMENT = "dev", LOG_LEVEL = "debug" }
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/bbws-get-product-dev" && aws_cloudwatch_log_group.this.retention_in_days == 90
    error_message = "The log group must bear the function's name and have a retention."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    error_message = "The function must log JSON into its group."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].application_log_level == "TRACE"
    error_message = "Lambda's filter must let every line through: metrics have no level."
  }
}

run "the_environment_reaches_the_function" {
  command = plan

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      ENVIRONMENT    = "dev"
      DYNAMODB_TABLE = "bbws-products-dev"
    })
    error_message = "The function must see what it was given."
  }
}

run "no_function_without_its_three_alarms" {
  command = plan

  assert {
    condition = { for kind, alarm in output.alarms : alarm.alarm_name => alarm.metric_name } == {
      bbws-get-product-dev-errors       = "Errors"
      bbws-get-product-dev-duration-p95 = "Duration"
      bbws-get-product-dev-throttles    = "Throttles"
    }
    error_message = "Errors, duration and throttles must have an alarm each."
  }

  assert {
    condition     = alltrue([for alarm in output.alarms : alarm.namespace == "AWS/Lambda" && alarm.dimensions == tomap({ FunctionName = "bbws-get-product-dev" })])
    error_message = "The alarms must look at this function."
  }

  assert {
    condition     = output.alarms["errors"].threshold == 0 && output.alarms["throttles"].threshold == 0
    error_message = "A single error or throttle must raise an alarm."
  }

  assert {
    condition     = output.alarms["duration-p95"].extended_statistic == "p95" && output.alarms["duration-p95"].threshold == 3000
    error_message = "The 95th percentile must stay below three seconds unless the function says otherwise."
  }
}

run "code_from_s3" {
  command = plan

  variables {
    artifact = {
      s3_bucket        = "releases"
      s3_key           = "product/get-product.zip"
      source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      architecture     = "x86_64"
    }
  }

  assert {
    condition     = aws_lambda_function.this.s3_bucket == "releases" && aws_lambda_function.this.s3_key == "product/get-product.zip" && aws_lambda_function.this.filename == null
    error_message = "The code must come from S3."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["x86_64"])
    error_message = "The artifact decides the architecture."
  }
}

run "an_artifact_from_nowhere_is_refused" {
  command = plan

  variables {
    artifact = { source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "half_an_s3_address_is_refused" {
  command = plan

  variables {
    artifact = { s3_bucket = "releases", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "an_artifact_from_two_places_is_refused" {
  command = plan

  variables {
    artifact = { path = "a.zip", s3_bucket = "releases", s3_key = "a.zip", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "an_unknown_architecture_is_refused" {
  command = plan

  variables {
    artifact = { path = "a.zip", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", architecture = "riscv64" }
  }

  expect_failures = [var.artifact]
}

run "a_hash_in_hex_is_refused" {
  command = plan

  variables {
    artifact = { path = "a.zip", source_code_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }
  }

  expect_failures = [var.artifact]
}

run "an_unknown_log_level_is_refused" {
  command = plan

  variables {
    environment_variables = { LOG_LEVEL = "verbose" }
  }

  expect_failures = [var.environment_variables]
}

run "a_duration_threshold_beyond_the_timeout_is_refused" {
  command = plan

  variables {
    duration_p95_threshold_ms = 30000
  }

  expect_failures = [var.duration_p95_threshold_ms]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  variables {
    source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  assert {
    condition     = output.function_name == "example-hello"
    error_message = "The example must make its function."
  }
}
