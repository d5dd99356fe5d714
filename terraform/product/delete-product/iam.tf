module "role" {
  source = "../../modules/lambda-role"

  function_name   = local.function_name
  aws_account_id  = var.aws_account_id
  base_policy_arn = data.terraform_remote_state.infrastructure.outputs.lambda_base_policy_arn

  statements = [
    {
      sid       = "ReadProduct"
      actions   = ["dynamodb:GetItem"]
      resources = [data.terraform_remote_state.infrastructure.outputs.dynamodb_table_arn]
    },
    {
      sid       = "PublishChange"
      actions   = ["sqs:SendMessage"]
      resources = [data.terraform_remote_state.infrastructure.outputs.sqs_queue_arn]
    },
  ]
}
