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

output "timeout_seconds" {
  description = "Time after which a run is ended. A queue that feeds the function needs a visibility timeout of at least six times this."
  value       = local.timeout_seconds
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "alarm_names" {
  description = "Names of the function's alarms, by kind: errors, duration-p95, throttles."
  value       = module.alarms.names
}
