//! The providers that a run starts: when they are ready, and when they end.

#[cfg(target_os = "linux")]
use rustix::process::Signal;

#[cfg(target_os = "linux")]
use crate::common::{Running, poll};
use crate::common::{TestContext, fixture};

const QUEUE: &str = r#"
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "this" {
  name = "queue"
}
"#;

/// An estate whose first stack needs the AWS provider.
fn context() -> TestContext {
    let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
    TestContext::new()
        .with("terraform/shop/infrastructure/queue.tf", QUEUE)
        .with("terraform/shop/infrastructure/.terraform.lock.hcl", lock)
}

/// How many processes have a socket's folder of this run in their environment, as Linux tells it.
#[cfg(target_os = "linux")]
fn providers(running: &Running) -> usize {
    let folder = format!("/xtask-providers-{}-", running.pid());
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let environments = processes.map(|entry| std::fs::read(entry.path().join("environ")));
    let has_it = |text: &Vec<u8>| String::from_utf8_lossy(text).contains(&folder);
    environments.flatten().filter(has_it).count()
}

#[test]
#[cfg(target_os = "linux")]
fn no_provider_outlives_a_run_that_is_killed() {
    let context = context();
    let mut running = context.xtask(&["verify"]).start();
    poll("a provider", || {
        assert!(!running.has_ended());
        (providers(&running) > 0).then_some(())
    });
    running.signal(Signal::KILL);
    poll("the end of the providers", || {
        (providers(&running) == 0).then_some(())
    });
    let pid = running.pid();
    drop(running);

    let run = context.run(&["verify"]).code(0);
    assert!(run.stderr.contains("plan prod"), "{}", run.stderr);
    let temp = std::env::temp_dir().read_dir().unwrap().flatten();
    let left = temp.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(&format!("xtask-providers-{pid}-"))
    });
    assert_eq!(left.count(), 0, "what was left is removed by the next run");
}

#[test]
fn with_and_without_the_stock_provider_the_same_is_found() {
    let context = context().edit(
        "terraform/shop/infrastructure/queue.tf",
        "name = \"queue\"",
        "name = \"queue\"\n  nmae = \"queue\"",
    );
    let findings = [&["verify"][..], &["verify", "--stock-provider"]].map(|arguments| {
        let run = context
            .run(&[arguments, &["--format", "json"]].concat())
            .code(1);
        (run.json()["findings"].clone(), run.steps())
    });
    assert!(findings[0].0.to_string().contains("nmae"));
    assert_eq!(findings[0], findings[1]);
}
