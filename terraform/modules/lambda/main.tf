# Made before the function: a group that Lambda creates by itself keeps its logs forever.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "this" {
  function_name = var.function_name
  description   = var.description
  role          = var.role_arn

  runtime       = "provided.al2023"
  handler       = "bootstrap"
  architectures = [var.artifact.architecture]
  memory_size   = 256
  timeout       = 30

  filename         = var.artifact.path
  s3_bucket        = var.artifact.s3_bucket
  s3_key           = var.artifact.s3_key
  source_code_hash = var.artifact.source_code_hash

  environment {
    variables = var.environment_variables
  }

  tracing_config {
    mode = "Active"
  }

  # LOG_LEVEL alone decides: Lambda's own filter lets every line of the function through. Left out, the filter would stand
  # at INFO and swallow debug lines; at WARN it would swallow metrics, since it takes a line without a level (EMF) for INFO.
  logging_config {
    log_format            = "JSON"
    application_log_level = "TRACE"
    system_log_level      = "INFO"
    log_group             = aws_cloudwatch_log_group.this.name
  }
}

module "alarms" {
  source = "../alarms"

  name_prefix = var.function_name
  topic_arn   = var.alarm_topic_arn

  alarms = {
    errors = {
      description = "${var.function_name} failed at least once in five minutes. Look at its log group for the request id."
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = { FunctionName = aws_lambda_function.this.function_name }
      statistic   = "Sum"
      threshold   = 0
    }
    duration-p95 = {
      description        = "${var.function_name} has been slow for 15 minutes: its 95th percentile is above ${var.duration_p95_threshold_ms} ms."
      namespace          = "AWS/Lambda"
      metric_name        = "Duration"
      dimensions         = { FunctionName = aws_lambda_function.this.function_name }
      statistic          = "p95"
      threshold          = var.duration_p95_threshold_ms
      evaluation_periods = 3
    }
    throttles = {
      description = "${var.function_name} was refused a run: the account's concurrency is used up."
      namespace   = "AWS/Lambda"
      metric_name = "Throttles"
      dimensions  = { FunctionName = aws_lambda_function.this.function_name }
      statistic   = "Sum"
      threshold   = 0
    }
  }
}
