//! `cargo xtask build` on small workspaces, with the real cargo where it can build for Lambda.

mod tools;
pub(crate) mod workspace;
mod zips;

use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::common::{TestContext, poll};
use workspace::{SCRIPT, build, here, lambdas, of_workspace, read};

#[test]
fn the_help_says_what_can_be_chosen() {
    assert_data_eq!(
        TestContext::empty().run(&["build", "--help"]).golden(),
        str![[r#"
exit: 0
--- stdout
Build Lambdas as zips that are the same bytes wherever they are built: target/lambda/

Usage: cargo xtask build [OPTIONS] [LAMBDA]...

Arguments:
  [LAMBDA]...
          Names of Lambdas [default: all]

Options:
      --profile <PROFILE>
          How they are compiled

          Possible values:
          - release:   Small and fast, for AWS
          - rehearsal: Quick to build, for an AWS on this machine
          
          [default: release]

      --arch <ARCH>
          The machine that they are for

          Possible values:
          - arm64:  Graviton
          - x86_64: Intel and AMD
          
          [default: arm64]

      --zigbuild
          Link with cargo-zigbuild, against the C library of Lambda, even where cargo alone would do

      --format <FORMAT>
          How to print the result

          Possible values:
          - human: Text for people
          - json:  JSON for machines, on stdout
          
          [default: human]

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version
--- stderr

"#]]
    );
}

#[test]
fn it_needs_a_repository_and_a_workspace() {
    let context = TestContext::empty();
    let run = context.run(&["build"]).code(2);
    assert!(run.stderr.contains("is in no repository"), "{run:#?}");
    let context = TestContext::new();
    let run = context.run(&["build"]).code(1);
    let expected = "error: cargo cannot read the workspace:\nerror: manifest path";
    assert!(run.stderr.starts_with(expected), "{run:#?}");
}

#[test]
fn an_unknown_lambda_gets_the_nearest() {
    assert_data_eq!(
        lambdas()
            .run(&["build", "graet", "greet", "zebra"])
            .golden(),
        str![[r#"
exit: 2
--- stdout
--- stderr
error: there is no Lambda `graet`; did you mean `greet`?
there is no Lambda `zebra`; there are: greet, wave

"#]]
    );
}

#[test]
fn a_repository_without_lambdas_is_told_so() {
    let context = TestContext::empty()
        .with("terraform/readme", "")
        .with("environments/readme", "")
        .with(
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/greeting\"]\n",
        )
        .with(
            "crates/greeting/Cargo.toml",
            of_workspace("crates/greeting/Cargo.toml"),
        )
        .with("crates/greeting/src/lib.rs", "");
    let run = context.run(&["build"]).code(0);
    assert_data_eq!(
        run.stdout,
        str![[r#"
there are no Lambdas: no package below `lambdas/<system>/` has a binary

"#]]
    );
    let run = context.run(&["build", "--format", "json"]).code(0);
    assert_eq!(run.json()["artifacts"], Value::Array(Vec::new()));
}

#[test]
fn what_the_compiler_says_is_shown() {
    let Some(here) = here() else { return };
    let context = lambdas().with(
        "lambdas/shop/greet/src/wave.rs",
        "fn main() {\n    hand\n}\n",
    );
    let run = build(&context, here, &["--profile", "rehearsal"])
        .run()
        .code(1);
    let expected = "error[E0425]: cannot find value `hand` in this scope\n \
        --> lambdas/shop/greet/src/wave.rs:2:5\n";
    assert!(run.stderr.contains(expected), "{run:#?}");
    assert!(!run.stderr.contains("Compiling"), "{run:#?}");
    let (_, finding) = run.stderr.rsplit_once("\n\nerror[").unwrap();
    let (finding, _) = finding.split_once("note: ").unwrap();
    assert_data_eq!(
        finding,
        str![[r#"
lambda-build]: cargo cannot build `wave`
 = help: mend what cargo says; its whole log is `target/xtask/build/logs/cargo.log`


"#]]
    );
    assert!(
        run.stdout
            .starts_with("failed: nothing was built, 1 error, "),
        "{run:#?}"
    );
    assert!(!context.root.join("target/lambda").exists());

    let arguments = ["--profile", "rehearsal", "--format", "json"];
    let run = build(&context, here, &arguments).run().code(1);
    let json = run.json();
    assert_eq!(
        (&json["ok"], &json["artifacts"]),
        (&false.into(), &Value::Array(Vec::new()))
    );
    assert_eq!(json["findings"][0]["code"], "lambda-build");
}

/// A build script that says who it is, and never ends.
const ENDLESS: &str = r#"
fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap() + "/../../";
    std::fs::write(root.clone() + "running", std::process::id().to_string()).unwrap();
    std::fs::rename(root.clone() + "running", root + "pid").unwrap();
    loop {
        std::thread::park();
    }
}
"#;

#[test]
fn an_interrupted_build_leaves_nothing() {
    let Some(here) = here() else { return };
    let context = lambdas();
    let rehearsal = ["--profile", "rehearsal"];
    build(&context, here, &rehearsal).run().code(0);
    let lambda = context.root.join("target/lambda");
    let before = read(lambda.join("manifest.json"));

    let context = context.with(SCRIPT, ENDLESS);
    let running = build(&context, here, &rehearsal).start();
    let pid = poll("the build script", || {
        std::fs::read_to_string(context.root.join("pid")).ok()
    });
    assert!(is_alive(&pid));
    running.signal(Signal::INT);
    let run = running.end().code(130);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.ends_with("error: interrupted\n"), "{run:#?}");
    poll("the end of the build script", || {
        (!is_alive(&pid)).then_some(())
    });
    assert!(read(lambda.join("manifest.json")) == before);

    let context = context.with(SCRIPT, of_workspace(SCRIPT));
    let run = build(&context, here, &rehearsal).run().code(0);
    assert!(!run.stderr.contains("waiting"), "{run:#?}");
}

/// Whether a process runs; a dead one that nobody has looked after yet does not.
fn is_alive(pid: &str) -> bool {
    let mut ps = Command::new("ps");
    let output = ps.args(["-o", "stat=", "-p", pid]).output().unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}
