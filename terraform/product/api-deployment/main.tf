# A deployment is a snapshot of every method that exists at that moment, and this stack exists so that it is taken when
# they all do. See ../README.md.
module "deployment" {
  source = "../../modules/rest-api-deployment"

  rest_api_id          = data.terraform_remote_state.infrastructure.outputs.api_gateway_id
  rest_api_name        = data.terraform_remote_state.infrastructure.outputs.api_gateway_name
  stage_name           = var.environment
  access_log_group_arn = data.terraform_remote_state.infrastructure.outputs.api_access_log_group_arn
  log_retention_days   = var.log_retention_days
  alarm_topic_arn      = data.terraform_remote_state.infrastructure.outputs.sns_topic_arn

  # A stack with a new route is added to data.tf, and here.
  triggers = {
    infrastructure = data.terraform_remote_state.infrastructure.outputs.api_fingerprint
    list-products  = data.terraform_remote_state.list_products.outputs.route_fingerprint
    get-product    = data.terraform_remote_state.get_product.outputs.route_fingerprint
    create-product = data.terraform_remote_state.create_product.outputs.route_fingerprint
    update-product = data.terraform_remote_state.update_product.outputs.route_fingerprint
    delete-product = data.terraform_remote_state.delete_product.outputs.route_fingerprint
  }

  # For each method. Writes have the lower limit of their key: see keys.tf.
  throttle = { rate_limit = 100, burst_limit = 200 }
}
