output "alarms" {
  description = "The queue's alarms, by kind: dlq-depth, oldest-message."
  value       = module.alarms.alarms
}
