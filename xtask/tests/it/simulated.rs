//! Every stack is applied to an AWS that is not there, and its consumers are planned with what that left.

use crate::common::{Run, TestContext};

const INFRASTRUCTURE: &str = "terraform/shop/infrastructure";
const API: &str = "terraform/shop/api/main.tf";

/// The plans of a run: stack, environment, how many things are made, whether they were simulated.
fn plans(run: &Run) -> Vec<(String, u64, bool)> {
    let json = run.json();
    let steps = json["steps"].as_array().unwrap().iter();
    let plans = steps.filter(|step| step["step"] == "plan" && step["env"] == "dev");
    let plans = plans.map(|step| {
        let add = step["changes"]["add"].as_u64().unwrap_or(u64::MAX);
        let stack = step["stack"].as_str().unwrap().to_owned();
        (stack, add, step["simulated"] == true)
    });
    plans.collect()
}

fn verify(context: &TestContext, code: i32, more: &[&str]) -> Run {
    let arguments = [&["verify", "--env", "dev", "--format", "json"], more].concat();
    context.run(&arguments).code(code)
}

#[test]
fn consumers_are_planned_with_what_their_producers_would_put_out() {
    let context = TestContext::with_aws(
        r#"
resource "aws_sqs_queue" "this" {
  for_each = toset(["orders", "returns"])
  name     = "${each.key}-dev"
}

data "aws_caller_identity" "current" {}

data "aws_vpc" "main" {
  tags = { Name = "main" }
}

output "queues" {
  description = "Queues."
  value       = { for key, queue in aws_sqs_queue.this : key => queue.arn }
}

output "account" {
  description = "Account."
  value       = data.aws_caller_identity.current.account_id
}

output "vpc" {
  description = "Network."
  value       = data.aws_vpc.main.id
}
"#,
    );
    let consumer = r#"
locals {
  infrastructure = data.terraform_remote_state.infrastructure.outputs
}

resource "terraform_data" "queue" {
  for_each = local.infrastructure.queues
  input    = split(":", each.value)[4]

  lifecycle {
    precondition {
      condition     = can(regex("^arn:aws:sqs:eu-west-1:111111111111:(orders|returns)-dev$", each.value))
      error_message = "No queue: ${each.value}"
    }
    precondition {
      condition     = local.infrastructure.account == "111111111111"
      error_message = "No account: ${local.infrastructure.account}"
    }
    precondition {
      condition     = can(regex("^vpc-[0-9a-f]+$", local.infrastructure.vpc))
      error_message = "No network: ${local.infrastructure.vpc}"
    }
  }
}
"#;
    let text = context.read(API);
    let context = context.with(API, format!("{text}{consumer}"));
    let expected = [
        ("shop/infrastructure".to_owned(), 3, true),
        ("shop/api".to_owned(), 3, true),
        ("audit/log".to_owned(), 1, true),
    ];
    let before = context.sources();
    assert_eq!(plans(&verify(&context, 0, &[])), expected);
    assert_eq!(context.sources(), before);
    // Nothing that could be taken for a real state: not in the stacks' copies either.
    let copy = context
        .root
        .join("target/xtask/verify")
        .join(INFRASTRUCTURE);
    let names = copy.read_dir_utf8().unwrap().flatten();
    let states = names.filter(|entry| entry.file_name().contains("tfstate"));
    assert_eq!(states.count(), 0);
}

#[test]
fn what_is_asked_for_comes_with_all_that_it_reads() {
    let context = TestContext::new();
    let stacks = |run: &Run| plans(run).into_iter().map(|(stack, ..)| stack);
    let run = verify(&context, 0, &["--stack", "shop/api"]);
    let both = ["shop/infrastructure", "shop/api"];
    assert!(stacks(&run).eq(both));
}

#[test]
fn without_its_producers_outputs_a_stack_is_only_planned() {
    let broken = "\nresource \"terraform_data\" \"broken\" {\n  input = local.nothing\n}\n";
    let main = format!("{INFRASTRUCTURE}/main.tf");
    let context = TestContext::new();
    let text = context.read(&main);
    let context = context.with(&main, format!("{text}{broken}"));
    let plans = |context: &TestContext, code| plans(&verify(context, code, &[]));
    let planned = [
        ("shop/api".to_owned(), 1, false),
        ("audit/log".to_owned(), 1, false),
    ];
    assert_eq!(plans(&context, 1)[1..], planned);
    let context = context.with(&main, &text);
    assert!(plans(&context, 0).iter().all(|(.., simulated)| *simulated));
    // A state of an earlier run is not that of this one.
    let context = context.with(&main, format!("{text}{broken}"));
    assert_eq!(plans(&context, 1)[1..], planned);
}

