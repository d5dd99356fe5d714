module "route" {
  source = "../../modules/rest-api-route"

  rest_api_id   = data.terraform_remote_state.infrastructure.outputs.api_gateway_id
  execution_arn = data.terraform_remote_state.infrastructure.outputs.api_gateway_execution_arn
  stage_name    = var.environment
  resource_id   = data.terraform_remote_state.infrastructure.outputs.api_product_resource_id
  resource_path = data.terraform_remote_state.infrastructure.outputs.api_product_path
  http_method   = "GET"

  # Public: anyone may read.
  api_key_required = false

  function_name       = module.lambda.function_name
  function_invoke_arn = module.lambda.invoke_arn
}

# The stack that owns GET on a resource answers its preflight requests, for the methods of all stacks: a resource has but
# one OPTIONS. Here, /v1.0/products/{productId}: PUT to update-product, DELETE to delete-product.
module "cors" {
  source = "../../modules/rest-api-cors"

  rest_api_id   = data.terraform_remote_state.infrastructure.outputs.api_gateway_id
  resource_id   = data.terraform_remote_state.infrastructure.outputs.api_product_resource_id
  allow_methods = ["GET", "PUT", "DELETE"]
}
