variable "name" {
  description = "Name of the queue."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,80}$", var.name))
    error_message = "A queue's name has 1 to 80 letters, digits, hyphens or underscores. FIFO queues are not made here."
  }
}

variable "dlq_name" {
  description = "Name of its dead-letter queue."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,80}$", var.dlq_name)) && var.dlq_name != var.name
    error_message = "The dead-letter queue's name has 1 to 80 letters, digits, hyphens or underscores, and differs from the queue's."
  }
}

variable "senders" {
  description = <<-EOT
    Services that may send to the queue, and to its dead-letter queue what they cannot deliver: the service's
    principal, and the one resource on whose behalf it sends. Roles of this account need no entry; their own policies
    say what they may do.
  EOT
  type = list(object({
    service    = string
    source_arn = string
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for sender in var.senders : endswith(sender.service, ".amazonaws.com")])
    error_message = "A sender's service is a principal such as sns.amazonaws.com."
  }
}
