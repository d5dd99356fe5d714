output "fingerprint" {
  description = "Changes whenever this route must be deployed anew. It is taken from the resources, so it is stored only after they exist."
  value = sha256(jsonencode({
    api_key_required = aws_api_gateway_method.this.api_key_required
    authorization    = aws_api_gateway_method.this.authorization
    http_method      = aws_api_gateway_method.this.http_method
    integration_type = aws_api_gateway_integration.this.type
    integration_uri  = aws_api_gateway_integration.this.uri
    integration_verb = aws_api_gateway_integration.this.integration_http_method
    resource_id      = aws_api_gateway_integration.this.resource_id
    resource_path    = var.resource_path
    rest_api_id      = aws_api_gateway_integration.this.rest_api_id
  }))
}
