//! The providers that a run starts: when they are ready, and when they end; and a run without them.

use camino::Utf8Path;
#[cfg(target_os = "linux")]
use rustix::process::Signal;

use crate::common::TestContext;
#[cfg(target_os = "linux")]
use crate::common::{Running, poll};

const QUEUE: &str = r#"
resource "aws_sqs_queue" "this" {
  name = "queue"
}
"#;

/// An estate whose first stack needs the AWS provider.
fn context() -> TestContext {
    TestContext::with_aws(QUEUE)
}

/// How many processes have a socket's folder of this run in their environment, as Linux tells it.
#[cfg(target_os = "linux")]
fn providers(running: &Running) -> usize {
    let folder = format!("/xtask-providers-{}-", running.pid().as_raw_nonzero());
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
    let pid = running.pid().as_raw_nonzero();
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
        "terraform/shop/infrastructure/aws.tf",
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

/// An estate whose first stack needs the AWS provider, of which it has no more than what it says of its types.
fn recorded() -> TestContext {
    let schemas = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/hashicorp");
    let mut context = context();
    for file in ["aws.json", "aws.pb.br"] {
        let bytes = std::fs::read(schemas.join(file)).unwrap();
        context = context.with(&format!("schemas/hashicorp/{file}"), bytes);
    }
    context.with(
        "terraform/shop/infrastructure/outputs.tf",
        "output \"arn\" {\n  description = \"ARN.\"\n  value       = aws_sqs_queue.this.arn\n}\n",
    )
}

#[test]
fn without_the_provider_its_recorded_schema_lets_everything_be_planned() {
    let consumer = r#"
output "queue" {
  description = "Name."
  value       = split(":", data.terraform_remote_state.infrastructure.outputs.arn)[5]
}
"#;
    let context = recorded();
    let api = context.read("terraform/shop/api/main.tf");
    let context = context.with("terraform/shop/api/main.tf", format!("{api}{consumer}"));
    let verify = [
        "verify",
        "--without-providers",
        "--env",
        "dev",
        "--format",
        "json",
    ];
    for _ in 0..2 {
        let run = context.run(&verify).code(0);
        let json = run.json();
        let steps = json["steps"].as_array().unwrap();
        let steps = steps
            .iter()
            .filter(|it| it["stack"] == "shop/infrastructure");
        let steps: Vec<_> = steps.collect();
        assert_eq!(steps.len(), 3);
        for step in steps {
            assert_eq!(step["recorded"], true, "{step}");
            assert_eq!(step["unchanged"], false, "it is never remembered: {step}");
        }
    }
    let table = context.run(&verify[..4]).code(0).stdout;
    assert!(table.contains("recorded"), "{table}");
    assert!(table.contains("1 of them by recorded schemas"), "{table}");

    // What terraform itself checks by the schema is checked.
    let context = context.edit(
        "terraform/shop/infrastructure/aws.tf",
        "name = \"queue\"",
        "name = \"queue\"\n  nmae = \"queue\"",
    );
    let findings = context.run(&verify).code(1).findings();
    assert!(
        findings.contains("terraform-validate shop/infrastructure"),
        "{findings}"
    );
}

#[test]
fn without_the_provider_and_without_a_record_it_is_said_what_is_missing() {
    let run = context()
        .run(&["verify", "--without-providers", "--format", "json"])
        .code(3);
    let findings = run.json()["findings"].to_string();
    assert!(
        findings.contains("no schema of the locked version of registry.terraform.io/hashicorp/aws")
    );
    assert!(findings.contains("cargo xtask schema record"), "{findings}");
}

/// Terraform cannot install it from what is in the mirror.
#[test]
fn where_the_provider_cannot_be_had_its_record_takes_its_place() {
    let machine = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        _ => "amd64",
    };
    let system = std::env::consts::OS.replace("macos", "darwin");
    let platform = format!("{system}_{machine}");
    let package = format!(
        "mirror/registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_{platform}.zip"
    );
    let context = recorded().with(&package, "no zip");
    let run = context
        .xtask(&["verify", "--env", "dev", "--format", "json"])
        .env("XTASK_PROVIDER_MIRROR", "mirror")
        .run()
        .code(0);
    let json = run.json();
    let steps = json["steps"].as_array().unwrap();
    let recorded = steps.iter().filter(|step| step["recorded"] == true);
    assert_eq!(recorded.count(), 3, "{json:#}");
}
