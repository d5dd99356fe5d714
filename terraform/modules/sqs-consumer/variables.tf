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
