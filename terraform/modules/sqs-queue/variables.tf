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

variable "visibility_timeout_seconds" {
  description = "How long a received message stays hidden. For a Lambda, at least six times the function's timeout."
  type        = number
  default     = 180
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 1 && var.visibility_timeout_seconds <= 43200
    error_message = "The visibility timeout lies between 1 second and 12 hours."
  }
}

variable "retention_seconds" {
  description = "How long a message waits in the queue."
  type        = number
  default     = 345600
  nullable    = false

  validation {
    condition     = var.retention_seconds >= 60 && var.retention_seconds < 1209600
    error_message = "The retention lies between 60 seconds and less than 14 days: the dead-letter queue keeps 14 days, and a message that moves there keeps its age."
  }
}

variable "max_receive_count" {
  description = "How often a message is tried before it goes to the dead-letter queue."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 1000
    error_message = "A message is tried 1 to 1000 times."
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
