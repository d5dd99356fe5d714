variable "name" {
  description = "Name of the bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits or hyphens (dots would break TLS)."
  }
}

variable "glacier_after_days" {
  description = "Age at which objects move to Glacier Flexible Retrieval."
  type        = number
  nullable    = false

  validation {
    condition     = var.glacier_after_days >= 1
    error_message = "Objects can move to Glacier after one day at the earliest."
  }
}

variable "force_destroy" {
  description = "Whether destroying the bucket also destroys what is in it."
  type        = bool
  default     = false
  nullable    = false
}
