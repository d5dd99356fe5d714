variable "name_prefix" {
  description = "Start of every alarm's name; the alarm's key is appended after a hyphen."
  type        = string
  nullable    = false
}

variable "topic_arn" {
  description = "SNS topic that is told when an alarm goes off and when it recovers."
  type        = string
  nullable    = false
}

variable "alarms" {
  description = <<-EOT
    The alarms, by a short key that becomes the end of the name. An alarm goes off when `statistic` of the
    metric is greater than `threshold` in every one of `evaluation_periods` periods of `period_seconds`.
    `statistic` is Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p95.
  EOT
  type = map(object({
    description        = string
    namespace          = string
    metric_name        = string
    dimensions         = map(string)
    statistic          = string
    threshold          = number
    period_seconds     = optional(number, 300)
    evaluation_periods = optional(number, 1)
  }))
  nullable = false

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : can(regex("^(Sum|Average|Minimum|Maximum|SampleCount|p[0-9]{1,2}([.][0-9]+)?)$", alarm.statistic))
    ])
    error_message = "Each statistic must be Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p95."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : contains([10, 30], alarm.period_seconds) || (alarm.period_seconds >= 60 && alarm.period_seconds % 60 == 0)
    ])
    error_message = "Each period_seconds must be 10, 30, or a multiple of 60."
  }

  validation {
    condition     = alltrue([for key in keys(var.alarms) : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", key))])
    error_message = "Each alarm's key must be lower-case words joined by hyphens, since it ends the alarm's name."
  }
}
