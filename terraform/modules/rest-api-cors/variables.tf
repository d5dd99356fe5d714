variable "rest_api_id" {
  description = "The REST API."
  type        = string
  nullable    = false
}

variable "resource_id" {
  description = "The resource whose preflight requests are answered."
  type        = string
  nullable    = false
}

variable "allow_methods" {
  description = "Methods that the resource offers. OPTIONS is added."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.allow_methods) > 0 && alltrue([for method in var.allow_methods : contains(["GET", "POST", "PUT", "PATCH", "DELETE"], method)])
    error_message = "Name at least one of GET, POST, PUT, PATCH and DELETE; OPTIONS is added by itself."
  }
}