#[test]
fn what_a_broken_producer_leaves_open_is_not_held_against_its_consumers() {
    let broken = "\nresource \"terraform_data\" \"broken\" {\n  input = tonumber(\"x\")\n}\n";
    let consumer = "\nresource \"terraform_data\" \"each\" {\n  for_each = toset([data.terraform_remote_state.infrastructure.outputs.queue_url])\n}\n";
    let main = format!("{INFRASTRUCTURE}/main.tf");
    let context = TestContext::new();
    let (text, api) = (context.read(&main), context.read(API));
    let context = context
        .with(&main, format!("{text}{broken}"))
        .with(API, format!("{api}{consumer}"));
    let run = verify(&context, 1, &[]);
    let json = run.json();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{json:#}");
    assert_eq!(findings[0]["stack"], "shop/infrastructure");
    assert!(run.steps().contains("shop/api dev plan skipped"));
    let context = context.with(&main, &text);
    assert!(plans(&verify(&context, 0, &[])).contains(&("shop/api".to_owned(), 2, true)));
}

#[test]
fn a_consumer_of_two_states_is_planned_again_when_they_change_places() {
    let other = "terraform/shop/other/main.tf";
    let main = format!("{INFRASTRUCTURE}/main.tf");
    let context = TestContext::new();
    let text = context.read(&main);
    let stack = |key: &str, value: &str| {
        let settings = &text[..text.find("variable").unwrap()];
        let settings = settings.replace("shop/infrastructure/", &format!("shop/{key}/"));
        format!(
            "{settings}output \"x\" {{\n  description = \"x\"\n  value       = \"{value}\"\n}}\n"
        )
    };
    let reads = |key: &str| {
        format!(
            "\ndata \"terraform_remote_state\" \"{key}\" {{\n  backend = \"s3\"\n\n  config = {{\n    bucket = var.state_bucket\n    key    = \"shop/{key}/terraform.tfstate\"\n    region = var.aws_region\n  }}\n}}\n\noutput \"{key}\" {{\n  description = \"x\"\n  value       = data.terraform_remote_state.{key}.outputs.x\n}}\n"
        )
    };
    let api = context.read(API);
    let lock = context.read("terraform/shop/api/.terraform.lock.hcl");
    let context = context
        .with("terraform/shop/one/main.tf", stack("one", "1"))
        .with("terraform/shop/one/.terraform.lock.hcl", &lock)
        .with("environments/dev/shop/one.tfvars", "")
        .with("environments/prod/shop/one.tfvars", "")
        .with("environments/dev/shop/other.tfvars", "")
        .with("environments/prod/shop/other.tfvars", "")
        .with(other, stack("other", "2"))
        .with("terraform/shop/other/.terraform.lock.hcl", &lock)
        .with(API, format!("{api}{}{}", reads("one"), reads("other")));
    verify(&context, 0, &[]);
    // The same outputs, each at the other's place.
    let context = context
        .with("terraform/shop/one/main.tf", stack("other", "1"))
        .with(other, stack("one", "2"));
    let run = verify(&context, 0, &[]);
    let json = run.json();
    let steps = json["steps"].as_array().unwrap();
    let api = steps
        .iter()
        .find(|step| step["stack"] == "shop/api" && step["step"] == "plan");
    assert_eq!(api.unwrap()["unchanged"], false, "{json:#}");
}

#[test]
fn what_is_imported_is_planned_as_new_and_what_asks_aws_as_proposed() {
    let definition = "jsonencode({ StartAt = \"A\", States = { A = { Type = \"Succeed\" } } })";
    let context = TestContext::with_aws(&format!(
        r#"
import {{
  to = aws_sqs_queue.this
  id = "https://sqs.eu-west-1.amazonaws.com/111111111111/orders"
}}

resource "aws_sqs_queue" "this" {{
  name = "orders"

  lifecycle {{
    prevent_destroy = true
  }}
}}

resource "aws_sfn_state_machine" "this" {{
  name       = "steps"
  role_arn   = "arn:aws:iam::111111111111:role/steps"
  definition = {definition}
}}
"#
    ));
    let made = plans(&verify(&context, 0, &["--stack", "infrastructure"]));
    assert_eq!(made, [("shop/infrastructure".to_owned(), 3, true)]);
}

#[test]
fn no_program_is_run() {
    let context = TestContext::new();
    let file = context.root.join("was-run");
    let text = format!(
        "\nresource \"terraform_data\" \"run\" {{\n  provisioner \"local-exec\" {{\n    command = \"touch {file}\"\n  }}\n}}\n"
    );
    let api = context.read(API);
    let context = context.with(API, format!("{api}{text}"));
    let made = plans(&verify(&context, 0, &[]));
    assert_eq!(
        made,
        [
            ("shop/infrastructure".to_owned(), 1, true),
            ("shop/api".to_owned(), 2, false),
            ("audit/log".to_owned(), 1, false),
        ]
    );
    assert!(!file.exists());
}

#[test]
fn a_consumer_is_planned_again_when_what_it_reads_has_changed_and_only_then() {
    let main = format!("{INFRASTRUCTURE}/main.tf");
    let output = "\noutput \"more\" {\n  description = \"x\"\n  value       = \"one\"\n}\n";
    let context = TestContext::new();
    // The id of a `terraform_data` is another one each time.
    let text = context.read(&main) + output;
    let text = text.replace("terraform_data.table.id", "\"table\"");
    let context = context
        .with(&main, &text)
        .edit(API, "terraform_data.this.id", "\"url\"");
    let done = |context: &TestContext| {
        let run = verify(context, 0, &[]);
        let json = run.json();
        let steps = json["steps"].as_array().unwrap().iter();
        let done = steps.filter(|step| step["step"] == "plan" && step["unchanged"] == false);
        let stacks: Vec<_> = done
            .map(|step| step["stack"].as_str().unwrap().to_owned())
            .collect();
        stacks
    };
    assert_eq!(done(&context).len(), 3);
    assert_eq!(done(&context), [""; 0]);
    let context = context.with(&main, format!("{text}# Nothing.\n"));
    assert_eq!(done(&context), ["shop/infrastructure"]);
    let context = context.with(&main, text.replace("\"one\"", "\"two\""));
    assert_eq!(done(&context), ["shop/infrastructure", "shop/api"]);
    // Who changes a state, or takes it away, has it made again.
    let states = context.root.join("target/xtask/verify/states/dev");
    std::fs::remove_dir_all(states).unwrap();
    assert_eq!(done(&context)[0], "shop/infrastructure");
    assert_eq!(done(&context), [""; 0]);
}
