locals {
  write_limits = { rate_limit = 50, burst_limit = 100 }

  writes = {
    create-product = {
      resource_path = data.terraform_remote_state.infrastructure.outputs.api_products_path
      http_method   = "POST"
    }
    update-product = {
      resource_path = data.terraform_remote_state.infrastructure.outputs.api_product_path
      http_method   = "PUT"
    }
    delete-product = {
      resource_path = data.terraform_remote_state.infrastructure.outputs.api_product_path
      http_method   = "DELETE"
    }
  }
}

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

  # Reads, and preflight requests.
  throttle = { rate_limit = 100, burst_limit = 200 }

  method_throttles = {
    for stack, write in local.writes : stack => merge(write, local.write_limits)
  }
}
