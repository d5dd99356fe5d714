//! Command lines that make no sense: exit code 2, and a sentence that helps.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

#[test]
fn the_help_names_all_commands_and_exit_codes() {
    assert_data_eq!(
        TestContext::empty().run(&["--help"]).golden(),
        str![[r#"
exit: 0
--- stdout
Checks, tests and deploys the systems of this repository, and gives them an AWS on this machine

Usage: cargo xtask <COMMAND>

Commands:
  list            List environments, systems, their stacks in order, and their Lambdas
  graph           Show which stack reads which
  fmt             Format Rust, Terraform and TOML
  verify          Check every stack of every environment with the real Terraform and AWS provider:
                  formats, outputs against their consumers, init, validate, plan. Needs no AWS
                  account
  build           Build Lambdas as zips that are the same bytes wherever they are built:
                  target/lambda/
  rehearse        Deploy a whole environment to an AWS on this machine, try it out, and destroy it:
                  the real Terraform, AWS provider and Lambdas. Needs no AWS account
  package         Build a release from the commit: the Lambdas with a bill of materials each,
                  Terraform, environments, and the hashes of all, the same bytes wherever it is made
  verify-release  Tell whether a release is as it was made, and everything in which it is not. Needs
                  no repository
  plan            Plan every stack of an environment, in order, with its real state, and tell what
                  would be done
  deploy          Plan an environment, ask its gate, and apply exactly these plans, each stack after
                  all that it reads
  destroy         Destroy what is deployed in an environment, each stack after all that read it
  drift           Compare an environment with what was applied there. Exit code 1 when something
                  differs
  status          Tell what is deployed: which release or commit each stack was last changed by,
                  when, and by whom
  outputs         Print the outputs of an environment's stacks; not the values of sensitive ones
  test            Run all tests: the workspace's, and `terraform test` of every module
  bench           Measure how long something takes, against the usual way to do it
  doctor          Tell what this machine has of what is needed, and what to do about the rest
  local           Run an AWS on this machine, to deploy to and to try things on. Needs no account,
                  and no network but for its installation at first use
  schema          Keep what providers say of their types in the repository: schemas/
  help            Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Exit codes: 0 fine, 1 findings or a failed step, 2 usage, 3 something is missing on this machine, 4
a gate stays shut, 130 interrupted.
--- stderr

"#]]
    );
}

#[test]
fn every_command_needs_a_repository() {
    let context = TestContext::empty().with("terraform/a/b/main.tf", "");
    for command in ["list", "graph", "fmt", "verify", "test", "doctor"] {
        let run = context.run(&[command]);
        assert_data_eq!(
            run.golden(),
            str![[r#"
exit: 2
--- stdout
--- stderr
error: `[ROOT]` is in no repository of this kind: neither it nor a folder above it has both `terraform/` and `environments/`

"#]]
        );
    }
}

#[test]
fn a_folder_whose_name_is_not_utf8_is_refused() {
    let context = TestContext::new();
    let dir = context.root.as_std_path().join(OsStr::from_bytes(b"\xff"));
    if let Err(error) = std::fs::create_dir(&dir) {
        eprintln!("skipped: this file system wants UTF-8: {error}");
        return;
    }
    let run = context.xtask(&["list"]).dir(dir).run().code(2);
    assert!(run.stderr.contains("is not UTF-8"), "{}", run.stderr);
}

#[test]
fn unknown_commands_and_flags_are_refused() {
    let context = TestContext::new();
    assert_data_eq!(
        context.run(&["verifi"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: unrecognized subcommand 'verifi'

  tip: some similar subcommands exist: 'drift', 'verify-release', 'verify'

Usage: cargo xtask <COMMAND>

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--evn", "dev"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: unexpected argument '--evn' found

Usage: cargo xtask verify [OPTIONS]

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(
        context.run(&["list", "--format", "yaml"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: invalid value 'yaml' for '--format <FORMAT>'
  [possible values: human, json, mermaid, dot]

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(context.run(&[]).code(2).stdout, str![]);
}

#[test]
fn names_that_do_not_exist_get_the_nearest() {
    let context = TestContext::new();
    assert_data_eq!(
        context.run(&["verify", "--env", "prd"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no environment `prd`; did you mean `prod`?

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--env", "zzz"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no environment `zzz`; there are: dev, prod

"#]]
    );
    assert_data_eq!(
        context.run(&["doctor", "--env", "prd"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no environment `prd`; did you mean `prod`?

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--system", "shpo"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no system `shpo`; did you mean `shop`?

"#]]
    );
}

#[test]
fn a_selection_of_nothing_is_refused() {
    let context = TestContext::new();
    assert_data_eq!(
        context.run(&["verify", "--stack", "shop/apu"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no stack that matches `shop/apu`; did you mean `shop/api`?

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--stack", "nothing*"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no stack that matches `nothing*`; there are: shop/infrastructure, shop/api, audit/log

"#]]
    );
    // `audit` does not live in `prod`.
    let arguments = ["verify", "--system", "audit", "--env", "prod"];
    assert_data_eq!(
        context.run(&arguments).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no stack in system `audit` in environment `prod`

"#]]
    );
}

#[test]
fn what_cannot_be_read_as_a_glob_or_number_is_refused() {
    let context = TestContext::new();
    assert_data_eq!(
        context.run(&["verify", "--stack", "shop/[a"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: `shop/[a` is not a glob: unclosed character class; missing ']'

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--jobs", "0"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: invalid value '0' for '--jobs <N>': number would be zero for non-zero type

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(
        context.run(&["verify", "--jobs", "many"]).golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: invalid value 'many' for '--jobs <N>': invalid digit found in string

For more information, try '--help'.

"#]]
    );
}
