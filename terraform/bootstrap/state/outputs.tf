output "state_bucket" {
  description = "Name of the bucket with this environment's states."
  value       = aws_s3_bucket.state.bucket
}

output "state_bucket_arn" {
  description = "ARN of the bucket with this environment's states."
  value       = aws_s3_bucket.state.arn
}

output "deployment" {
  description = "What this was last changed by: the release or commit, when, and by whom. None where that was plain Terraform."
  value       = var.deployment
}
