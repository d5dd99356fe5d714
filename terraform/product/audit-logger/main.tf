locals {
  function_name = "bbws-audit-logger-${var.environment}"
}

module "lambda" {
  source = "../../modules/lambda"

  function_name      = local.function_name
  description        = "Writes every committed change to the audit bucket, as its only writer."
  role_arn           = module.role.arn
  artifact           = var.artifact
  log_retention_days = var.log_retention_days
  alarm_topic_arn    = data.terraform_remote_state.infrastructure.outputs.sns_topic_arn

  # A batch of ten may take its time; nobody waits for it.
  duration_p95_threshold_ms = 20000

  environment_variables = {
    AUDIT_BUCKET = data.terraform_remote_state.infrastructure.outputs.s3_audit_bucket_name
    ENVIRONMENT  = var.environment
    LOG_LEVEL    = var.log_level
  }
}
