data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Composed rather than read from the log group, so that the whole policy is known when a plan is reviewed.
  log_group_arn = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${var.aws_account_id}:log-group:/aws/lambda/${var.function_name}"
}

# Who may hand the role to a function is decided by iam:PassRole, inside this account.
data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "LambdaAssumesRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "permissions" {
  statement {
    sid     = "WriteOwnLogs"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]

    # The suffix stands for the log streams, which Lambda names at run time. The group itself is Terraform's, so
    # logs:CreateLogGroup is not needed.
    resources = ["${local.log_group_arn}:*"]
  }

  dynamic "statement" {
    for_each = var.statements

    content {
      sid       = statement.value.sid
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.function_name}-role"
  description        = "Execution role of ${var.function_name}, and of nothing else."
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "least-privilege"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.permissions.json
}

resource "aws_iam_role_policy_attachment" "base" {
  role       = aws_iam_role.this.name
  policy_arn = var.base_policy_arn
}
