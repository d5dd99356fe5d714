output "function_name" {
  description = "Name of the function."
  value       = module.lambda.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.lambda.function_arn
}
