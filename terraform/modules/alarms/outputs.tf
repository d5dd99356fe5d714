output "alarms" {
  description = "The alarms, by their key, with all attributes."
  value       = aws_cloudwatch_metric_alarm.this
}
