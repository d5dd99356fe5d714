module "role" {
  source = "../../modules/lambda-role"

  function_name   = local.function_name
  aws_account_id  = var.aws_account_id
  base_policy_arn = data.terraform_remote_state.infrastructure.outputs.lambda_base_policy_arn

  statements = [
    {
      # TransactWriteItems has no action of its own: IAM checks what the transaction consists of.
      sid = "WriteProductsInTransactions"
      actions = [
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
      ]
      resources = [data.terraform_remote_state.infrastructure.outputs.dynamodb_table_arn]
    },
    {
      sid = "ReceiveChanges"
      actions = [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ]
      resources = [data.terraform_remote_state.infrastructure.outputs.sqs_queue_arn]
    },
  ]
}
