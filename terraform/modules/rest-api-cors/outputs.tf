output "fingerprint" {
  description = "Changes whenever the preflight answer must be deployed anew. It is taken from the resources, so it is stored only after they exist."
  value = sha256(jsonencode({
    api_key_required    = aws_api_gateway_method.options.api_key_required
    integration_type    = aws_api_gateway_integration.options.type
    request_templates   = aws_api_gateway_integration.options.request_templates
    resource_id         = aws_api_gateway_integration_response.options.resource_id
    response_parameters = aws_api_gateway_integration_response.options.response_parameters
    rest_api_id         = aws_api_gateway_integration_response.options.rest_api_id
    status_code         = aws_api_gateway_integration_response.options.status_code
  }))
}
