variable "rest_api_id" {
  description = "The REST API."
  type        = string
  nullable    = false
}

variable "rest_api_name" {
  description = "Name of the REST API, by which CloudWatch knows it."
  type        = string
  nullable    = false
}

variable "stage_name" {
  description = "Name of the stage."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_]{1,128}$", var.stage_name))
    error_message = "A stage's name has letters, digits and underscores."
  }
}

variable "triggers" {
  description = "A fingerprint of each part of the API, by the part's name. A new deployment is made when any of them changes."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.triggers) > 0
    error_message = "Without a trigger the first deployment would also be the last."
  }
}

variable "access_log_group_arn" {
  description = "Log group for the access log."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "How long the stage's execution log is kept."
  type        = number
  nullable    = false
}

variable "throttle" {
  description = "Requests a second, and burst, that each method takes."
  type = object({
    rate_limit  = number
    burst_limit = number
  })
  nullable = false

  validation {
    condition     = var.throttle.rate_limit > 0 && var.throttle.burst_limit > 0
    error_message = "Limits must be greater than zero; zero would refuse every request."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic for the stage's alarms."
  type        = string
  nullable    = false
}
