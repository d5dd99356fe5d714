//! The Lambdas that stacks make, and their names.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox, address};

fn patterns(more: &str, module: &str) -> Vec<Option<String>> {
    let sandbox = Sandbox::base()
        .with("terraform/shop/front/main.tf", format!("{CONSUMER}{more}"))
        .with("terraform/modules/lambda/main.tf", module);
    let estate = sandbox.sound();
    let front = estate.stack(&address("shop/front")).unwrap();
    front.lambdas.iter().map(estate::Lambda::pattern).collect()
}

const MODULE: &str = "variable \"name\" {}\nresource \"aws_lambda_function\" \"this\" {\n  function_name = var.name\n}\n";

#[test]
fn a_lambda_is_found_in_the_stack_and_in_modules_with_its_name() {
    let more = r#"
variable "environment" {}
resource "aws_lambda_function" "own" {
  function_name = "developers-${var.environment}"
}
module "called" {
  source = "../../modules/lambda"
  name   = "get-${var.environment}-api"
}
module "again" {
  source = "../../modules/lambda"
  name   = aws_x.y.name
}
"#;
    let expected = [Some("developers-{env}"), Some("get-{env}-api"), None];
    let expected = expected.map(|name| name.map(str::to_owned));
    assert_eq!(patterns(more, MODULE), expected);
}

#[test]
fn a_lambda_has_a_label_also_when_its_name_is_unknown() {
    let own = "resource \"aws_lambda_function\" \"own\" {\n  function_name = aws_x.y.name\n}\n";
    let outer = "module \"inner\" {\n  source = \"../lambda\"\n  name = \"n\"\n}\n";
    let call = "module \"outer\" {\n  source = \"../../modules/outer\"\n}\n";
    let estate = Sandbox::base()
        .with(
            "terraform/shop/front/main.tf",
            format!("{CONSUMER}{own}{call}"),
        )
        .with("terraform/modules/outer/main.tf", outer)
        .with("terraform/modules/lambda/main.tf", MODULE)
        .sound();
    let front = estate.stack(&address("shop/front")).unwrap();
    let labels: Vec<_> = front.lambdas.iter().map(|lambda| &lambda.label).collect();
    let inner = "module.outer.module.inner.aws_lambda_function.this";
    assert_eq!(labels, ["aws_lambda_function.own", inner]);
    assert!(front.lambdas[0].functions.is_empty());
}

#[test]
fn a_name_that_differs_otherwise_has_no_pattern() {
    let estate = Sandbox::base()
        .with(
            "terraform/shop/front/main.tf",
            format!("{CONSUMER}variable \"name\" {{}}\nresource \"aws_lambda_function\" \"x\" {{\n  function_name = var.name\n}}\n"),
        )
        .with("environments/dev/shop/front.tfvars", "name = \"a-dev\"")
        .with("environments/sit/shop/front.tfvars", "name = \"b-sit\"")
        .with("environments/prod/shop/front.tfvars", "name = \"a-prod\"")
        .sound();
    let lambda = &estate.stack(&address("shop/front")).unwrap().lambdas[0];
    assert_eq!(lambda.functions["sit"], "b-sit");
    assert_eq!(lambda.pattern(), None);
}
