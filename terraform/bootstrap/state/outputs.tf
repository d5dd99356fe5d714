output "state_bucket" {
  description = "Name of the bucket with this environment's states."
  value       = aws_s3_bucket.state.bucket
}

output "state_bucket_arn" {
  description = "ARN of the bucket with this environment's states."
  value       = aws_s3_bucket.state.arn
}
