# Who may write, and how fast. Every writing method asks for a key, so the limit of the only key is that of all writes
# together.
resource "aws_api_gateway_usage_plan" "writers" {
  name        = "bbws-product-writers-${var.environment}"
  description = "Callers that may create, change and retire products."

  api_stages {
    api_id = data.terraform_remote_state.infrastructure.outputs.api_gateway_id
    stage  = module.deployment.stage_name
  }

  throttle_settings {
    rate_limit  = 50
    burst_limit = 100
  }
}

# The key and its place in the plan are made by CloudFormation, in place of aws_api_gateway_api_key and
# aws_api_gateway_usage_plan_key: those two would read the key's value back into the state, and the second would print it
# in plans. API Gateway makes the value up, and all that is known here is the id. Who may have the value reads it from API
# Gateway by that id.
resource "aws_cloudformation_stack" "writers_key" {
  name = "bbws-product-writers-key-${var.environment}"

  parameters = {
    UsagePlanId = aws_api_gateway_usage_plan.writers.id
  }

  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = "Key for the writing methods of the product API."

    Parameters = {
      UsagePlanId = { Type = "String", Description = "Usage plan that the key belongs to." }
    }

    Resources = {
      Key = {
        Type = "AWS::ApiGateway::ApiKey"
        Properties = {
          Name        = "bbws-product-writers-${var.environment}"
          Description = "Key for the product API's writing methods."
          Enabled     = true
        }
      }
      PlanKey = {
        Type = "AWS::ApiGateway::UsagePlanKey"
        Properties = {
          KeyId       = { Ref = "Key" }
          KeyType     = "API_KEY"
          UsagePlanId = { Ref = "UsagePlanId" }
        }
      }
    }

    Outputs = {
      KeyId = { Description = "Id of the key.", Value = { Ref = "Key" } }
    }
  })
}
