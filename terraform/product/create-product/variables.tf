variable "environment" {
  description = "Environment that this is, such as dev. It is part of every name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "An environment's name has 2 to 12 lower-case letters and digits, and starts with a letter."
  }
}

variable "aws_region" {
  description = "Region of the environment."
  type        = string
  nullable    = false
}

variable "aws_account_id" {
  description = "Account of the environment. Terraform refuses to work in any other."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "An account id has 12 digits."
  }
}

variable "state_bucket" {
  description = "Bucket with the states of this environment, where this stack finds what it builds on."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags: project, owner and cost-center. Environment and stack are added."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for key in ["project", "owner", "cost-center"] : contains(keys(var.tags), key)])
    error_message = "The tags must name project, owner and cost-center."
  }
}

variable "log_retention_days" {
  description = "How long the function's logs are kept."
  type        = number
  nullable    = false
}

variable "log_level" {
  description = "Least severe level that the function logs: trace, debug, info, warn or error."
  type        = string
  nullable    = false
}

variable "artifact" {
  description = <<-EOT
    The code: a zip with a `bootstrap` binary, either a local `path` or an object in S3 (`s3_bucket` and `s3_key`).
    `source_code_hash` is the base64 SHA-256 of the zip. A plan does not read the zip.
  EOT
  type = object({
    path             = optional(string)
    s3_bucket        = optional(string)
    s3_key           = optional(string)
    source_code_hash = string
    architecture     = optional(string, "arm64")
  })
  nullable = false
}

variable "deployment" {
  description = "Who deploys this, and what: `cargo xtask deploy` says it, and it is put out as it is. Nothing hangs on it."
  type = object({
    release = optional(string)
    commit  = optional(string)
    at      = string
    by      = string
  })
  default = null
}
