resource "aws_api_gateway_deployment" "this" {
  rest_api_id = var.rest_api_id
  description = "Snapshot for the stage ${var.stage_name}."
  triggers    = var.triggers

  # The stage points at a deployment at all times: the new snapshot stands before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

# API Gateway makes this group by itself, and keeps it forever, unless it is there already.
resource "aws_cloudwatch_log_group" "execution" {
  name              = "API-Gateway-Execution-Logs_${var.rest_api_id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id          = var.rest_api_id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = var.stage_name
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = var.access_log_group_arn

    # Who called is left out on purpose: an address is personal data, and the request id finds the rest.
    format = jsonencode({
      requestId          = "$context.requestId"
      extendedRequestId  = "$context.extendedRequestId"
      requestTime        = "$context.requestTime"
      httpMethod         = "$context.httpMethod"
      resourcePath       = "$context.resourcePath"
      status             = "$context.status"
      responseLength     = "$context.responseLength"
      responseLatency    = "$context.responseLatency"
      integrationLatency = "$context.integrationLatency"
      integrationStatus  = "$context.integrationStatus"
      integrationError   = "$context.integrationErrorMessage"
      errorType          = "$context.error.responseType"
      apiKeyId           = "$context.identity.apiKeyId"
      xrayTraceId        = "$context.xrayTraceId"
    })
  }

  depends_on = [aws_cloudwatch_log_group.execution]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = var.rest_api_id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false # it would log whole bodies
    throttling_rate_limit  = var.throttle.rate_limit
    throttling_burst_limit = var.throttle.burst_limit
  }
}

module "alarms" {
  source = "../alarms"

  name_prefix = var.rest_api_name
  topic_arn   = var.alarm_topic_arn

  alarms = {
    server-errors = {
      description = "The API answered with a 5XX. The access log names the request and the error."
      namespace   = "AWS/ApiGateway"
      metric_name = "5XXError"
      dimensions  = { ApiName = var.rest_api_name, Stage = aws_api_gateway_stage.this.stage_name }
      statistic   = "Sum"
      threshold   = 0
    }
    latency-p95 = {
      description        = "The API has been slow for 15 minutes: its 95th percentile is above 3 seconds."
      namespace          = "AWS/ApiGateway"
      metric_name        = "Latency"
      dimensions         = { ApiName = var.rest_api_name, Stage = aws_api_gateway_stage.this.stage_name }
      statistic          = "p95"
      threshold          = 3000
      evaluation_periods = 3
    }
  }
}
