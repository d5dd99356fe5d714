//! `cargo xtask rehearse` over small estates: the real terraform and the real emulator, and stacks that
//! need no provider. The repository's own is rehearsed by `tests/rehearsal` and by `.ci/run`.

use camino::Utf8Path;
use emulator::{Host, Settings};
use rustix::process::Signal;
use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::common::{Run, TestContext, fixture, group_size, poll};

/// Two stacks that keep their states in files.
const ONE: &str = r#"
terraform {
  required_version = ">= 1.11"

  backend "local" {}
}

variable "deletion_protection" {
  type = bool
}

resource "terraform_data" "thing" {
  input = var.deletion_protection ? 1 : 0

  # As a protected thing of AWS does.
  provisioner "local-exec" {
    when    = destroy
    command = "exit ${self.output}"
  }
}

output "thing" {
  value = terraform_data.thing.id
}
"#;

const TWO: &str = r#"
terraform {
  required_version = ">= 1.11"

  backend "local" {}
}

resource "terraform_data" "other" {
  input = "other"
}

output "other" {
  value = terraform_data.other.output
}
"#;

/// An estate of the system `demo` in `dev`, with the emulator installed: the installation that all tests
/// share.
fn demo() -> TestContext {
    let lock = "# This file is maintained automatically by \"terraform init\".\n";
    let context = TestContext::new()
        .without("terraform")
        .without("environments/dev")
        .without("environments/prod")
        .without("environments/prod.toml")
        .edit(
            "environments/dev.toml",
            r#"["audit", "shop"]"#,
            r#"["demo"]"#,
        )
        .with("terraform/demo/one/main.tf", ONE)
        .with("terraform/demo/one/.terraform.lock.hcl", lock)
        .with("terraform/demo/two/main.tf", TWO)
        .with("terraform/demo/two/.terraform.lock.hcl", lock)
        .with(
            "environments/dev/demo/one.tfvars",
            "deletion_protection = false\n",
        )
        .with("environments/dev/demo/two.tfvars", "");
    install(&context);
    context
}

pub(crate) fn install(context: &TestContext) {
    let shared = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("emulator");
    let settings = Settings::new(&shared, "eu-west-1", "111111111111");
    let host = Host {
        cancel: &process::Cancel::new(),
        observer: &|_| {},
    };
    let venv = emulator::install(&settings, &host).unwrap();
    let dir = context.root.join("target/xtask/local");
    std::fs::create_dir_all(&dir).unwrap();
    std::os::unix::fs::symlink(venv, dir.join("venv")).unwrap();
}

fn rehearse(context: &TestContext) -> Run {
    context.run(&["rehearse", "dev", "--format", "json"])
}

/// An estate in which `demo/two` says which process group applies it, and then does what a shell is told.
fn held_up(by: &str) -> TestContext {
    let command = format!("ps -o pgid= -p $$ > ../../../../../../group; {by}");
    provisioned(demo(), &command)
}

/// `demo/two` runs a command when it is applied.
fn provisioned(context: TestContext, command: &str) -> TestContext {
    let provisioner = format!("provisioner \"local-exec\" {{\n    command = \"{command}\"\n  }}");
    context.edit(
        "terraform/demo/two/main.tf",
        "  input = \"other\"\n",
        &format!("  input = \"other\"\n\n  {provisioner}\n"),
    )
}

/// The process group that applies `demo/two`, once it does.
fn applying(context: &TestContext) -> String {
    poll("an apply", || {
        let text = std::fs::read_to_string(context.root.join("group")).ok()?;
        let (group, _) = text.split_once('\n')?;
        Some(group.trim().to_owned())
    })
}

fn wait_for_the_end_of(group: &str) {
    poll("the end of the apply", || {
        (group_size(group) == 0).then_some(())
    });
}

/// Ends at the end of a test what it has kept, also when it fails.
struct Down<'a>(&'a TestContext);

impl Drop for Down<'_> {
    fn drop(&mut self) {
        let _ = self.0.xtask(&["local", "down"]).command.output();
    }
}

