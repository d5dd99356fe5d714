mock_provider "aws" {}

variables {
  name_prefix = "bbws-orders-dev"
  topic_arn   = "arn:aws:sns:eu-west-1:123456789012:alerts"
  alarms = {
    errors = {
      description = "The function failed."
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = { FunctionName = "bbws-orders-dev" }
      statistic   = "Sum"
      threshold   = 0
    }
    duration-p95 = {
      description        = "The function is slow."
      namespace          = "AWS/Lambda"
      metric_name        = "Duration"
      dimensions         = { FunctionName = "bbws-orders-dev" }
      statistic          = "p95"
      threshold          = 3000
      evaluation_periods = 3
    }
  }
}

run "every_alarm_tells_the_topic_of_failure_and_recovery" {
  command = plan

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([var.topic_arn])])
    error_message = "An alarm does not notify the topic."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.ok_actions == toset([var.topic_arn])])
    error_message = "A recovery does not notify the topic."
  }
}

run "names_join_prefix_and_key" {
  command = plan

  assert {
    condition     = { for key, alarm in output.alarms : key => alarm.alarm_name } == { errors = "bbws-orders-dev-errors", duration-p95 = "bbws-orders-dev-duration-p95" }
    error_message = "Alarm names must be <prefix>-<key>."
  }
}

run "periods_are_five_minutes_and_one_is_enough" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].period == 300 && aws_cloudwatch_metric_alarm.this["errors"].evaluation_periods == 1
    error_message = "One bad period of five minutes must be enough unless an alarm says otherwise."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["duration-p95"].evaluation_periods == 3
    error_message = "An alarm must be able to wait for several periods."
  }
}

run "plain_statistics_and_percentiles_use_their_own_attribute" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].statistic == "Sum"
    error_message = "Sum belongs in statistic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["duration-p95"].extended_statistic == "p95"
    error_message = "A percentile belongs in extended_statistic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["duration-p95"].statistic == null
    error_message = "A percentile alarm must leave statistic unset."
  }
}

run "silence_is_health" {
  command = plan

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "notBreaching"])
    error_message = "A metric without data must not raise an alarm."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.comparison_operator == "GreaterThanThreshold"])
    error_message = "Thresholds are limits that must be exceeded."
  }
}

run "an_unknown_statistic_is_refused" {
  command = plan

  variables {
    alarms = {
      bad = {
        description = "Not a statistic."
        namespace   = "AWS/Lambda"
        metric_name = "Errors"
        dimensions  = {}
        statistic   = "Median"
        threshold   = 0
      }
    }
  }

  expect_failures = [var.alarms]
}

run "an_odd_period_is_refused" {
  command = plan

  variables {
    alarms = {
      bad = {
        description    = "CloudWatch has no periods of 45 seconds."
        namespace      = "AWS/Lambda"
        metric_name    = "Errors"
        dimensions     = {}
        statistic      = "Sum"
        threshold      = 0
        period_seconds = 45
      }
    }
  }

  expect_failures = [var.alarms]
}

run "a_key_that_makes_an_ugly_name_is_refused" {
  command = plan

  variables {
    alarms = {
      "Bad Key" = {
        description = "A key is part of the name."
        namespace   = "AWS/Lambda"
        metric_name = "Errors"
        dimensions  = {}
        statistic   = "Sum"
        threshold   = 0
      }
    }
  }

  expect_failures = [var.alarms]
}

run "the_example_plans" {
  command = plan

  module {
    source = "./examples/basic"
  }

  assert {
    condition     = output.alarm_names == { dlq-depth = "example-orders-dlq-depth", slow = "example-orders-slow" }
    error_message = "The example must make its two alarms."
  }
}
