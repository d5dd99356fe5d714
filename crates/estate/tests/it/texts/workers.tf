terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.100"
      configuration_aliases = [aws.replica]
    }
  }
}

module "queue" {
  for_each  = { fast = 1, slow = 60 }
  source    = "terraform-aws-modules/sqs/aws"
  version   = "4.0.0"
  providers = { aws.replica = aws.eu }

  name                       = "jobs-${each.key}"
  visibility_timeout_seconds = each.value * 6
  redrive_policy = {
    maxReceiveCount = 5
  }
}

resource "aws_lambda_event_source_mapping" "jobs" {
  for_each         = module.queue
  event_source_arn = each.value.arn
  function_name    = aws_lambda_function.worker.arn
  filter_criteria {
    filter {
      pattern = <<JSON
{
  "body": { "kind": ["job", "${each.key}"], "n": [{ "numeric": [">", 0] }] }
}
JSON
    }
  }
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = try(aws_iam_role.worker[0].arn, null)
  environment {
    variables = merge(
      { LOG = "info" },
      { for k, q in module.queue : "QUEUE_${upper(k)}" => q.url },
    )
  }
}

check "health" {
  data "http" "probe" {
    url = "https://${aws_lambda_function.worker.arn}/health?x=%7B1%7D"
  }
  assert {
    condition     = data.http.probe.status_code == 200
    error_message = "unhealthy: ${data.http.probe.status_code}\n\ttry again \u00e9"
  }
}
