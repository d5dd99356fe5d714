module "route" {
  source = "../../modules/rest-api-route"

  rest_api_id   = data.terraform_remote_state.infrastructure.outputs.api_gateway_id
  execution_arn = data.terraform_remote_state.infrastructure.outputs.api_gateway_execution_arn
  stage_name    = var.environment
  resource_id   = data.terraform_remote_state.infrastructure.outputs.api_product_resource_id
  resource_path = data.terraform_remote_state.infrastructure.outputs.api_product_path
  http_method   = "DELETE"

  # A write: callers need a key of the usage plan in product/api-deployment.
  api_key_required = true

  function_name       = module.lambda.function_name
  function_invoke_arn = module.lambda.invoke_arn
}
