mock_provider "aws" {
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  override_resource {
    target = aws_sqs_queue.this
    values = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:bbws-product-change-dev"
      id  = "https://sqs.eu-west-1.amazonaws.com/123456789012/bbws-product-change-dev"
    }
  }

  override_resource {
    target = aws_sqs_queue.dlq
    values = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:bbws-product-change-dlq-dev"
      id  = "https://sqs.eu-west-1.amazonaws.com/123456789012/bbws-product-change-dlq-dev"
    }
  }
}

variables {
  name     = "bbws-product-change-dev"
  dlq_name = "bbws-product-change-dlq-dev"
}

run "a_message_that_fails_three_times_goes_to_the_dlq" {
  command = plan

  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount == 3
    error_message = "A message must be tried three times."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dlq.arn
    error_message = "The queue must point at its own dead-letter queue."
  }
}

run "queue_and_dlq_bear_their_names" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.name == "bbws-product-change-dev" && aws_sqs_queue.dlq.name == "bbws-product-change-dlq-dev"
    error_message = "Queue and dead-letter queue must not be mixed up."
  }
}

run "only_this_queue_may_use_the_dlq" {
  command = plan

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dlq.redrive_allow_policy).redrivePermission == "byQueue"
    error_message = "The dead-letter queue must name its sources."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dlq.redrive_allow_policy).sourceQueueArns == [aws_sqs_queue.this.arn]
    error_message = "The queue must be the only source."
  }
}

run "both_queues_are_encrypted" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dlq.sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }
}

run "retention_is_four_days_and_fourteen" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.message_retention_seconds == 345600
    error_message = "The queue must keep messages for four days."
  }

  assert {
    condition     = aws_sqs_queue.dlq.message_retention_seconds == 1209600
    error_message = "The dead-letter queue must keep messages for fourteen days."
  }
}

run "a_lambda_of_thirty_seconds_has_time_to_retry" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 185
    error_message = "A message must stay hidden for six times thirty seconds and the five of the batch."
  }
}

run "nobody_comes_in_without_tls" {
  command = plan

  assert {
    condition = alltrue([
      for document in data.aws_iam_policy_document.access :
      document.statement[0].effect == "Deny" &&
      one(document.statement[0].condition).variable == "aws:SecureTransport" &&
      one(document.statement[0].condition).values == tolist(["false"])
    ])
    error_message = "Both queues must deny plain connections."
  }

  assert {
    condition     = alltrue([for document in data.aws_iam_policy_document.access : length(document.statement) == 1])
    error_message = "Without senders nothing is allowed by the queue's policy."
  }
}

run "a_sender_may_send_for_one_source_only" {
  command = plan

  variables {
    senders = [{ service = "sns.amazonaws.com", source_arn = "arn:aws:sns:eu-west-1:123456789012:committed" }]
  }

  assert {
    condition     = data.aws_iam_policy_document.access["queue"].statement[1].actions == toset(["sqs:SendMessage"])
    error_message = "A sender may send and nothing else."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.access["queue"].statement[1].condition).variable == "aws:SourceArn"
    error_message = "The permission must be tied to a source."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.access["queue"].statement[1].condition).values == tolist(["arn:aws:sns:eu-west-1:123456789012:committed"])
    error_message = "The service must act for the named source."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.access["dlq"].statement[1].principals).identifiers == toset(["sns.amazonaws.com"])
    error_message = "What the sender cannot deliver must be able to reach the dead-letter queue."
  }
}

run "a_person_as_sender_is_refused" {
  command = plan

  variables {
    senders = [{ service = "*", source_arn = "arn:aws:sns:eu-west-1:123456789012:committed" }]
  }

  expect_failures = [var.senders]
}

run "a_dlq_of_the_same_name_is_refused" {
  command = plan

  variables {
    dlq_name = "bbws-product-change-dev"
  }

  expect_failures = [var.dlq_name]
}

run "a_fifo_name_is_refused" {
  command = plan

  variables {
    name = "orders.fifo"
  }

  expect_failures = [var.name]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.queue_name == "example-orders"
    error_message = "The example must make its queue."
  }
}
