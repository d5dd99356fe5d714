# The API

output "api_gateway_id" {
  description = "Id of the REST API."
  value       = aws_api_gateway_rest_api.product.id
}

output "api_gateway_name" {
  description = "Name of the REST API, by which CloudWatch knows it."
  value       = aws_api_gateway_rest_api.product.name
}

output "api_gateway_execution_arn" {
  description = "Execution ARN of the REST API, without stage, method and path."
  value       = aws_api_gateway_rest_api.product.execution_arn
}

output "api_gateway_root_resource_id" {
  description = "Id of the resource /."
  value       = aws_api_gateway_rest_api.product.root_resource_id
}

output "api_products_resource_id" {
  description = "Id of the resource /v1.0/products."
  value       = aws_api_gateway_resource.products.id
}

output "api_products_path" {
  description = "Path of the resource of all products."
  value       = aws_api_gateway_resource.products.path
}

output "api_product_resource_id" {
  description = "Id of the resource /v1.0/products/{productId}."
  value       = aws_api_gateway_resource.product.id
}

output "api_product_path" {
  description = "Path of the resource of one product."
  value       = aws_api_gateway_resource.product.path
}

output "api_access_log_group_arn" {
  description = "ARN of the log group for the access log. It is given out once API Gateway may write logs in this account."
  value       = aws_cloudwatch_log_group.api_access.arn

  depends_on = [aws_api_gateway_account.this]
}

output "api_fingerprint" {
  description = "Changes whenever something of the API that is kept here must be deployed anew: resources and gateway responses."
  value = sha256(jsonencode({
    rest_api_id = aws_api_gateway_rest_api.product.id
    resources = {
      for resource in [aws_api_gateway_resource.v1, aws_api_gateway_resource.products, aws_api_gateway_resource.product] :
      resource.path => resource.id
    }
    gateway_responses = {
      for type, response in aws_api_gateway_gateway_response.this :
      type => [response.status_code, response.response_templates, response.response_parameters]
    }
  }))
}

# The table

output "dynamodb_table_name" {
  description = "Name of the products table."
  value       = module.products_table.name
}

output "dynamodb_table_arn" {
  description = "ARN of the products table."
  value       = module.products_table.arn
}

output "dynamodb_price_index_arn" {
  description = "ARN of the index by price."
  value       = module.products_table.index_arns[local.price_index]
}

output "dynamodb_name_index_arn" {
  description = "ARN of the index by name."
  value       = module.products_table.index_arns[local.name_index]
}

# The queue of changes

output "sqs_queue_url" {
  description = "URL of the queue of accepted changes."
  value       = module.change_queue.url
}

output "sqs_queue_arn" {
  description = "ARN of the queue of accepted changes."
  value       = module.change_queue.arn
}

output "sqs_queue_name" {
  description = "Name of the queue of accepted changes."
  value       = module.change_queue.name
}

output "sqs_dlq_name" {
  description = "Name of its dead-letter queue."
  value       = module.change_queue.dlq_name
}

# The audit log

output "audit_queue_arn" {
  description = "ARN of the queue of committed changes for the audit log."
  value       = module.audit_queue.arn
}

output "audit_queue_name" {
  description = "Name of the queue of committed changes for the audit log."
  value       = module.audit_queue.name
}

output "audit_dlq_name" {
  description = "Name of its dead-letter queue."
  value       = module.audit_queue.dlq_name
}

output "s3_audit_bucket_name" {
  description = "Name of the audit bucket."
  value       = module.audit_bucket.name
}

output "s3_audit_bucket_arn" {
  description = "ARN of the audit bucket."
  value       = module.audit_bucket.arn
}

# For every function

output "sns_topic_arn" {
  description = "ARN of the topic that every alarm reports to."
  value       = aws_sns_topic.alerts.arn
}

output "lambda_base_policy_arn" {
  description = "ARN of the policy that every function's role carries."
  value       = aws_iam_policy.lambda_base.arn
}

output "page_token_key_arn" {
  description = "ARN of the KMS key that signs page tokens."
  value       = aws_kms_key.page_token.arn
}

output "deployment" {
  description = "What this was last changed by: the release or commit, when, and by whom. None where that was plain Terraform."
  value       = var.deployment
}
