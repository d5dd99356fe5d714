module "role" {
  source = "../../modules/lambda-role"

  function_name   = local.function_name
  aws_account_id  = var.aws_account_id
  base_policy_arn = data.terraform_remote_state.infrastructure.outputs.lambda_base_policy_arn

  statements = [
    {
      sid     = "QueryByPriceAndName"
      actions = ["dynamodb:Query"]
      resources = [
        data.terraform_remote_state.infrastructure.outputs.dynamodb_price_index_arn,
        data.terraform_remote_state.infrastructure.outputs.dynamodb_name_index_arn,
      ]
    },
    {
      # KMS signs and checks page tokens; the key itself is never seen.
      sid       = "SignPageTokens"
      actions   = ["kms:GenerateMac", "kms:VerifyMac"]
      resources = [data.terraform_remote_state.infrastructure.outputs.page_token_key_arn]
    },
  ]
}
