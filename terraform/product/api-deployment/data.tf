# One read for the API itself and one for each stack with routes: they put this stack after all of them.

data "terraform_remote_state" "infrastructure" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/infrastructure/terraform.tfstate"
    region = var.aws_region
  }
}

data "terraform_remote_state" "list_products" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/list-products/terraform.tfstate"
    region = var.aws_region
  }
}

data "terraform_remote_state" "get_product" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/get-product/terraform.tfstate"
    region = var.aws_region
  }
}

data "terraform_remote_state" "create_product" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/create-product/terraform.tfstate"
    region = var.aws_region
  }
}

data "terraform_remote_state" "update_product" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/update-product/terraform.tfstate"
    region = var.aws_region
  }
}

data "terraform_remote_state" "delete_product" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/delete-product/terraform.tfstate"
    region = var.aws_region
  }
}
