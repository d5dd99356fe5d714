module "role" {
  source = "../../modules/lambda-role"

  function_name   = local.function_name
  aws_account_id  = var.aws_account_id
  base_policy_arn = data.terraform_remote_state.infrastructure.outputs.lambda_base_policy_arn

  statements = [
    {
      # Any object, since each has a name of its own; no reading, no deleting.
      sid       = "WriteAuditObjects"
      actions   = ["s3:PutObject"]
      resources = ["${data.terraform_remote_state.infrastructure.outputs.s3_audit_bucket_arn}/*"]
    },
    {
      sid = "ReceiveCommittedChanges"
      actions = [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ]
      resources = [data.terraform_remote_state.infrastructure.outputs.audit_queue_arn]
    },
  ]
}
