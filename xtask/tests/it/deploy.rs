//! `cargo xtask plan`, `deploy`, `drift`, `outputs` and `destroy`: the real terraform, the real emulator, states in
//! its buckets.

mod faults;
mod locked;
mod released;
mod reviewed;
mod secrets;
mod site;
mod status;
mod unwritable;

use rustix::process::Signal;
use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::common::{Run, TestContext, poll};
use site::{DEV, Site, authorization};

/// What is to be done, or was, with each stack: `shop/api planned 1 create`.
fn reviewed(run: &Run) -> String {
    let json = run.json();
    let stacks = json["stacks"].as_array().unwrap().iter();
    let lines = stacks.map(|stack| {
        let actions = stack["resources"].as_array().unwrap().iter();
        let actions: Vec<&str> = actions.map(|it| it["action"].as_str().unwrap()).collect();
        let after = stack["after"].as_array().unwrap().len();
        let (name, planned) = (stack["stack"].as_str().unwrap(), &stack["planned"]);
        format!(
            "{name} planned={planned} after={after} {}\n",
            actions.join(",")
        )
    });
    lines.collect()
}

#[test]
fn what_was_deployed_is_up_to_date_put_out_and_destroyed() {
    let site = Site::dev();
    let first = site.json(&["deploy", "dev"]).code(0);
    assert_data_eq!(
        first.steps(),
        str![[r#"
- - contracts ok
shop/infrastructure - init ok
shop/api - init ok
audit/log - init ok
shop/infrastructure - plan ok
shop/api - plan ok
audit/log - plan ok
shop/infrastructure - apply ok
shop/api - apply ok
audit/log - apply ok
shop/infrastructure - outputs ok
shop/api - outputs ok
audit/log - outputs ok

"#]]
    );
    assert_data_eq!(
        reviewed(&first),
        str![[r#"
shop/infrastructure planned=true after=0 create
shop/api planned=true after=1 create
audit/log planned=true after=1 create

"#]]
    );
    let again = site.run(&["deploy", "dev"]).code(0);
    assert!(
        again.stdout.contains("up to date: nothing to do: dev"),
        "{again:#?}"
    );
    let drift = site.json(&["drift", "dev"]).code(0);
    assert!(drift.steps().contains("audit/log - drift ok"));

    let outputs = site.json(&["outputs", "dev"]).code(0).json();
    assert_eq!(outputs["outputs"]["shop/infrastructure"]["queue_url"], "q");
    let text = site.run(&["outputs", "dev", "--stack", "infrastructure"]);
    let text = text.code(0).stdout;
    assert!(
        text.starts_with("shop/infrastructure  queue_url = \"q\"\n"),
        "{text}"
    );

    let refused = site.json(&["destroy", "dev"]).code(4);
    assert_data_eq!(
        refused.findings_with("gate-refused"),
        str![[r#"
code: gate-refused
column: null
env: dev
file: null
hint: at a terminal type `dev`; elsewhere pass --confirm dev
line: null
message: the gate of `dev` stays shut: it wants `dev`, and nobody is there to ask
severity: error
stack: null

"#]]
    );
    let destroyed = site.json(&["destroy", "dev", "--confirm", "dev"]).code(0);
    assert!(
        destroyed
            .steps()
            .contains("shop/infrastructure - destroy ok")
    );
    let outputs = site.json(&["outputs", "dev"]).code(0).json();
    assert_eq!(
        outputs["outputs"]["shop/infrastructure"],
        Value::Object(serde_json::Map::new())
    );
}

#[test]
fn a_consumer_is_planned_again_when_its_producer_puts_out_something_else() {
    let site = Site::dev();
    site.run(&["deploy", "dev"]).code(0);
    let site = site.edit(
        "terraform/shop/infrastructure/main.tf",
        "resource \"terraform_data\" \"table\" {\n",
        "resource \"terraform_data\" \"table\" {\n  triggers_replace = \"anew\"\n",
    );
    let plan = site.json(&["plan", "dev"]).code(0);
    assert_data_eq!(
        reviewed(&plan),
        str![[r#"
shop/infrastructure planned=true after=0 replace
shop/api planned=true after=1 
audit/log planned=true after=1 

"#]]
    );
    let deployed = site.json(&["deploy", "dev"]).code(0);
    // What its producer put out was not known before.
    assert_data_eq!(
        reviewed(&deployed),
        str![[r#"
shop/infrastructure planned=true after=0 replace
shop/api planned=true after=1 update
audit/log planned=true after=1 

"#]]
    );
    let again = site.run(&["deploy", "dev"]).code(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
}

#[test]
fn an_output_without_a_value_stays_an_error() {
    let file = "terraform/shop/infrastructure/main.tf";
    let context = TestContext::new().edit(file, "value = \"q\"", "value = \"\"");
    let site = Site::new(context, DEV, "dev");
    for _ in 0..2 {
        let run = site.json(&["deploy", "dev"]).code(1);
        assert!(
            run.findings()
                .contains("output-empty shop/infrastructure dev"),
            "{run:#?}"
        );
    }
}

#[test]
fn a_file_that_is_not_copied_is_not_taken_for_one_that_is_gone() {
    let site = Site::dev();
    site.run(&["deploy", "dev"]).code(0);
    let outside = site.context.root.join("target/outside.tf");
    let inside = site
        .context
        .root
        .join("terraform/shop/infrastructure/main.tf");
    std::fs::rename(&inside, &outside).unwrap();
    std::os::unix::fs::symlink(&outside, &inside).unwrap();
    let refused = site.json(&["deploy", "dev"]);
    assert_eq!(refused.code, 1, "{refused:#?}");
    assert!(!refused.steps().contains("plan"), "{refused:#?}");
}

#[test]
fn an_address_of_another_machine_is_no_local_aws() {
    let context = TestContext::new();
    let run = context.run(&["plan", "dev", "--aws-endpoint", "http://example.com:4566"]);
    assert!(
        run.code(2)
            .stderr
            .contains("is no address of an AWS on this machine"),
        "it is usage"
    );
}

#[test]
fn without_credentials_nothing_is_planned() {
    let context = TestContext::with_aws("");
    let run = context.run(&["plan", "dev", "--format", "json"]).code(3);
    assert_data_eq!(
        run.findings(),
        str![[r#"
credentials - - -

"#]]
    );
}

#[test]
fn what_only_moves_is_applied_too() {
    let site = Site::dev();
    site.run(&["deploy", "dev"]).code(0);
    let moved = "moved {\n  from = terraform_data.this\n  to   = terraform_data.that\n}\n";
    let file = "terraform/shop/api/main.tf";
    let site = site
        .edit(
            file,
            "\"terraform_data\" \"this\"",
            "\"terraform_data\" \"that\"",
        )
        .edit(file, "terraform_data.this.id", "terraform_data.that.id");
    let text = site.context.read(file) + moved;
    std::fs::write(site.context.root.join(file), text).unwrap();
    let deployed = site.json(&["deploy", "dev"]).code(0);
    assert!(
        reviewed(&deployed).contains("shop/api planned=true after=0 move\n"),
        "{deployed:#?}"
    );
    let again = site.run(&["deploy", "dev"]).code(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
}

#[test]
fn what_others_read_is_not_destroyed_under_them() {
    let site = Site::dev();
    let only = [
        "destroy",
        "dev",
        "--confirm",
        "dev",
        "--stack",
        "infrastructure",
    ];
    let refused = site.json(&only).code(4);
    let findings = refused.findings_with("gate-refused");
    assert!(
        findings.contains("`shop/api` reads `shop/infrastructure`, and would stay"),
        "{findings}"
    );
}

#[test]
fn a_state_that_was_left_behind_is_not_lost() {
    let site = Site::dev();
    site.run(&["plan", "dev"]).code(0);
    let dir = "target/xtask/deploy/terraform/shop/api";
    let state = site.context.root.join(dir).join("errored.tfstate");
    std::fs::write(&state, "{}").unwrap();
    for command in ["plan", "deploy", "drift", "outputs"] {
        let refused = site.json(&[command, "dev"]).code(1);
        let findings = refused.findings_with("state-unsaved");
        assert!(
            findings.contains("state push errored.tfstate"),
            "{findings}"
        );
    }
    assert!(state.is_file());
}

/// The way of a real deployment: planned with our providers, applied by terraform with its own.
#[test]
fn a_parameter_that_somebody_changes_behind_its_back_has_drifted() {
    let parameter = "resource \"aws_ssm_parameter\" \"one\" {\n  name  = \"/one\"\n  type  = \"String\"\n  value = \"a\"\n}\n";
    let site = Site::new(TestContext::with_aws(parameter), DEV, "dev");
    let only = ["--stack", "infrastructure"];
    let of = |command: &str| site.json(&[&[command, "dev"], &only[..]].concat());
    let deployed = of("deploy").code(0);
    assert!(
        reviewed(&deployed).contains("shop/infrastructure planned=true after=0 create,create"),
        "{deployed:#?}"
    );
    of("drift").code(0);
    site.change_parameter();
    let drifted = of("drift").code(1);
    let findings = drifted.findings_with("drift");
    let message = "message: aws_ssm_parameter.one is not as it was applied: ";
    assert!(findings.contains(message), "{findings}");
    assert!(reviewed(&of("deploy").code(0)).contains("update"));
    of("drift").code(0);
}

#[test]
fn an_interrupted_deployment_leaves_no_lock_and_the_next_goes_on() {
    let queue = "resource \"aws_sqs_queue\" \"one\" {\n  name = \"one\"\n}\n";
    let site = Site::new(TestContext::with_aws(queue), DEV, "dev");
    let deploy = ["deploy", "dev", "--stack", "infrastructure"];
    let xtask = site.context.xtask(&deploy);
    let running = xtask
        .env("XTASK_AWS_ENDPOINT", site.local.endpoint())
        .start();
    // The provider looks at a new queue for 25 s.
    let log = "target/xtask/deploy/logs/shop/infrastructure/apply.log";
    let log = site.context.root.join(log);
    poll("a queue that is being made", || {
        let text = std::fs::read_to_string(&log).ok()?;
        text.contains("aws_sqs_queue.one: Creating").then_some(())
    });
    running.signal(Signal::INT);
    let run = running.end().code(130);
    assert!(run.stdout.contains("interrupted: dev"), "{run:#?}");
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("Interrupt received"), "{log}");
    assert!(!site.context.root.join("target/xtask/deploy/plans").exists());

    let again = site.json(&deploy).code(0);
    assert!(again.steps().contains("shop/infrastructure - apply ok"));
    let last = site.run(&deploy).code(0);
    assert!(last.stdout.contains("up to date"), "{last:#?}");
}
