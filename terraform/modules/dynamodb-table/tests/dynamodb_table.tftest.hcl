mock_provider "aws" {
  override_during = plan

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/bbws-products-dev" }
  }
}

variables {
  name                = "bbws-products-dev"
  hash_key            = "PK"
  range_key           = "SK"
  ttl_attribute       = "expiresAt"
  deletion_protection = false
  indexes = {
    ProductsByPriceIndex = { hash_key = "GSI1_PK", range_key = "GSI1_SK" }
    ProductsByNameIndex  = { hash_key = "GSI2_PK" }
  }
}

run "the_table_can_be_restored_and_is_encrypted" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "Point-in-time recovery must be on."
  }

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].enabled
    error_message = "Encryption must be on."
  }
}

run "it_is_paid_by_request" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table must be on demand."
  }
}

run "the_stream_carries_both_images" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "The stream must show an item before and after."
  }
}

run "old_items_go" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.ttl[0].enabled && aws_dynamodb_table.this.ttl[0].attribute_name == "expiresAt"
    error_message = "The TTL attribute must be in use."
  }
}

run "each_key_is_declared_once" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.hash_key == "PK" && aws_dynamodb_table.this.range_key == "SK"
    error_message = "Partition and sort key must not be mixed up."
  }

  assert {
    condition     = toset([for attribute in aws_dynamodb_table.this.attribute : attribute.name]) == toset(["PK", "SK", "GSI1_PK", "GSI1_SK", "GSI2_PK"])
    error_message = "Exactly the keys of table and indexes must be declared."
  }
}

run "indexes_hold_whole_items" {
  command = plan

  assert {
    condition = toset([for index in aws_dynamodb_table.this.global_secondary_index : "${index.name} ${join(" ", compact([index.hash_key, index.range_key]))}"]) == toset([
      "ProductsByPriceIndex GSI1_PK GSI1_SK",
      "ProductsByNameIndex GSI2_PK",
    ])
    error_message = "Both indexes must exist, each with its keys."
  }

  assert {
    condition     = alltrue([for index in aws_dynamodb_table.this.global_secondary_index : index.projection_type == "ALL"])
    error_message = "A query must not need a second read."
  }

  assert {
    condition     = output.index_arns["ProductsByNameIndex"] == "arn:aws:dynamodb:eu-west-1:123456789012:table/bbws-products-dev/index/ProductsByNameIndex"
    error_message = "Each index must have its ARN."
  }
}

run "deletion_protection" {
  command = plan

  variables {
    deletion_protection = true
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table must refuse to be deleted."
  }
}

run "no_deletion_protection" {
  command = plan

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "A table that may go must go."
  }
}

run "a_table_without_indexes" {
  command = plan

  variables {
    indexes = {}
  }

  assert {
    condition     = length(aws_dynamodb_table.this.global_secondary_index) == 0 && length(aws_dynamodb_table.this.attribute) == 2
    error_message = "A table needs no index."
  }
}

run "a_bad_name_is_refused" {
  command = plan

  variables {
    name = "my table"
  }

  expect_failures = [var.name]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.table_name == "example-orders"
    error_message = "The example must make its table."
  }
}
