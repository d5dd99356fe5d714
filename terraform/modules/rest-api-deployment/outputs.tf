output "stage_name" {
  description = "Name of the stage, given out once it exists."
  value       = aws_api_gateway_stage.this.stage_name
}

output "invoke_url" {
  description = "Address of the stage, without a path."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "alarms" {
  description = "The stage's alarms, by kind: server-errors, latency-p95."
  value       = module.alarms.alarms
}
