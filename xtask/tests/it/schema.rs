//! `cargo xtask schema record`, and what `verify` finds of records that are stale.

use snapbox::{assert_data_eq, str};

use crate::common::{TestContext, fixture};

const RECORD: [&str; 4] = ["schema", "record", "--format", "json"];

/// As few steps of `verify` as can be.
const VERIFY: [&str; 7] = [
    "verify",
    "--env",
    "dev",
    "--stack",
    "shop/infrastructure",
    "--format",
    "json",
];

const LOCK: &str = "terraform/shop/infrastructure/.terraform.lock.hcl";

/// An estate of which one stack locks the AWS provider.
fn context() -> TestContext {
    TestContext::new().with(LOCK, std::fs::read(fixture("aws.lock.hcl")).unwrap())
}

#[test]
fn what_is_recorded_is_the_same_each_time_and_is_checked_against_the_lock_files() {
    let context = context();
    let first = context.run(&RECORD).code(0);
    assert_data_eq!(
        first.stdout,
        str![[r#"
{
  "ok": true,
  "records": [
    {
      "provider": "registry.terraform.io/hashicorp/aws",
      "version": "5.100.0",
      "file": "schemas/hashicorp/aws.json",
      "schema_file": "schemas/hashicorp/aws.pb.br",
      "schema_bytes": [..],
      "written": true
    }
  ],
  "findings": []
}

"#]]
    );
    let json = context.read("schemas/hashicorp/aws.json");
    assert!(json.contains("\"version\": \"5.100.0\""), "{json}");
    let recorded = context.sources();

    // Whoever has no kept answer asks another process of the provider, whose answer has another order.
    let context = context.without("target/xtask/providers");
    let again = context.run(&["schema", "record"]).code(0);
    assert!(again.stdout.starts_with("up to date: "), "{}", again.stdout);
    assert!(context.sources() == recorded, "nothing has changed");

    assert_eq!(context.run(&VERIFY).findings_with("schema-stale"), "");
    let context = context.edit(LOCK, "\"5.100.0\"", "\"5.99.0\"");
    assert_data_eq!(
        context.run(&VERIFY).code(1).findings_with("schema-stale"),
        str![[r#"
code: schema-stale
column: 1
env: null
file: terraform/shop/infrastructure/.terraform.lock.hcl
hint: run `cargo xtask schema record`, and commit what it writes
line: 4
message: `shop/infrastructure` locks version 5.99.0, but the schema of 5.100.0 is recorded
severity: error
stack: shop/infrastructure

"#]]
    );
}

#[test]
fn several_versions_of_a_provider_are_told_with_their_stacks() {
    let lock = context().read(LOCK).replace("\"5.100.0\"", "\"5.99.0\"");
    let context = context().with("terraform/audit/log/.terraform.lock.hcl", lock);
    let run = context.run(&["schema", "record"]).code(1);
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 1
--- stdout
failed, 1 error
--- stderr
error[provider-versions]: `registry.terraform.io/hashicorp/aws` is locked in several versions: 5.100.0 by shop/infrastructure; 5.99.0 by audit/log
 --> terraform/shop/infrastructure/.terraform.lock.hcl:4:1
  |
4 | provider "registry.terraform.io/hashicorp/aws" {
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: terraform/audit/log/.terraform.lock.hcl:4:1
  |
4 | provider "registry.terraform.io/hashicorp/aws" {
  | ------------------------------------------------ 5.99.0 here
  |
  = help: lock one version in all stacks: one schema is recorded for all of them


"#]]
    );
    assert!(!context.root.join("schemas").exists());
}

#[test]
fn a_package_that_is_not_locked_is_not_asked() {
    let context = context();
    let hash = "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=";
    let context = context.edit(LOCK, hash, "h1:another");
    let run = context.run(&RECORD).code(1);
    let findings = run.findings_with("provider-lock");
    assert!(findings.contains("none of those locked"), "{findings}");
    assert!(findings.contains("terraform providers lock"), "{findings}");
    assert!(!context.root.join("schemas").exists());
}

#[test]
fn where_nothing_is_locked_there_is_nothing_to_record() {
    let run = TestContext::new().run(&["schema", "record"]).code(0);
    let expected = "nothing to record: no stack locks a provider, no findings\n";
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (expected, ""));
}
