mock_provider "aws" {}

variables {
  function_name   = "bbws-audit-logger-dev"
  queue_arn       = "arn:aws:sqs:eu-west-1:123456789012:bbws-product-audit-dev"
  queue_name      = "bbws-product-audit-dev"
  dlq_name        = "bbws-product-audit-dlq-dev"
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:alerts"
}

run "the_queue_feeds_the_function_in_batches" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.event_source_arn == var.queue_arn && aws_lambda_event_source_mapping.this.function_name == var.function_name
    error_message = "The queue must feed the function."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.batch_size == 10 && aws_lambda_event_source_mapping.this.maximum_batching_window_in_seconds == 5
    error_message = "Batches must have ten messages, collected for five seconds."
  }
}

run "a_full_queue_leaves_concurrency_to_others" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.scaling_config[0].maximum_concurrency == 10
    error_message = "No more than ten batches may be worked on at once."
  }
}

run "a_concurrency_that_lambda_does_not_take_is_refused" {
  command = plan

  variables {
    maximum_concurrency = 1
  }

  expect_failures = [var.maximum_concurrency]
}

run "a_message_that_fails_comes_back_alone" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "One bad message must not bring back its neighbours."
  }
}

run "whatever_is_in_the_dlq_raises_an_alarm" {
  command = plan

  assert {
    condition     = output.alarms["dlq-depth"].metric_name == "ApproximateNumberOfMessagesVisible" && output.alarms["dlq-depth"].dimensions == tomap({ QueueName = "bbws-product-audit-dlq-dev" })
    error_message = "The alarm must look at the dead-letter queue."
  }

  assert {
    condition     = output.alarms["dlq-depth"].threshold == 0
    error_message = "A single message must raise it."
  }
}

run "a_message_older_than_five_minutes_raises_an_alarm" {
  command = plan

  assert {
    condition     = output.alarms["oldest-message"].metric_name == "ApproximateAgeOfOldestMessage" && output.alarms["oldest-message"].dimensions == tomap({ QueueName = "bbws-product-audit-dev" })
    error_message = "The alarm must look at the queue itself."
  }

  assert {
    condition     = output.alarms["oldest-message"].threshold == 300
    error_message = "Five minutes are the limit."
  }
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  variables {
    function_name = "example-orders"
  }

  assert {
    condition     = output.alarm_names == toset(["example-orders-dlq-depth", "example-orders-oldest-message"])
    error_message = "The example must make its two alarms."
  }
}
