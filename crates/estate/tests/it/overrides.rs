//! Override files: laid over the others, as Terraform does it.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox, address};

#[test]
fn an_override_wins_though_its_name_sorts_first() {
    let sandbox = Sandbox::base()
        .with(
            "terraform/shop/base/a_override.tf",
            "terraform {\n  backend \"s3\" {\n    key = \"moved\"\n  }\n}\noutput \"table_name\" {\n  value = 2\n}\n",
        )
        .with(
            "terraform/shop/front/a_override.tf",
            "data \"terraform_remote_state\" \"base\" {\n  config = {\n    bucket = var.state_bucket\n    key = \"moved\"\n  }\n}\n",
        );
    let estate = sandbox.sound();
    assert_eq!(estate.reads.len(), 3);
    let base = estate.stack(&address("shop/base")).unwrap();
    assert_eq!(base.states["dev"].to_string(), "s3://states-dev/moved");
    let output = &base.module.outputs["table_name"];
    assert_eq!(output.file, "terraform/shop/base/main.tf");
}

#[test]
fn an_override_says_only_what_it_changes() {
    let more = r#"
variable "kept" {
  default = 1
}
provider "aws" {
  alias = "second"
}
module "m" {
  source = "../../modules/m"
  name   = "f"
}
resource "aws_lambda_function" "own" {
  function_name = "before"
}
"#;
    let changes = r#"
variable "kept" {
  type = number
}
provider "aws" {
  alias  = "second"
  region = "us-east-1"
}
module "m" {
  name = "g"
}
resource "aws_lambda_function" "own" {
  function_name = "after"
}
"#;
    let module = "variable \"name\" {}\nresource \"aws_lambda_function\" \"this\" {\n  function_name = var.name\n}\n";
    let estate = Sandbox::base()
        .with("terraform/shop/front/main.tf", format!("{CONSUMER}{more}"))
        .with("terraform/shop/front/override.tf", changes)
        .with("terraform/modules/m/main.tf", module)
        .sound();
    let front = estate.stack(&address("shop/front")).unwrap();
    let names: Vec<_> = front
        .lambdas
        .iter()
        .map(|lambda| &lambda.functions["dev"])
        .collect();
    assert_eq!(names, ["after", "g"]);
    assert_eq!(front.module.providers.len(), 1);
}
