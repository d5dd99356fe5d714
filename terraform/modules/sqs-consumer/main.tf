resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn = var.queue_arn
  function_name    = var.function_name

  batch_size                         = 10
  maximum_batching_window_in_seconds = 5

  # Without a limit a full queue takes the account's concurrency from the functions behind the API, and messages that
  # are throttled use up their tries and reach the dead-letter queue unseen.
  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  # A message that fails comes back alone; its neighbours are done.
  function_response_types = ["ReportBatchItemFailures"]
}

module "alarms" {
  source = "../alarms"

  name_prefix = var.function_name
  topic_arn   = var.alarm_topic_arn

  alarms = {
    dlq-depth = {
      description = "A message for ${var.function_name} could not be processed and waits in the dead-letter queue. It is not lost: mend the cause and redrive it."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = var.dlq_name }
      statistic   = "Maximum"
      threshold   = 0
    }
    oldest-message = {
      description    = "A message has been waiting for ${var.function_name} for more than five minutes."
      namespace      = "AWS/SQS"
      metric_name    = "ApproximateAgeOfOldestMessage"
      dimensions     = { QueueName = var.queue_name }
      statistic      = "Maximum"
      threshold      = 300
      period_seconds = 60
    }
  }
}
