variable "function_name" {
  description = "Name of the function. Its log group and alarms are named after it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.function_name))
    error_message = "The function name must have 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "description" {
  description = "What the function does, in one sentence."
  type        = string
  nullable    = false
}

variable "role_arn" {
  description = "Execution role, as made by the lambda-role module."
  type        = string
  nullable    = false
}

variable "artifact" {
  description = <<-EOT
    The code: a zip with a `bootstrap` binary, either a local `path` or an object in S3 (`s3_bucket` and `s3_key`).
    `source_code_hash` is the base64 SHA-256 of the zip, so a plan knows whether the code changed without reading it.
  EOT
  type = object({
    path             = optional(string)
    s3_bucket        = optional(string)
    s3_key           = optional(string)
    source_code_hash = string
    architecture     = optional(string, "arm64")
  })
  nullable = false

  validation {
    condition = (
      (var.artifact.path != null && var.artifact.s3_bucket == null && var.artifact.s3_key == null) ||
      (var.artifact.path == null && var.artifact.s3_bucket != null && var.artifact.s3_key != null)
    )
    error_message = "The artifact needs either a path, or both s3_bucket and s3_key."
  }

  validation {
    condition     = contains(["arm64", "x86_64"], var.artifact.architecture)
    error_message = "The artifact's architecture must be arm64 or x86_64."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9+/]{43}=$", var.artifact.source_code_hash))
    error_message = "The artifact's source_code_hash must be the base64 SHA-256 of the zip (44 characters)."
  }
}

variable "environment_variables" {
  description = <<-EOT
    Environment variables of the function. LOG_LEVEL is trace, debug, info, warn or error. No secrets: these are
    readable in the console and in the state.
  EOT
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(["trace", "debug", "info", "warn", "error"], lookup(var.environment_variables, "LOG_LEVEL", "info"))
    error_message = "LOG_LEVEL must be trace, debug, info, warn or error."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  nullable    = false
}

variable "alarm_topic_arn" {
  description = "SNS topic for the function's alarms."
  type        = string
  nullable    = false
}

variable "duration_p95_threshold_ms" {
  description = "The duration alarm goes off when the 95th percentile stays above this for 15 minutes."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition     = var.duration_p95_threshold_ms > 0 && var.duration_p95_threshold_ms < 30000
    error_message = "The duration threshold must lie between 0 and the function's timeout of 30000 ms."
  }
}
