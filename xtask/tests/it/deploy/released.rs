//! Releases that are deployed.

use snapbox::{assert_data_eq, str};

use super::Site;
use crate::build::workspace::{here, read};
use crate::common::{AWS, Run, TestContext, fixture};
use crate::release::{package, workspace};

const DEV: (&str, &str) = ("111111111111", "eu-west-1");
const PROD: (&str, &str) = ("222222222222", "af-south-1");
const STACK: &str = "terraform/shop/greet/main.tf";

/// A stack that takes a Lambda's code, and puts out the hash that it is told and the one of what it finds.
const GREET: &str = r#"
terraform {
  required_version = ">= 1.11"

  backend "s3" {
    key = "shop/greet/terraform.tfstate"
  }
}

variable "artifact" {
  type = object({
    path             = string
    source_code_hash = string
    architecture     = string
  })
}

output "told" {
  value = var.artifact.source_code_hash
}

output "found" {
  value = filebase64sha256(var.artifact.path)
}

output "architecture" {
  value = var.artifact.architecture
}
"#;

/// The same with a function.
const FUNCTION: &str = r#"
resource "aws_lambda_function" "this" {
  function_name    = "greet"
  role             = "arn:aws:iam::111111111111:role/greet"
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  filename         = var.artifact.path
  source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
}
"#;

fn estate(lock: &[u8]) -> TestContext {
    workspace()
        .with(STACK, GREET)
        .with("terraform/shop/greet/.terraform.lock.hcl", lock)
        .with("environments/dev/shop/greet.tfvars", "")
        .with("environments/prod/shop/greet.tfvars", "")
}

/// What the stack puts out; whoever compiles anything here fails.
fn deploy(site: &Site, arguments: &[&str]) -> Run {
    let arguments = [arguments, &["--format", "json"]].concat();
    let xtask = site.context.xtask(&arguments).env("CARGO", "/nowhere");
    let xtask = xtask.env("XTASK_AWS_ENDPOINT", site.local.endpoint());
    xtask.run()
}

