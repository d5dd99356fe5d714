mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  function_name   = "bbws-get-product-dev"
  aws_account_id  = "123456789012"
  base_policy_arn = "arn:aws:iam::123456789012:policy/base"
  statements = [
    {
      sid       = "ReadProduct"
      actions   = ["dynamodb:GetItem"]
      resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/bbws-products-dev"]
    },
  ]
}

run "only_lambda_assumes_the_role" {
  command = plan

  assert {
    condition     = one(data.aws_iam_policy_document.trust.statement[0].principals).identifiers == toset(["lambda.amazonaws.com"])
    error_message = "The Lambda service must be the only principal."
  }

  assert {
    condition     = data.aws_iam_policy_document.trust.statement[0].actions == toset(["sts:AssumeRole"]) && length(data.aws_iam_policy_document.trust.statement) == 1
    error_message = "Nobody else may be trusted."
  }

  assert {
    condition     = aws_iam_role.this.name == "bbws-get-product-dev-role"
    error_message = "The role must be named after its function."
  }
}

run "logs_go_to_the_functions_own_group_only" {
  command = plan

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[0].resources == toset(["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/bbws-get-product-dev:*"])
    error_message = "Log writes must be limited to the streams of the function's own group."
  }

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[0].actions == toset(["logs:CreateLogStream", "logs:PutLogEvents"])
    error_message = "The role must not be able to create log groups."
  }
}

run "it_grants_what_was_asked_and_nothing_else" {
  command = plan

  assert {
    condition     = length(data.aws_iam_policy_document.permissions.statement) == 2
    error_message = "There must be one statement for logs and one for what was asked."
  }

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[1].actions == toset(["dynamodb:GetItem"])
    error_message = "The asked action is missing."
  }

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[1].resources == toset(["arn:aws:dynamodb:eu-west-1:123456789012:table/bbws-products-dev"])
    error_message = "The action must be limited to the asked resource."
  }
}

run "the_base_policy_is_attached" {
  command = plan

  assert {
    condition     = aws_iam_role_policy_attachment.base.policy_arn == var.base_policy_arn
    error_message = "The base policy must be attached."
  }
}

run "a_wildcard_action_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/t"] }]
  }

  expect_failures = [var.statements]
}

run "a_partial_wildcard_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = ["s3:Get*"], resources = ["arn:aws:s3:::b/k"] }]
  }

  expect_failures = [var.statements]
}

run "every_resource_at_once_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = ["dynamodb:GetItem"], resources = ["*"] }]
  }

  expect_failures = [var.statements]
}

run "every_table_at_once_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:eu-west-1:*:table/t"] }]
  }

  expect_failures = [var.statements]
}

run "every_bucket_at_once_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = ["s3:PutObject"], resources = ["arn:aws:s3:::*"] }]
  }

  expect_failures = [var.statements]
}

run "the_objects_of_a_bucket_are_allowed" {
  command = plan

  variables {
    statements = [{ sid = "Objects", actions = ["s3:PutObject"], resources = ["arn:aws:s3:::b/*"] }]
  }

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[1].resources == toset(["arn:aws:s3:::b/*"])
    error_message = "A bucket's objects have names that nobody knows yet."
  }
}

run "an_empty_statement_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Bad", actions = [], resources = ["arn:aws:s3:::b/k"] }]
  }

  expect_failures = [var.statements]
}

run "a_bad_account_id_is_refused" {
  command = plan

  variables {
    aws_account_id = "12345"
  }

  expect_failures = [var.aws_account_id]
}

run "a_name_too_long_for_iam_is_refused" {
  command = plan

  variables {
    function_name = "a123456789a123456789a123456789a123456789a123456789a123456789"
  }

  expect_failures = [var.function_name]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.role_name == "example-reader-role"
    error_message = "The example must make its role."
  }
}
