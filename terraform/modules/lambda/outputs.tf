output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_arn" {
  description = "ARN of the function, without a version."
  value       = aws_lambda_function.this.arn
}

output "invoke_arn" {
  description = "URI under which API Gateway calls the function."
  value       = aws_lambda_function.this.invoke_arn
}

output "alarms" {
  description = "The function's alarms, by kind: errors, duration-p95, throttles."
  value       = module.alarms.alarms
}
