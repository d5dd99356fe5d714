data "terraform_remote_state" "infrastructure" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "product/infrastructure/terraform.tfstate"
    region = var.aws_region
  }
}
