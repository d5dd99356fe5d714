# A Lambda behind an HTTP API, with most of what HCL can do.
variable "routes" {
  description = "Paths by method."
  type = map(object({
    path    = string
    timeout = optional(number, 10)
  }))
  default = {
    get  = { path = "/items" }
    post = { path = "/items", timeout = 20 },
  }

  validation {
    condition     = alltrue([for r in var.routes : can(regex("^/", r.path))])
    error_message = "A path starts with a slash, e.g. \"/items\"."
  }
}

locals {
  name     = "items-${terraform.workspace}"
  methods  = sort([for method, route in var.routes : upper(method) if route.timeout <= 30])
  by_path  = { for method, route in var.routes : route.path => method... }
  longest  = max(values(var.routes)[*].timeout...)
  total    = (1 + 2) * 3 - -4 / 2 % 5
  is_big   = length(local.methods) > 3 && !(local.total == 0) || false
  greeting = <<-EOT
    Hello ${local.name}!
    %{~for method in local.methods}
    - ${method}: %{if method == "GET"}read%{else}write%{endif}
    %{~endfor}
    literally $${not} and %%{neither}
  EOT
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id    = aws_apigatewayv2_api.this.id
  route_key = "${upper(each.key)} ${each.value.path}"
  target    = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_lambda_permission" "this" {
  count = local.is_big ? 1 : 0 // one is enough

  action        = "lambda:InvokeFunction"
  function_name = module.function[0].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/*"
}
