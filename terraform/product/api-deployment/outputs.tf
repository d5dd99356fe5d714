output "api_url" {
  description = "Address of the API, without the version: append /v1.0/products."
  value       = module.deployment.invoke_url
}

output "stage_name" {
  description = "Name of the stage."
  value       = module.deployment.stage_name
}

output "api_key_id" {
  description = "Id of the key for writes. The value is read from API Gateway, by those who may."
  value       = aws_cloudformation_stack.writers_key.outputs["KeyId"]
}

output "deployment" {
  description = "What this was last changed by: the release or commit, when, and by whom. None where that was plain Terraform."
  value       = var.deployment
}
