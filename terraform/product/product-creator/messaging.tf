resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn = data.terraform_remote_state.infrastructure.outputs.sqs_queue_arn
  function_name    = module.lambda.function_arn

  batch_size                         = 10
  maximum_batching_window_in_seconds = 5

  # A message that fails comes back alone; its neighbours are done.
  function_response_types = ["ReportBatchItemFailures"]
}

module "queue_alarms" {
  source = "../../modules/alarms"

  name_prefix = local.function_name
  topic_arn   = data.terraform_remote_state.infrastructure.outputs.sns_topic_arn

  alarms = {
    dlq-depth = {
      description = "A change could not be applied and waits in the dead-letter queue. It is not lost: mend the cause and redrive it."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = data.terraform_remote_state.infrastructure.outputs.sqs_dlq_name }
      statistic   = "Maximum"
      threshold   = 0
    }
    oldest-message = {
      description    = "An accepted change has been waiting for more than five minutes."
      namespace      = "AWS/SQS"
      metric_name    = "ApproximateAgeOfOldestMessage"
      dimensions     = { QueueName = data.terraform_remote_state.infrastructure.outputs.sqs_queue_name }
      statistic      = "Maximum"
      threshold      = 300
      period_seconds = 60
    }
  }
}
