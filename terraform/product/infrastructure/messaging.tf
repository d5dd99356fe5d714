# Changes that the API accepted, on their way to the only writer of the table.
module "change_queue" {
  source = "../../modules/sqs-queue"

  name     = "bbws-product-change-${var.environment}"
  dlq_name = "bbws-product-change-dlq-${var.environment}"
}

# Changes that the table committed, on their way to the audit log. A queue of its own: two consumers of one queue would
# each see half of it.
module "audit_queue" {
  source = "../../modules/sqs-queue"

  name     = "bbws-product-audit-${var.environment}"
  dlq_name = "bbws-product-audit-dlq-${var.environment}"

  senders = [{ service = "sns.amazonaws.com", source_arn = aws_sns_topic.committed.arn }]
}

# AWS's managed key for SNS will do here: the pipe publishes with a role of this account, and the key's policy lets such
# roles use it through SNS.
resource "aws_sns_topic" "committed" {
  name              = "bbws-product-committed-${var.environment}"
  kms_master_key_id = "alias/aws/sns"
}

data "aws_iam_policy_document" "committed_topic" {
  statement {
    sid       = "DenyPublishWithoutTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.committed.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "committed" {
  arn    = aws_sns_topic.committed.arn
  policy = data.aws_iam_policy_document.committed_topic.json
}

# Raw: the queue gets stream records as they are. What SNS cannot deliver goes to the audit queue's dead letters, from
# where it is redriven like any other.
resource "aws_sns_topic_subscription" "audit" {
  topic_arn            = aws_sns_topic.committed.arn
  protocol             = "sqs"
  endpoint             = module.audit_queue.arn
  raw_message_delivery = true
  redrive_policy       = jsonencode({ deadLetterTargetArn = module.audit_queue.dlq_arn })
}

# From the table's stream to the topic: what was committed, with the item before and after.
resource "aws_pipes_pipe" "committed" {
  name        = "bbws-product-committed-${var.environment}"
  description = "Publishes every committed change of the products table."
  role_arn    = aws_iam_role.pipe.arn
  source      = module.products_table.stream_arn
  target      = aws_sns_topic.committed.arn

  source_parameters {
    dynamodb_stream_parameters {
      # From the oldest record on, so that nothing written before the pipe ran is missed.
      starting_position = "TRIM_HORIZON"

      # SNS takes ten messages at a time.
      batch_size = 10

      # Retried, in order, for as long as the stream keeps the record (24 hours). Nothing is skipped; the alarm on the
      # first failure leaves a day to act.
      maximum_retry_attempts             = -1
      maximum_record_age_in_seconds      = -1
      on_partial_batch_item_failure      = "AUTOMATIC_BISECT"
      maximum_batching_window_in_seconds = 1
    }
  }

  # A pipe that starts without its permissions fails. One that publishes before its subscribers are there loses changes.
  depends_on = [
    aws_iam_role_policy.pipe,
    aws_sns_topic_policy.committed,
    aws_sns_topic_subscription.audit,
  ]
}
