output "function_name" {
  description = "Name of the function."
  value       = module.lambda.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.lambda.function_arn
}

output "route_fingerprint" {
  description = "Changes whenever what this stack adds to the API must be deployed anew. product/api-deployment reads it."
  value       = module.route.fingerprint
}

output "deployment" {
  description = "What this was last changed by: the release or commit, when, and by whom. None where that was plain Terraform."
  value       = var.deployment
}