/// The steps, each as `stack step status`, in the order of the report.
fn steps(run: &Run) -> String {
    let json = run.json();
    let steps = json["steps"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let steps = steps.map(|step| {
        ["stack", "step", "status"]
            .map(|key| text(&step[key]))
            .join(" ")
            + "\n"
    });
    steps.collect()
}

/// The local AWS of the rehearsal is gone.
fn assert_gone(context: &TestContext) {
    let state = context.root.join("target/xtask/rehearse/local/state.json");
    assert!(!state.exists(), "{state}");
}

#[test]
fn everything_is_applied_checked_planned_again_and_destroyed() {
    let context = demo();
    let before = context.sources();
    let run = rehearse(&context).code(0);
    assert_data_eq!(
        steps(&run),
        str![[r#"
- contracts ok
- local-aws ok
demo/one init ok
demo/one apply ok
demo/two init ok
demo/two apply ok
demo/one outputs ok
demo/two outputs ok
- smoke ok
demo/one second-plan ok
demo/two second-plan ok
demo/two destroy ok
demo/one destroy ok
- leftovers ok

"#]]
    );
    let json = run.json();
    assert_eq!(json["ok"], true);
    assert_eq!(json["env"], "dev");
    assert_eq!(json["smoke"], Value::Array(Vec::new()));
    assert_eq!(json["findings"], Value::Array(Vec::new()));
    assert_eq!(context.sources(), before);
    assert_gone(&context);
    // A second run begins from nothing too. One step at a time, so that the lines have an order.
    let run = context.run(&["rehearse", "dev", "--jobs", "1"]).code(0);
    assert_data_eq!(
        run.loose_golden(),
        str![[r#"
exit: 0
--- stdout
 STACK  INIT  APPLY  OUTPUTS  SECOND PLAN  DESTROY
 demo/one  [TIME]  +1 [TIME]  [TIME]  [TIME]  -1 [TIME]
 demo/two  [TIME]  +1 [TIME]  [TIME]  [TIME]  -1 [TIME]

 ONCE  STATUS  TOOK
 contracts  ok  [TIME]
 local-aws  ok  [TIME]
 smoke  ok  [TIME]
 leftovers  ok  [TIME]

everything is fine: dev, 2 stacks applied, 0 of 0 smoke checks passed, no findings, [TIME]
--- stderr
ok          repository  contracts  [TIME]
ok          repository  local-aws  [TIME]
ok          demo/one  init  [TIME]
ok          demo/one  apply  [TIME]  +1 ~0 -0
ok          demo/two  init  [TIME]
ok          demo/two  apply  [TIME]  +1 ~0 -0
ok          demo/one  outputs  [TIME]
ok          demo/two  outputs  [TIME]
ok          repository  smoke  [TIME]
ok          demo/one  second-plan  [TIME]  +0 ~0 -0
ok          demo/two  second-plan  [TIME]  +0 ~0 -0
ok          demo/two  destroy  [TIME]  +0 ~0 -1
ok          demo/one  destroy  [TIME]  +0 ~0 -1
ok          repository  leftovers  [TIME]

"#]]
    );
}

#[test]
fn a_stack_that_cannot_be_applied_is_named_with_its_resource_and_its_log() {
    let failing = "[ -e ../../../../../../luck ] || { echo no such luck; exit 7; }";
    let context = provisioned(demo(), failing);
    let run = rehearse(&context).code(1);
    assert_data_eq!(
        run.findings_with("terraform-apply"),
        str![[r#"
code: terraform-apply
column: 28
env: dev
file: terraform/demo/two/main.tf
hint: all that terraform said is in target/xtask/rehearse/logs/demo/two/apply.log
line: 11
message: local-exec provisioner error: Error running command '[ -e ../../../../../../luck ] || { echo no such luck; exit 7; }': exit status 7. Output: no such luck (in terraform_data.other)
severity: error
stack: demo/two

"#]]
    );
    assert_data_eq!(
        steps(&run),
        str![[r#"
- contracts ok
- local-aws ok
demo/one init ok
demo/one apply ok
demo/two init ok
demo/two apply failed
demo/one outputs ok
demo/two outputs skipped
- smoke skipped
demo/one second-plan ok
demo/two second-plan skipped
demo/two destroy skipped
demo/one destroy skipped
- leftovers skipped

"#]]
    );
    let log = context
        .root
        .join("target/xtask/rehearse/logs/demo/two/apply.log");
    assert!(
        std::fs::read_to_string(log)
            .unwrap()
            .contains("no such luck")
    );
    assert_gone(&context);
    // The next one begins from nothing too, and not where this one came to.
    let context = context.with("luck", "");
    let run = context.run(&["rehearse", "dev"]).code(0);
    assert!(run.stderr.contains("demo/one  apply"), "{run:#?}");
    assert_eq!(run.stderr.matches("+1 ~0 -0").count(), 2, "{run:#?}");
}

#[test]
fn an_output_without_a_value_and_a_plan_that_never_rests_are_told_in_one_run() {
    let context = demo()
        .edit(
            "terraform/demo/one/main.tf",
            "terraform_data.thing.id",
            "null",
        )
        .edit(
            "terraform/demo/two/main.tf",
            "\"other\"\n}",
            "timestamp()\n}",
        );
    let run = rehearse(&context).code(1);
    assert_data_eq!(
        run.findings_with("output-empty"),
        str![[r#"
code: output-empty
column: 1
env: dev
file: terraform/demo/one/main.tf
hint: a consumer would read nothing: give it a value, or take it out
line: 22
message: `thing` has no value once `demo/one` is applied
severity: error
stack: demo/one

"#]]
    );
    assert_data_eq!(
        run.findings_with("second-plan"),
        str![[r#"
code: second-plan
column: null
env: dev
file: null
hint: write it as AWS answers it, or, if only the emulator answers so, explain it in crates/deployment/src/drifts.rs
line: null
message: a second plan is not empty: update of `terraform_data.other`
severity: error
stack: demo/two

code: second-plan
column: null
env: dev
file: null
hint: write it as AWS answers it, or, if only the emulator answers so, explain it in crates/deployment/src/drifts.rs
line: null
message: a second plan is not empty: output `other` would change
severity: error
stack: demo/two

"#]]
    );
    let told = steps(&run);
    assert!(told.contains("demo/two destroy ok"), "{told}");
    assert_gone(&context);
}

#[test]
fn what_is_protected_is_unprotected_before_it_is_destroyed() {
    let context = demo().with(
        "environments/dev/demo/one.tfvars",
        "deletion_protection = true\n",
    );
    let told = steps(&rehearse(&context).code(0));
    assert!(
        told.contains("demo/one unprotect ok\ndemo/one destroy ok"),
        "{told}"
    );
    assert!(!told.contains("demo/two unprotect"), "{told}");
}

#[test]
fn ctrl_c_ends_terraform_and_the_local_aws() {
    let context = held_up("sleep 600");
    let running = context
        .xtask(&["rehearse", "dev", "--format", "json"])
        .start();
    let group = applying(&context);
    assert!(group_size(&group) > 1);
    running.signal(Signal::INT);
    let run = running.end().code(130);
    wait_for_the_end_of(&group);
    let told = steps(&run);
    assert!(told.contains("demo/two apply interrupted"), "{told}");
    assert_eq!(run.json()["ok"], false);
    assert_gone(&context);
}

#[test]
fn a_local_aws_that_dies_is_told_first() {
    let kill = "kill -9 $(grep -o '[0-9][0-9]*' ../../../local/state.json | head -n 1)";
    let run = rehearse(&provisioned(demo(), kill)).code(1);
    let finding = &run.json()["findings"][0];
    assert_eq!(finding["code"], "local-aws");
    let message = finding["message"].as_str().unwrap();
    assert!(
        message.contains("ended by itself, with signal 9"),
        "{run:#?}"
    );
    assert!(message.contains("ministack.log:\n"), "{run:#?}");
}

#[test]
fn ctrl_c_before_anything_is_deployed_is_an_interruption_too() {
    let context = demo();
    let asked = context.root.join("asked");
    let xtask = context.xtask(&["rehearse", "dev", "--format", "json"]);
    let running = xtask.env("FAKE_PLANS", &asked).terraform("hangs").start();
    poll("a terraform that is asked for its version", || {
        asked.exists().then_some(())
    });
    running.signal(Signal::INT);
    let run = running.end().code(130);
    assert_eq!(steps(&run), "- contracts ok\n- local-aws interrupted\n");
    assert_eq!(run.findings(), "");
}

#[test]
fn what_is_kept_stays_up_until_it_is_ended() {
    let context = demo();
    let _down = Down(&context);
    let run = context.run(&["rehearse", "dev", "--keep"]).code(0);
    assert!(run.stderr.contains("cargo xtask local down"), "{run:#?}");
    assert!(!run.stdout.contains("DESTROY"), "{run:#?}");
    context.run(&["local", "status"]).code(0);
    let again = rehearse_kept(&context).code(1);
    assert_eq!(again.findings(), "local-aws - - -\n");
    let hint = &again.json()["findings"][0]["hint"];
    assert_eq!(hint, "end it first: cargo xtask local down");
    context.run(&["local", "down"]).code(0);
    context.run(&["local", "status"]).code(1);
}

#[test]
fn one_that_was_to_be_kept_and_is_killed_does_not_block_the_next() {
    let context = held_up("until [ -e ../../../../../../gate ]; do sleep 0.1; done");
    let _down = Down(&context);
    let keep = &["rehearse", "dev", "--keep", "--format", "json"];
    let running = context.xtask(keep).start();
    let group = applying(&context);
    drop(running);
    // Nobody can end the terraform that it had started; that ends here.
    std::fs::write(context.root.join("gate"), "").unwrap();
    wait_for_the_end_of(&group);
    let run = rehearse_kept(&context).code(0);
    assert!(run.stderr.contains("a run that was killed"), "{run:#?}");
    context.run(&["local", "status"]).code(0);
}

fn rehearse_kept(context: &TestContext) -> Run {
    context.run(&["rehearse", "dev", "--keep", "--format", "json"])
}

/// A stack of things that AWS gives no names and times of its own.
const THINGS: &str = r#"
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  backend "local" {}
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "this" {
  name = "things"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/things"
  retention_in_days = 30
}

resource "aws_s3_bucket" "this" {
  bucket = "things-of-a-test"
}

# The provider opens this file, from the folder of the stack.
resource "aws_s3_object" "this" {
  bucket = aws_s3_bucket.this.id
  key    = "main.tf"
  source = "${path.module}/main.tf"
}

output "topic" {
  value = aws_sns_topic.this.arn
}
"#;

#[test]
fn the_state_is_that_which_the_stock_provider_makes() {
    let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
    let context = demo()
        .with("terraform/demo/two/main.tf", THINGS)
        .with("terraform/demo/two/.terraform.lock.hcl", lock);
    let states = [&[][..], &["--stock-provider"]].map(|more| {
        let arguments = [&["rehearse", "dev", "--keep"], more].concat();
        let _down = Down(&context);
        context.run(&arguments).code(0);
        let state = context.read("target/xtask/rehearse/states/dev/demo/two.tfstate");
        let state: Value = serde_json::from_str(&state).unwrap();
        (state["resources"].clone(), state["outputs"].clone())
    });
    assert_eq!(states[0].0.as_array().unwrap().len(), 4);
    assert_eq!(states[0], states[1]);
}

#[test]
fn nothing_is_deployed_when_the_files_do_not_agree() {
    let context = demo().with("environments/dev/demo/two.tfvars", "nothing = 1\n");
    let run = rehearse(&context).code(1);
    assert_eq!(steps(&run), "- contracts failed\n");
    assert_eq!(run.json()["findings"][0]["code"], "tfvars-undeclared");
}

#[test]
fn what_is_deployed_beside_a_system_is_checked_with_it() {
    // It keeps its state in a file, and so comes with all others.
    let context = demo()
        .edit(
            "environments/dev.toml",
            r#"["demo"]"#,
            r#"["base", "demo"]"#,
        )
        .with("terraform/base/ground/main.tf", TWO)
        .with("terraform/base/ground/.terraform.lock.hcl", "")
        .with("environments/dev/base/ground.tfvars", "nothing = 1\n");
    let arguments = ["rehearse", "dev", "--system", "demo", "--format", "json"];
    let run = context.run(&arguments).code(1);
    assert_eq!(steps(&run), "- contracts failed\n");
    assert_eq!(run.json()["findings"][0]["stack"], "base/ground");
}

#[test]
fn an_environment_whose_file_is_broken_is_told_as_a_result() {
    let context = demo().with("environments/dev.toml", "region = \n");
    let run = rehearse(&context).code(1);
    let json = run.json();
    assert_eq!((&json["ok"], &json["env"]), (&false.into(), &"dev".into()));
    assert_eq!(json["findings"][0]["file"], "environments/dev.toml");
    let run = context.run(&["rehearse", "dev"]).code(1);
    assert!(
        run.stdout.starts_with("failed: dev, 0 stacks applied"),
        "{run:#?}"
    );
    assert!(run.stderr.contains("environments/dev.toml"), "{run:#?}");
}

#[test]
fn without_python_there_is_no_local_aws() {
    let context = demo().without("target/xtask/local/venv");
    let xtask = context.xtask(&["rehearse", "dev", "--format", "json"]);
    let run = xtask.env("XTASK_PYTHON", "/nowhere/python3").run().code(3);
    assert_data_eq!(
        run.findings_with("tool-missing"),
        str![[r#"
code: tool-missing
column: null
env: null
file: null
hint: null
line: null
message: the local AWS needs Python 3.10 or newer, and `/nowhere/python3` cannot be run (there is no such program): `sudo apt-get install python3 python3-venv` installs one on Debian and Ubuntu
severity: error
stack: null

"#]]
    );
    assert_eq!(steps(&run), "- contracts ok\n- local-aws failed\n");
}

#[test]
fn an_environment_or_system_that_is_not_there_is_a_mistake_of_the_caller() {
    let context = demo();
    for (arguments, expected) in [
        (&["rehearse"][..], "<ENV>"),
        (
            &["rehearse", "deev"],
            "there is no environment `deev`; did you mean `dev`?",
        ),
        (
            &["rehearse", "dev", "--system", "dem"],
            "there is no system `dem`; did you mean `demo`?",
        ),
    ] {
        let run = context.run(arguments).code(2);
        assert!(run.stderr.contains(expected), "{run:#?}");
    }
}
