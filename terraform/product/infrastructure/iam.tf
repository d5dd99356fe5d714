# What every function needs, whatever its work.
data "aws_iam_policy_document" "lambda_base" {
  statement {
    sid     = "WriteTraces"
    actions = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]

    # X-Ray knows no resources for these actions; IAM accepts nothing but the star.
    resources = ["*"]
  }
}

resource "aws_iam_policy" "lambda_base" {
  name        = "bbws-product-lambda-base-${var.environment}"
  description = "What every function of the product system may do: write traces."
  policy      = data.aws_iam_policy_document.lambda_base.json
}

data "aws_iam_policy_document" "pipe_trust" {
  statement {
    sid     = "OnlyThisPipe"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["pipes.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.aws_account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:pipes:${var.aws_region}:${var.aws_account_id}:pipe/bbws-product-committed-${var.environment}"]
    }
  }
}

data "aws_iam_policy_document" "pipe" {
  statement {
    sid = "ReadTableStream"
    actions = [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ]
    resources = [module.products_table.stream_arn]
  }

  statement {
    sid       = "PublishCommittedChanges"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.committed.arn]
  }
}

resource "aws_iam_role" "pipe" {
  name               = "bbws-product-committed-pipe-${var.environment}"
  description        = "Lets the pipe read the products table's stream and publish to the committed topic."
  assume_role_policy = data.aws_iam_policy_document.pipe_trust.json
}

resource "aws_iam_role_policy" "pipe" {
  name   = "least-privilege"
  role   = aws_iam_role.pipe.id
  policy = data.aws_iam_policy_document.pipe.json
}

data "aws_iam_policy_document" "api_gateway_trust" {
  # No condition: API Gateway checks that it can assume the role before there is any API that it could name.
  statement {
    sid     = "ApiGatewayWritesLogs"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "api_gateway_logs" {
  name               = "bbws-product-api-gateway-logs-${var.environment}"
  description        = "Lets API Gateway write logs."
  assume_role_policy = data.aws_iam_policy_document.api_gateway_trust.json
}

# AWS's own policy: API Gateway refuses an account role that may do less than it says.
resource "aws_iam_role_policy_attachment" "api_gateway_logs" {
  role       = aws_iam_role.api_gateway_logs.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}
