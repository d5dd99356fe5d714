variable "function_name" {
  description = "The function that is fed. Its role must let it receive and delete messages of the queue. The alarms are named after it."
  type        = string
  nullable    = false
}

variable "queue_arn" {
  description = "ARN of the queue."
  type        = string
  nullable    = false
}

variable "queue_name" {
  description = "Name of the queue, by which CloudWatch knows it."
  type        = string
  nullable    = false
}

variable "dlq_name" {
  description = "Name of its dead-letter queue."
  type        = string
  nullable    = false
}

variable "alarm_topic_arn" {
  description = "SNS topic for the queue's alarms."
  type        = string
  nullable    = false
}

variable "maximum_concurrency" {
  description = "How many batches the function works on at once, at most."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "The maximum concurrency must be a whole number from 2 to 1000."
  }
}
