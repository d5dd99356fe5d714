mock_provider "aws" {
  override_during = plan

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::bbws-product-audit-logs-dev" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name               = "bbws-product-audit-logs-dev"
  glacier_after_days = 365
}

run "nothing_is_public" {
  command = plan

  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls
    error_message = "Public ACLs must be blocked."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_policy
    error_message = "Public policies must be blocked."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.this.ignore_public_acls
    error_message = "Public ACLs must be ignored."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "Public buckets must be restricted."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "ACLs must be off."
  }
}

run "objects_are_encrypted" {
  command = plan

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Objects must be encrypted."
  }
}

run "objects_have_versions" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "Versioning must be on."
  }
}

run "small_objects_move_to_glacier_too" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule[0].transition).days == 365 && one(aws_s3_bucket_lifecycle_configuration.this.rule[0].transition).storage_class == "GLACIER"
    error_message = "Objects must move to Glacier at the given age."
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_transition).noncurrent_days == 365 && one(aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_transition).storage_class == "GLACIER"
    error_message = "Earlier versions must move to Glacier too."
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.status == "Enabled" && length(rule.expiration) == 0 && length(rule.noncurrent_version_expiration) == 0])
    error_message = "Every rule must be on, and none may delete an object."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].filter[0].object_size_greater_than == 1
    error_message = "The rule must name a size, or S3 leaves objects below 128 KB out."
  }
}

run "nobody_comes_in_without_tls" {
  command = plan

  assert {
    condition     = data.aws_iam_policy_document.access.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.access.statement[0].condition).variable == "aws:SecureTransport"
    error_message = "Plain connections must be denied."
  }

  assert {
    condition     = data.aws_iam_policy_document.access.statement[0].resources == toset(["arn:aws:s3:::bbws-product-audit-logs-dev", "arn:aws:s3:::bbws-product-audit-logs-dev/*"])
    error_message = "The denial must cover the bucket and its objects."
  }
}

run "content_survives_by_default" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this.force_destroy == false
    error_message = "A full bucket must not be destroyed unless that was asked for."
  }
}

run "content_goes_if_asked" {
  command = plan

  variables {
    force_destroy = true
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy
    error_message = "A bucket that may go must go."
  }
}

run "a_name_with_dots_is_refused" {
  command = plan

  variables {
    name = "audit.logs"
  }

  expect_failures = [var.name]
}

run "glacier_on_the_first_day_is_refused" {
  command = plan

  variables {
    glacier_after_days = 0
  }

  expect_failures = [var.glacier_after_days]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.bucket_name == "example-records"
    error_message = "The example must make its bucket."
  }
}
