//! Files and folders that are not as they should be: each a sentence that says where
//! and what to do.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use camino::Utf8Path;
use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

const JSON: [&str; 5] = ["verify", "--format", "json", "--env", "dev"];

#[test]
fn a_missing_and_a_broken_lock_file_are_told() {
    let context = TestContext::new()
        .without("terraform/shop/api/.terraform.lock.hcl")
        .with("terraform/audit/log/.terraform.lock.hcl", "provider {{\n");
    let run = context.run(&JSON).code(1);
    assert_data_eq!(
        run.findings_with("provider-lock"),
        str![[r#"
code: provider-lock
column: null
env: null
file: terraform/shop/api/.terraform.lock.hcl
hint: copy a neighbour's, or run `terraform -chdir=terraform/shop/api init -backend=false`; commit it
line: null
message: `terraform/shop/api/.terraform.lock.hcl` is missing: nothing says which provider versions `terraform/shop/api` is made for
severity: error
stack: null

code: provider-lock
column: null
env: null
file: terraform/audit/log/.terraform.lock.hcl
hint: copy a neighbour's, or run `terraform -chdir=terraform/audit/log init -backend=false`; commit it
line: null
message: `[ROOT]/terraform/audit/log/.terraform.lock.hcl` is not a lock file: line 1: invalid block body; expected `}`, newline or identifier; restore it from git or run `terraform init` again
severity: error
stack: null

"#]]
    );
}

#[test]
fn files_that_are_not_text_or_no_files_are_told() {
    let context = TestContext::new()
        .with("outside", "locals {}\n")
        .with("terraform/shop/api/latin.tf", b"# caf\xe9\n")
        .with("terraform/shop/api/folder.tf/x", "")
        .with("environments/dev/shop/api.tfvars", b"\xff\xfe")
        .with("environments/sit.toml", b"\xff\n")
        .with("environments/uat.toml", "= 1\n");
    let links = context.root.join("terraform/audit/log");
    std::os::unix::fs::symlink("nowhere.tf", links.join("dangling.tf")).unwrap();
    std::os::unix::fs::symlink("../../../outside", links.join("outside.tf")).unwrap();
    let run = context.run(&["verify", "--format", "json"]).code(1);
    assert_data_eq!(
        run.findings(),
        str![[r#"
unreadable-file - - environments/sit.toml:1:1
toml-syntax - uat environments/uat.toml:1:1
unreadable-file - - terraform/audit/log/dangling.tf
unreadable-file - - terraform/shop/api/folder.tf
unreadable-file - - terraform/shop/api/latin.tf:1:6
unreadable-file - - environments/dev/shop/api.tfvars:1:1
unreadable-file - - terraform/audit/log/outside.tf

"#]]
    );
}

#[test]
fn a_pipe_among_the_sources_is_not_waited_for() {
    let context = TestContext::new();
    for file in [
        "terraform/shop/api/pipe.tf",
        "environments/pipe.toml",
        "pipe.toml",
    ] {
        let made = Command::new("mkfifo").arg(context.root.join(file)).status();
        assert!(made.unwrap().success());
    }
    let run = context.run(&JSON).code(1);
    assert_data_eq!(
        run.findings(),
        str![[r#"
unreadable-file - - environments/pipe.toml
unreadable-file - - terraform/shop/api/pipe.tf

"#]]
    );
}

#[test]
fn a_file_that_may_not_be_opened_is_told() {
    let context = TestContext::new();
    let file = context.root.join("terraform/shop/api/main.tf");
    set_mode(&file, 0o000);
    if std::fs::read(&file).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let run = context.run(&["verify", "--format", "json"]).code(1);
    let place = "unreadable-file - - terraform/shop/api/main.tf\n";
    assert!(run.findings().contains(place), "{run:#?}");
    set_mode(&file, 0o600);
}

#[test]
fn sources_that_may_only_be_read_are_enough() {
    let context = TestContext::new();
    std::fs::create_dir(context.root.join("target")).unwrap();
    for (file, _) in context.sources() {
        set_mode(&file, 0o444);
        set_mode(file.parent().unwrap(), 0o555);
    }
    let run = context.run(&["verify"]);
    // A second run works on the copies of the first.
    let again = context.run(&["verify"]);
    for (file, _) in context.sources() {
        set_mode(file.parent().unwrap(), 0o755);
    }
    run.code(0);
    again.code(0);
}

fn set_mode(path: &Utf8Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_in_the_place_of_target_is_told() {
    let context = TestContext::new().with("target", "");
    for command in ["verify", "doctor"] {
        let run = context.run(&[command]);
        let golden = run.golden().replace(command, "[COMMAND]");
        assert_data_eq!(
            golden,
            str![[r#"
exit: 1
--- stdout
--- stderr
error: cannot write to `[ROOT]/target/xtask/[COMMAND]`: Not a directory (os error 20); check its rights and the space on its disk

"#]]
        );
    }
}

#[test]
fn a_target_that_may_not_be_written_is_told() {
    let context = TestContext::new().with("target/xtask/verify/lock", "");
    let dir = context.root.join("target/xtask/verify");
    set_mode(&dir, 0o555);
    if std::fs::write(dir.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let run = context.run(&JSON).code(1);
    set_mode(&dir, 0o755);
    assert!(run.findings().contains("unwritable-file"), "{run:#?}");
}

#[test]
fn files_in_the_place_of_work_folders_are_told() {
    for folder in ["logs", "inputs"] {
        let context = TestContext::new().with(&format!("target/xtask/verify/{folder}"), "");
        let run = context.run(&["verify", "--env", "dev"]).code(1);
        assert!(run.stderr.contains("cannot write "), "{run:#?}");
        assert!(
            run.stderr.contains("`[ROOT]/target/xtask/verify"),
            "{run:#?}"
        );
    }
    // The copy of the sources is made anew, whatever is there.
    let context = TestContext::new().with("target/xtask/verify/terraform", "");
    context.run(&JSON).code(0);
}

#[test]
fn an_estate_with_nothing_in_it_does_not_pass_for_a_good_one() {
    let context = TestContext::empty();
    std::fs::create_dir_all(context.root.join("terraform")).unwrap();
    std::fs::create_dir_all(context.root.join("environments")).unwrap();
    assert_data_eq!(
        context.run(&["list"]).golden(),
        str![[r#"
exit: 0
--- stdout
 ENVIRONMENT  ACCOUNT  REGION  GATE  SYSTEMS

 ORDER  STACK  READS  LAMBDAS  ENVIRONMENTS
--- stderr

"#]]
    );
    assert_data_eq!(
        context.run(&["verify"]).golden(),
        str![[r#"
exit: 1
--- stdout
nothing was planned: 0 of 0 plans made, no findings, [TIME]
--- stderr
ok          repository  contracts  [TIME]
ok          repository  fmt  [TIME]

"#]]
    );
}
