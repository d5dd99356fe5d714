variable "function_name" {
  description = "Name of the function that this role is for. The role is named after it, and may write to its log group only."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,59}$", var.function_name))
    error_message = "The function name must have 1 to 59 letters, digits, hyphens or underscores (the role's name adds five characters, and IAM allows 64)."
  }
}

variable "aws_account_id" {
  description = "Account in which the function runs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "The account id must have 12 digits."
  }
}

variable "base_policy_arn" {
  description = "ARN of the policy that every function shares (tracing)."
  type        = string
  nullable    = false
}

variable "statements" {
  description = "What this function may do beyond logging and the base policy: explicit actions on explicit ARNs."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for statement in var.statements : alltrue([for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z]+$", action))])])
    error_message = "Actions must be written out in full, as in dynamodb:GetItem; wildcards are not allowed."
  }

  validation {
    condition     = alltrue([for statement in var.statements : alltrue([for arn in statement.resources : can(regex("^arn:[^*?]+(/[*])?$", arn))])])
    error_message = "Resources must be ARNs, without wildcards but for a last /* (the objects of a bucket)."
  }

  validation {
    condition     = alltrue([for statement in var.statements : length(statement.actions) > 0 && length(statement.resources) > 0])
    error_message = "Each statement needs at least one action and one resource."
  }
}
