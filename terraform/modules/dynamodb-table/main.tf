locals {
  # Every attribute that is a key of the table or of an index, once; DynamoDB refuses any other.
  key_attributes = toset(compact(concat(
    [var.hash_key, var.range_key],
    [for index in values(var.indexes) : index.hash_key],
    [for index in values(var.indexes) : index.range_key],
  )))
}

resource "aws_dynamodb_table" "this" {
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = var.hash_key
  range_key    = var.range_key

  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = local.key_attributes

    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.hash_key
      range_key       = global_secondary_index.value.range_key
      projection_type = "ALL"
    }
  }

  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  ttl {
    enabled        = true
    attribute_name = var.ttl_attribute
  }

  point_in_time_recovery {
    enabled = true
  }

  # With AWS's managed key for DynamoDB: its use shows in CloudTrail, and callers need no permission on it.
  server_side_encryption {
    enabled = true
  }
}
