output "arn" {
  description = "ARN of the role, given out only once its policies are in place: a function made with it can do its work from its first call."
  value       = aws_iam_role.this.arn

  depends_on = [
    aws_iam_role_policy.this,
    aws_iam_role_policy_attachment.base,
  ]
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}
