//! tfvars: missing, of nobody, with too much or too little in them.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox, check_places};

const FRONT: &str = "terraform/shop/front/main.tf";
const TFVARS: &str = "environments/dev/shop/front.tfvars";

#[track_caller]
fn told(sandbox: &Sandbox, expected: &[&str]) {
    check_places(sandbox.root(), &sandbox.findings());
    assert_eq!(sandbox.lines(), expected);
}

#[test]
fn a_missing_file_is_told_and_nothing_follows_from_it() {
    let sandbox = Sandbox::base()
        .edit(FRONT, "\"shop/base/terraform.tfstate\"", "var.key")
        .with(
            "terraform/shop/front/variables.tf",
            "variable \"key\" {}\nvariable \"b\" {}\n",
        )
        .with(
            "environments/sit/shop/front.tfvars",
            "key = \"shop/base/terraform.tfstate\"\nb = 1\n",
        )
        .with(
            "environments/prod/shop/front.tfvars",
            "key = \"shop/base/terraform.tfstate\"\nb = 1\n",
        )
        .without(TFVARS);
    told(
        &sandbox,
        &[
            "tfvars-missing environments/dev/shop/front.tfvars:0:0 (shop/front dev): `shop/front` has no tfvars for `dev`: `environments/dev/shop/front.tfvars` does not exist; create the file; it may be empty when nothing differs there",
        ],
    );
}

#[test]
fn a_broken_file_is_told_and_nothing_follows_from_it() {
    let sandbox = Sandbox::base()
        .edit(FRONT, "\"shop/base/terraform.tfstate\"", "var.key")
        .with(
            "terraform/shop/front/variables.tf",
            "variable \"key\" {\n  default = \"nobody\"\n}\n",
        )
        .with(
            "environments/sit/shop/front.tfvars",
            "key = \"shop/base/terraform.tfstate\"\n",
        )
        .with(
            "environments/prod/shop/front.tfvars",
            "key = \"shop/base/terraform.tfstate\"\n",
        )
        .with(TFVARS, "key = \n");
    let lines = sandbox.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("hcl-syntax environments/dev/shop/front.tfvars:1:"),
        "{lines:?}"
    );
}

#[test]
fn an_undeclared_variable_is_told_with_the_nearest() {
    let sandbox = Sandbox::base().with(TFVARS, "# mine\nstate_buket = 1\nzebra = 2\n");
    told(
        &sandbox,
        &[
            "tfvars-undeclared environments/dev/shop/front.tfvars:2:1 (shop/front dev): `shop/front` declares no variable `state_buket`; did you mean `state_bucket`?",
            "tfvars-undeclared environments/dev/shop/front.tfvars:3:1 (shop/front dev): `shop/front` declares no variable `zebra`; declare it in terraform/shop/front/variables.tf or take it out",
        ],
    );
}

#[test]
fn a_variable_that_is_set_nowhere_is_told_once() {
    let text = format!("{CONSUMER}variable \"size\" {{}}\n");
    let unset = |env: &str| {
        format!(
            "variable-unset terraform/shop/front/main.tf:27:1 (shop/front{env}): variable `size` has no value; set it in environments/<environment>/shop/front.tfvars, or give it a default"
        )
    };
    let sandbox = Sandbox::base().with(FRONT, text);
    told(&sandbox, &[&unset("")]);
    let sandbox = sandbox.with(TFVARS, "size = 60 * 15\n");
    told(&sandbox, &[&unset(" prod"), &unset(" sit")]);
}

#[test]
fn the_code_of_a_lambda_is_supplied_by_the_run() {
    let text = format!("{CONSUMER}variable \"artifact\" {{}}\n");
    let estate = Sandbox::base().with(FRONT, text).sound();
    let front = estate.stacks.last().unwrap();
    assert!(front.takes_artifact());
}
