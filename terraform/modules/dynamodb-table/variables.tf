variable "name" {
  description = "Name of the table."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.name))
    error_message = "A table's name has 3 to 255 letters, digits, underscores, dots or hyphens."
  }
}

variable "hash_key" {
  description = "Name of the partition key, a string."
  type        = string
  nullable    = false
}

variable "range_key" {
  description = "Name of the sort key, a string."
  type        = string
  nullable    = false
}

variable "indexes" {
  description = "Global secondary indexes by name. Their keys are strings, and they hold whole items; an item without the keys is not in the index."
  type = map(object({
    hash_key  = string
    range_key = optional(string)
  }))
  default  = {}
  nullable = false
}

variable "ttl_attribute" {
  description = "Number attribute with the second (Unix time) after which DynamoDB removes the item."
  type        = string
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  nullable    = false
}
