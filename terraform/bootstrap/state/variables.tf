variable "environment" {
  description = "Environment that this is, such as dev. It is a tag on everything."
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
  description = "Name of the bucket to make: where this environment's states are kept."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.state_bucket))
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits or hyphens (dots would break TLS)."
  }
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

variable "deletion_protection" {
  description = "Whether the bucket stays, with a refusal, when it is to be destroyed with states in it."
  type        = bool
  nullable    = false
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
