/*
 * Tables and buckets.
 */
resource "aws_dynamodb_table" "items" {
  name         = "items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"

  dynamic "attribute" {
    for_each = toset(["pk", "sk", "gsi1pk"])
    iterator = each_attribute
    content {
      name = each_attribute.value
      type = "S"
    }
  }

  point_in_time_recovery { enabled = true }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [read_capacity, tags["Touched"], ]
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "TLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
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

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    "Statement" : [{
      Effect      = "Allow"
      (local.key) = aws_s3_bucket.this.*.arn[0]
    }]
  })
  depends_on = [
    aws_s3_bucket_public_access_block.this, # first this
    aws_s3_bucket.this,
  ]
}

output "all" {
  description = "Everything, for whoever needs it."
  value       = { for b in [aws_s3_bucket.this] : b.id => b.arn }
  sensitive   = true
}

moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.this
}
