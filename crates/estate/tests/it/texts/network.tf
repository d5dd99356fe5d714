locals {
  zones   = ["a", "b", "c"]
  subnets = { for at, zone in local.zones : zone => cidrsubnet("10.0.0.0/16", 8, at) }
  nested = {
    "quoted key" = [[1, 2.5, 1e3], [true, false, null]]
    plain        = { a : 1, b : { c = "deep" } }
  }
  first   = local.nested["quoted key"][0][1]
  legacy  = aws_subnet.this.*.id
  full    = aws_subnet.this[*].tags["Name"]
  choice  = var.private ? (local.first > 1 ? "one" : "two") : "three"
  message = "quotes \"inside\", a backslash \\ and a dollar $ sign, ümlaut"
  called  = provider::aws::arn_parse("arn:aws:s3:::bucket").service
}

variable "private" {
  type     = bool
  default  = true
  nullable = false
}

resource "aws_security_group" "this" {
  name_prefix = "web-"
  dynamic "ingress" {
    for_each = [for port in [80, 443] : { port = port, cidr = "0.0.0.0/0" } if port != 80 || !var.private]
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value["port"]
      protocol    = "tcp"
      cidr_blocks = [ingress.value.cidr]
    }
  }
  provisioner "local-exec" {
    when    = destroy
    command = <<-EOT
      echo "${self.id}" \
        | tee log
    EOT
  }
}

import {
  to = aws_vpc.this
  id = "vpc-${"0"}123"
}

removed {
  from = aws_instance.old
  lifecycle { destroy = false }
}
