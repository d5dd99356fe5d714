//! `cargo xtask verify`: what it finds.

use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

const JSON: [&str; 3] = ["verify", "--format", "json"];

#[test]
fn a_renamed_output_is_found_where_it_is_read() {
    let context = TestContext::new().edit(
        "terraform/shop/infrastructure/main.tf",
        "output \"table_name\"",
        "output \"table_names\"",
    );
    let run = context.run(&JSON).code(1);
    assert_eq!(run.findings().lines().count(), 1);
    assert_data_eq!(
        run.findings_with("output-missing"),
        str![[r#"
code: output-missing
column: 62
env: null
file: terraform/shop/api/main.tf
hint: did you mean `table_names`?
line: 28
message: `shop/infrastructure` has no output `table_name`
severity: error
stack: shop/api

"#]]
    );
    assert_data_eq!(
        context
            .run(&["verify", "--jobs", "1", "--no-cache"])
            .loose_golden(),
        str![[r#"
exit: 1
--- stdout
 STACK  INIT  VALIDATE  dev  prod
 shop/infrastructure  [TIME]  [TIME]  +1 ~0 -0 [TIME]  +1 ~0 -0 [TIME]
 shop/api  [TIME]  [TIME]  failed  failed
 audit/log  [TIME]  [TIME]  plan only +1 ~0 -0 [TIME]  -

failed: 3 of 5 plans made and 2 of them applied to a simulated AWS, 1 error, [TIME]
--- stderr
failed      repository  contracts  [TIME]
ok          repository  fmt  [TIME]
ok          shop/infrastructure  init  [TIME]
ok          shop/infrastructure  validate  [TIME]
ok          shop/infrastructure  plan dev  [TIME]  +1 ~0 -0
ok          shop/infrastructure  plan prod  [TIME]  +1 ~0 -0
ok          shop/api  init  [TIME]
ok          shop/api  validate  [TIME]
failed      shop/api  plan dev  [TIME]
failed      shop/api  plan prod  [TIME]
ok          audit/log  init  [TIME]
ok          audit/log  validate  [TIME]
ok          audit/log  plan dev  [TIME]  +1 ~0 -0
error[output-missing]: `shop/infrastructure` has no output `table_name`
  --> terraform/shop/api/main.tf:28:62
   |
28 |   input = data.terraform_remote_state.infrastructure.outputs.table_name
   |                                                              ^^^^^^^^^^
   |
  ::: terraform/shop/infrastructure/main.tf:22:1
   |
22 | output "table_names" {
   | -------------------- `table_names` is declared here
   |
   = note: in shop/api
   = help: did you mean `table_names`?


"#]]
    );
}

/// Everything wrong that a stack can be, one fault a place.
fn broken() -> TestContext {
    let context = TestContext::new();
    let api = context.read("terraform/shop/api/main.tf");
    let sit = context.read("environments/dev.toml");
    let sit = sit
        .replace("111111111111", "333333333333")
        .replace("eu-west-1", "eu-west-11");
    let reading = api.replace("shop/api/terraform", "shop/worker/terraform");
    context
        .with(
            "terraform/shop/worker/main.tf",
            reading.replace("outputs.table_name", "outputs.tabel_name"),
        )
        .with("terraform/shop/worker/.terraform.lock.hcl", "")
        .with("environments/dev/shop/worker.tfvars", "")
        .with("environments/prod/shop/worker.tfvars", "colour = 1\n")
        .with("terraform/audit/log/broken.tf", "locals {\n")
        .without("environments/prod/shop/api.tfvars")
        .with(
            "environments/dev/shop/infrastructure.tfvars",
            "size   = 1\nlabels = \"none\"\n",
        )
        .with("environments/prod/shop/infrastructure.tfvars", "size=1\n")
        .with("environments/sit.toml", sit)
}

#[test]
fn all_faults_are_told_in_one_run() {
    let context = broken();
    let run = context.run(&JSON).code(1);
    assert_data_eq!(
        run.findings(),
        str![[r#"
environment-region - sit environments/sit.toml:2:10
hcl-syntax - - terraform/audit/log/broken.tf:1:9
tfvars-missing shop/api prod environments/prod/shop/api.tfvars
tfvars-undeclared shop/worker prod environments/prod/shop/worker.tfvars:1:1
output-missing shop/worker - terraform/shop/worker/main.tf:28:62
format - - environments/prod/shop/infrastructure.tfvars
terraform-plan shop/infrastructure dev environments/dev/shop/infrastructure.tfvars:2:10

"#]]
    );
    let alone = context.run(&[&JSON[..], &["--jobs", "1"]].concat());
    assert_eq!(alone.findings(), run.findings());
    assert_data_eq!(
        run.steps(),
        str![[r#"
- - contracts failed
- - fmt failed
shop/infrastructure - init ok
shop/infrastructure - validate ok
shop/infrastructure dev plan failed
shop/infrastructure prod plan ok
shop/api - init ok
shop/api - validate ok
shop/api dev plan ok
shop/api prod plan skipped
shop/worker - init ok
shop/worker - validate ok
shop/worker dev plan ok
shop/worker prod plan failed
audit/log - init skipped
audit/log - validate skipped
audit/log dev plan skipped

"#]]
    );
    assert_data_eq!(
        run.findings_with("terraform-plan"),
        str![[r#"
code: terraform-plan
column: 10
env: dev
file: environments/dev/shop/infrastructure.tfvars
hint: `labels` wants a value of type: map of string
line: 2
message: invalid value for input variable: The given value is not suitable for var.labels declared at main.tf:13,1-18: map of string required
severity: error
stack: shop/infrastructure

"#]]
    );
}

#[test]
fn an_environment_asked_for_whose_file_is_broken_is_told_of() {
    let context = TestContext::new().edit("environments/prod.toml", "222222222222", "2222");
    let run = context
        .run(&[&JSON[..], &["--env", "prod"]].concat())
        .code(1);
    let place = "environment-account - prod environments/prod.toml:1:11\n";
    assert_eq!(run.findings(), place);
    // And it is of no interest to another.
    context
        .run(&[&JSON[..], &["--env", "dev"]].concat())
        .code(0);
}

#[test]
fn count_and_for_each_on_what_is_not_made_yet_say_what_to_do() {
    let unknown = "terraform_data.this.id";
    let context = TestContext::new().with(
        "terraform/shop/api/many.tf",
        format!("resource \"terraform_data\" \"counted\" {{\n  count = length({unknown})\n}}\n\nresource \"terraform_data\" \"each\" {{\n  for_each = toset([{unknown}])\n}}\n"),
    );
    let run = context
        .run(&[&JSON[..], &["--env", "dev"]].concat())
        .code(1);
    assert_data_eq!(
        run.findings_with("terraform-plan"),
        str![[r#"
code: terraform-plan
column: 11
env: dev
file: terraform/shop/api/many.tf
hint: terraform has to know these before it makes anything; take them from variables, literals, or what another stack exports
line: 2
message: invalid count argument: The "count" value depends on resource attributes that cannot be determined until apply, so Terraform cannot predict how many instances will be created. To work around this, use the -target argument to first apply only the resources that the count depends on
severity: error
stack: shop/api

code: terraform-plan
column: 14
env: dev
file: terraform/shop/api/many.tf
hint: terraform has to know these before it makes anything; take them from variables, literals, or what another stack exports
line: 6
message: invalid for_each argument: The "for_each" set includes values derived from resource attributes that cannot be determined until apply, and so Terraform cannot determine the full set of keys that will identify the instances of this resource; terraform_data.this.id is a string, known only after apply
severity: error
stack: shop/api

"#]]
    );
}
