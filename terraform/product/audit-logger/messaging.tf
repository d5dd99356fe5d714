module "consumer" {
  source = "../../modules/sqs-consumer"

  function_name   = module.lambda.function_name
  queue_arn       = data.terraform_remote_state.infrastructure.outputs.audit_queue_arn
  queue_name      = data.terraform_remote_state.infrastructure.outputs.audit_queue_name
  dlq_name        = data.terraform_remote_state.infrastructure.outputs.audit_dlq_name
  alarm_topic_arn = data.terraform_remote_state.infrastructure.outputs.sns_topic_arn
}
