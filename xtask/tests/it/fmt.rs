//! `cargo xtask fmt`.

use rustix::process::Signal;
use snapbox::{assert_data_eq, str};

use crate::common::{TestContext, poll};

const MAIN_TF: &str = "terraform/shop/api/main.tf";

/// Files of each kind that are not formatted, among them one in each crate of a workspace.
fn unformatted() -> TestContext {
    TestContext::new()
        .with("Cargo.toml", "[workspace]\nmembers = [\"?\"]\n")
        .with("a/Cargo.toml", crate_named("a"))
        .with("a/src/lib.rs", "pub fn a( ) { }\n")
        .with("b/Cargo.toml", crate_named("b"))
        .with("b/src/lib.rs", "mod broken ;\n")
        .with("b/src/broken.rs", "fn b() {}\n")
        .with("extra.toml", "a=1\n")
        .with("environments/dev/shop/infrastructure.tfvars", "size=1\n")
        .edit(MAIN_TF, "    bucket = var", "    bucket=var")
}

fn crate_named(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n")
}

#[test]
fn what_is_formatted_is_left_alone() {
    let context = TestContext::new();
    let before = context.sources();
    for arguments in [&["fmt"][..], &["fmt", "--check"]] {
        assert_data_eq!(
            context.run(arguments).golden(),
            str![[r#"
exit: 0
--- stdout
--- stderr

"#]]
        );
    }
    assert_eq!(context.sources(), before);
}

#[test]
fn check_lists_files_and_changes_nothing_and_fmt_mends_them() {
    let context = unformatted();
    let before = context.sources();
    assert_data_eq!(
        context.run(&["fmt", "--check"]).golden(),
        str![[r#"
exit: 1
--- stdout
--- stderr
error[format]: `a/src/lib.rs` is not formatted
--> a/src/lib.rs
 = help: run `cargo xtask fmt`

error[format]: `b/src/lib.rs` is not formatted
--> b/src/lib.rs
 = help: run `cargo xtask fmt`

error[format]: `environments/dev/shop/infrastructure.tfvars` is not formatted
--> environments/dev/shop/infrastructure.tfvars
 = help: run `cargo xtask fmt`

error[format]: `terraform/shop/api/main.tf` is not formatted
--> terraform/shop/api/main.tf
 = help: run `cargo xtask fmt`

error[format]: `extra.toml` is not formatted
--> extra.toml
 = help: run `cargo xtask fmt`


"#]]
    );
    assert_eq!(context.sources(), before);

    assert_data_eq!(
        context.run(&["fmt"]).golden(),
        str![[r#"
exit: 0
--- stdout
--- stderr
formatted a/src/lib.rs
formatted b/src/lib.rs
formatted environments/dev/shop/infrastructure.tfvars
formatted terraform/shop/api/main.tf
formatted extra.toml

"#]]
    );
    assert_eq!(context.read("extra.toml"), "a = 1\n");
    assert_eq!(context.read("a/src/lib.rs"), "pub fn a() {}\n");
    assert_eq!(context.read(MAIN_TF), TestContext::new().read(MAIN_TF));

    assert_data_eq!(
        context.run(&["fmt", "--check"]).golden(),
        str![[r#"
exit: 0
--- stdout
--- stderr

"#]]
    );
}

#[test]
fn broken_files_are_named_and_hide_no_others() {
    let context = unformatted()
        .with("b/src/broken.rs", "fn b( {}\n")
        .with("c/Cargo.toml", crate_named("c"))
        .with("c/src/lib.rs", "mod gone;\n")
        .with("terraform/audit/log/broken.tf", "locals {\n")
        .with("terraform/audit/log/latin.tf", b"# \xe9\n")
        .with("broken.toml", "a = \n");
    assert_data_eq!(
        context.run(&["fmt", "--check"]).golden(),
        str![[r#"
exit: 1
--- stdout
--- stderr
error[format]: cargo fmt failed: this file contains an unclosed delimiter
 --> b/src/broken.rs:1:9
  |
1 | fn b( {}
  |         ^
  |
  = help: `cargo check` shows what is wrong with the Rust code

error[format]: cargo fmt failed: failed to resolve mod `broken`: cannot parse b/src/broken.rs
 = help: `cargo check` shows what is wrong with the Rust code

error[format]: cargo fmt failed: failed to resolve mod `gone`: c/src/gone.rs does not exist
 = help: `cargo check` shows what is wrong with the Rust code

error[format]: `a/src/lib.rs` is not formatted
--> a/src/lib.rs
 = help: run `cargo xtask fmt`

error[hcl-syntax]: not valid HCL: invalid block body; expected `}`, newline or identifier
 --> terraform/audit/log/broken.tf:1:9
  |
1 | locals {
  |         ^
  |
  = help: look for an unclosed brace, bracket or quote at or just before this place

error[unreadable-file]: cannot read `terraform/audit/log/latin.tf`: stream did not contain valid UTF-8
--> terraform/audit/log/latin.tf
 = help: check that it is there, readable and UTF-8

error[format]: `environments/dev/shop/infrastructure.tfvars` is not formatted
--> environments/dev/shop/infrastructure.tfvars
 = help: run `cargo xtask fmt`

error[format]: `terraform/shop/api/main.tf` is not formatted
--> terraform/shop/api/main.tf
 = help: run `cargo xtask fmt`

error[toml-syntax]: not valid TOML: expected value
 --> broken.toml:1:5
  |
1 | a = 
  |     ^
  |
  = help: mend the line; TOML wants `key = "value"`

error[format]: `extra.toml` is not formatted
--> extra.toml
 = help: run `cargo xtask fmt`


"#]]
    );
    assert_data_eq!(
        context.run(&["fmt"]).golden(),
        str![[r#"
exit: 1
--- stdout
--- stderr
formatted a/src/lib.rs
formatted environments/dev/shop/infrastructure.tfvars
formatted terraform/shop/api/main.tf
formatted extra.toml
error[format]: cargo fmt failed: this file contains an unclosed delimiter
 --> b/src/broken.rs:1:9
  |
1 | fn b( {}
  |         ^
  |
  = help: `cargo check` shows what is wrong with the Rust code

error[format]: cargo fmt failed: failed to resolve mod `broken`: cannot parse b/src/broken.rs
 = help: `cargo check` shows what is wrong with the Rust code

error[format]: cargo fmt failed: failed to resolve mod `gone`: c/src/gone.rs does not exist
 = help: `cargo check` shows what is wrong with the Rust code

error[hcl-syntax]: not valid HCL: invalid block body; expected `}`, newline or identifier
 --> terraform/audit/log/broken.tf:1:9
  |
1 | locals {
  |         ^
  |
  = help: look for an unclosed brace, bracket or quote at or just before this place

error[unreadable-file]: cannot read `terraform/audit/log/latin.tf`: stream did not contain valid UTF-8
--> terraform/audit/log/latin.tf
 = help: check that it is there, readable and UTF-8

error[toml-syntax]: not valid TOML: expected value
 --> broken.toml:1:5
  |
1 | a = 
  |     ^
  |
  = help: mend the line; TOML wants `key = "value"`


"#]]
    );
    assert_eq!(context.read("extra.toml"), "a = 1\n");
    assert_eq!(context.read("a/src/lib.rs"), "pub fn a() {}\n");
    assert_eq!(context.read(MAIN_TF), TestContext::new().read(MAIN_TF));
}

#[test]
fn a_workspace_that_cargo_cannot_read_is_named() {
    let context = unformatted().with("a/Cargo.toml", "[package]\nname = 1\n");
    assert_data_eq!(
        context.run(&["fmt", "--check"]).golden(),
        str![[r#"
exit: 1
--- stdout
--- stderr
error[format]: cargo fmt failed: invalid type: integer `1`, expected a string
 --> a/Cargo.toml:2:8
  |
2 | name = 1
  |        ^
  |
  = help: `cargo check` shows what is wrong with the Rust code

error[format]: cargo fmt failed: failed to load manifest for workspace member `a`
 = help: `cargo check` shows what is wrong with the Rust code

error[format]: `environments/dev/shop/infrastructure.tfvars` is not formatted
--> environments/dev/shop/infrastructure.tfvars
 = help: run `cargo xtask fmt`

error[format]: `terraform/shop/api/main.tf` is not formatted
--> terraform/shop/api/main.tf
 = help: run `cargo xtask fmt`

error[format]: `extra.toml` is not formatted
--> extra.toml
 = help: run `cargo xtask fmt`


"#]]
    );
}

#[test]
fn without_terraform_the_rest_is_formatted_and_the_exit_code_is_3() {
    let context = unformatted();
    let run = context.xtask(&["fmt"]).env("XTASK_TERRAFORM", "nothing");
    assert_data_eq!(
        run.run().golden(),
        str![[r#"
exit: 3
--- stdout
--- stderr
formatted a/src/lib.rs
formatted b/src/lib.rs
formatted extra.toml
error[tool-missing]: the terraform that is set, `nothing`, is not there; Terraform 1.11.0 or newer is needed
 = help: unset XTASK_TERRAFORM, or name a terraform that is there


"#]]
    );
    assert_eq!(context.read("extra.toml"), "a = 1\n");
}

#[test]
fn what_git_ignores_is_not_formatted() {
    let context = TestContext::new()
        .with(".gitignore", "vendored/\n")
        .with("vendored/a.toml", "a=1\n")
        .with("target/b.toml", "b=1\n");
    context.run(&["fmt", "--check"]).code(0);
}

#[test]
fn an_interrupted_fmt_does_not_pass_for_a_good_one() {
    let context = TestContext::new();
    let plans = context.root.join("asked");
    let command = context.xtask(&["fmt", "--check"]).env("FAKE_PLANS", &plans);
    let running = command.terraform("hangs").start();
    poll("a terraform that is asked for its version", || {
        plans.exists().then_some(())
    });
    running.signal(Signal::INT);
    let run = running.end().code(130);
    assert_eq!(run.stdout, "");
}

#[test]
fn a_terraform_that_is_too_old_is_refused() {
    let run = TestContext::new().xtask(&["fmt"]).terraform("old").run();
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 3
--- stdout
--- stderr
error[tool-too-old]: `[FIXTURES]/terraform/old` is Terraform 1.5.7, and 1.11.0 or newer is needed
 = help: sudo apt-get install terraform, once HashiCorp's package source is set up as https://developer.hashicorp.com/terraform/install says


"#]]
    );
}
