variable "rest_api_id" {
  description = "The REST API."
  type        = string
  nullable    = false
}

variable "execution_arn" {
  description = "Execution ARN of the REST API, without stage, method and path."
  type        = string
  nullable    = false
}

variable "stage_name" {
  description = "The only stage that may call the function."
  type        = string
  nullable    = false
}

variable "resource_id" {
  description = "The resource that the method hangs on."
  type        = string
  nullable    = false
}

variable "resource_path" {
  description = "Full path of that resource, such as /v1.0/products/{productId}."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.resource_path, "/")
    error_message = "The resource path must start with a slash."
  }
}

variable "http_method" {
  description = "GET, POST, PUT, PATCH or DELETE."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["GET", "POST", "PUT", "PATCH", "DELETE"], var.http_method)
    error_message = "The method must be GET, POST, PUT, PATCH or DELETE. OPTIONS belongs to the rest-api-cors module; ANY would hide what the API offers."
  }
}

variable "api_key_required" {
  description = "Whether a caller must send an API key. Writes do, public reads do not."
  type        = bool
  nullable    = false
}

variable "function_name" {
  description = "The function that answers."
  type        = string
  nullable    = false
}

variable "function_invoke_arn" {
  description = "Invoke ARN of that function."
  type        = string
  nullable    = false
}
