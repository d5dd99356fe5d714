locals {
  function_name = "bbws-list-products-${var.environment}"
}

module "lambda" {
  source = "../../modules/lambda"

  function_name      = local.function_name
  description        = "Answers GET /v1.0/products: pages of active products by price, or one by its name."
  role_arn           = module.role.arn
  artifact           = var.artifact
  log_retention_days = var.log_retention_days
  alarm_topic_arn    = data.terraform_remote_state.infrastructure.outputs.sns_topic_arn

  environment_variables = {
    DYNAMODB_TABLE    = data.terraform_remote_state.infrastructure.outputs.dynamodb_table_name
    ENVIRONMENT       = var.environment
    LOG_LEVEL         = var.log_level
    PAGE_TOKEN_KEY_ID = data.terraform_remote_state.infrastructure.outputs.page_token_key_arn
  }
}