#[test]
fn all_comes_from_the_release_and_nothing_from_the_tree() {
    let Some(here) = here() else { return };
    let site = Site::new(estate(b""), DEV, "dev");
    let made = package(&site.context, here, "target/made.zip").code(0);
    let made = made.json();
    let files = made["release"]["files"].as_array().unwrap();
    let zip = files.iter().find(|it| it["path"] == "lambda/greet.zip");
    let zip = zip.unwrap()["sha256"].as_str().unwrap();

    // Other values, and sources that do not compile.
    let context = site
        .context
        .edit(
            "environments/dev/shop/infrastructure.tfvars",
            "1",
            "\"no number\"",
        )
        .edit(STACK, "value = var.artifact.source_code_hash", "value = 1")
        .with("lambdas/shop/greet/src/greet.rs", "no Rust");
    let site = Site { context, ..site };
    let only = ["deploy", "dev", "--release", "target/made.zip"];
    let deployed = deploy(&site, &only).code(0);
    assert!(deployed.stderr.contains("of commit "), "{deployed:#?}");
    for stack in ["audit/log", "shop/infrastructure", "shop/greet"] {
        let applied = format!("{stack} - apply ok");
        assert!(deployed.steps().contains(&applied), "{deployed:#?}");
    }
    let again = [&only[..], &["--stack", "greet"]].concat();
    let again = site.run(&again).code(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");

    let outputs = site
        .json(&["outputs", "dev", "--stack", "greet"])
        .code(0)
        .json();
    let outputs = &outputs["outputs"]["shop/greet"];
    assert_eq!(outputs["told"], outputs["found"]);
    assert_eq!(outputs["architecture"], here);
    let copy = site
        .context
        .root
        .join("target/xtask/deploy/lambda/greet.zip");
    let sums = std::process::Command::new("sha256sum").arg(copy).output();
    let sums = String::from_utf8(sums.unwrap().stdout).unwrap();
    assert!(sums.starts_with(zip), "{sums}");
}

#[test]
fn plans_of_a_release_are_applied_with_that_release_alone() {
    let Some(here) = here() else { return };
    let site = Site::new(estate(b""), PROD, "prod");
    package(&site.context, here, "target/one").code(0);
    // Behind a gate too: it is the release that is of a commit.
    let site = site.edit(STACK, "output \"found\"", "output \"seen\"");
    let only = ["--stack", "greet"];
    let plan = [
        "plan",
        "prod",
        "--release",
        "target/one",
        "--out",
        "target/plans",
    ];
    let planned = site.run(&[&plan[..], &only].concat()).code(0);
    let next = "cargo xtask deploy prod --stack 'greet' --release target/one --plan target/plans";
    assert!(planned.stderr.contains(next), "{planned:#?}");
    site.commit("two");
    package(&site.context, here, "target/two").code(0);

    let deploy_with = |release: &[&str]| {
        let plan = [
            "deploy",
            "prod",
            "--plan",
            "target/plans",
            "--confirm",
            "prod",
        ];
        site.json(&[&plan[..], &only, release].concat())
    };
    for (other, now) in [
        (&["--release", "target/two"][..], "now it is `"),
        (&[], "now it is `none`"),
    ] {
        let refused = deploy_with(other).code(4);
        let findings = refused.findings_with("bundle-mismatch");
        assert!(
            findings.contains("message: planned with release `"),
            "{findings}"
        );
        assert!(findings.contains(now), "{findings}");
        assert!(!refused.steps().contains("apply"), "{refused:#?}");
    }
    let deployed = deploy_with(&["--release", "target/one"]).code(0);
    assert!(
        deployed.steps().contains("shop/greet - apply ok"),
        "{deployed:#?}"
    );
}

#[test]
fn a_release_that_was_changed_is_not_deployed() {
    let Some(here) = here() else { return };
    let site = Site::new(estate(b""), DEV, "dev");
    package(&site.context, here, "target/made").code(0);
    let made = site.context.root.join("target/made");
    let zip = read(made.join("lambda/wave.zip"));
    std::fs::write(made.join("lambda/greet.zip"), zip).unwrap();
    std::fs::write(made.join("terraform/shop/greet/more.tf"), "").unwrap();
    for command in ["deploy", "plan"] {
        let refused = deploy(&site, &[command, "dev", "--release", "target/made"]).code(4);
        assert_data_eq!(
            refused.findings(),
            str![[r#"
release-mismatch - - target/made/lambda/greet.zip
release-mismatch - - target/made/terraform/shop/greet/more.tf

"#]]
        );
        assert_eq!(refused.steps(), "");
    }
    let none = site.run(&["deploy", "dev", "--release", "nowhere"]).code(4);
    assert!(none.stdout.contains("refused: dev"), "{none:#?}");
    assert!(
        none.stderr
            .contains("`nowhere` is no release that can be read"),
        "{none:#?}"
    );
}

#[test]
fn a_function_gets_the_code_that_was_built_or_nothing_is_applied() {
    if here().is_none() {
        return;
    }
    let lock = read(fixture("aws.lock.hcl"));
    let context = estate(&lock).with(
        "terraform/shop/greet/function.tf",
        format!("{AWS}{FUNCTION}"),
    );
    let site = Site::new(context, DEV, "dev");
    let only = ["dev", "--stack", "greet"];
    let refused = site.json(&[&["deploy"], &only[..]].concat()).code(4);
    let findings = refused.findings_with("artifact-mismatch");
    let message = "aws_lambda_function.this would get code whose hash is `47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=`";
    assert!(findings.contains(message), "{refused:#?}");
    assert!(
        refused.steps().contains("shop/greet - plan failed"),
        "{refused:#?}"
    );
    assert!(!refused.steps().contains("apply"), "{refused:#?}");
    let site = site.edit(
        "terraform/shop/greet/function.tf",
        "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"",
        "var.artifact.source_code_hash",
    );
    site.json(&[&["plan"], &only[..]].concat()).code(0);
}
