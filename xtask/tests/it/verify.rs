//! `cargo xtask verify`: what it does, in which order, and what it leaves behind.

use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

const JSON: [&str; 3] = ["verify", "--format", "json"];

/// The steps that are plans.
fn plans(steps: &str) -> String {
    let steps = steps.split_inclusive('\n');
    steps.filter(|step| step.contains(" plan ")).collect()
}

#[test]
fn people_see_each_step_and_a_table_of_the_plans() {
    let run = TestContext::new().run(&["verify", "--jobs", "1"]);
    assert_data_eq!(
        run.loose_golden(),
        str![[r#"
exit: 0
--- stdout
 STACK  INIT  VALIDATE  dev  prod
 shop/infrastructure  [TIME]  [TIME]  +1 ~0 -0 [TIME]  +1 ~0 -0 [TIME]
 shop/api  [TIME]  [TIME]  +1 ~0 -0 [TIME]  +1 ~0 -0 [TIME]
 audit/log  [TIME]  [TIME]  +1 ~0 -0 [TIME]  -

everything is fine: 5 of 5 plans made and applied to a simulated AWS, no findings, [TIME]
--- stderr
ok          repository  contracts  [TIME]
ok          repository  fmt  [TIME]
ok          shop/infrastructure  init  [TIME]
ok          shop/infrastructure  validate  [TIME]
ok          shop/infrastructure  plan dev  [TIME]  +1 ~0 -0
ok          shop/infrastructure  plan prod  [TIME]  +1 ~0 -0
ok          shop/api  init  [TIME]
ok          shop/api  validate  [TIME]
ok          shop/api  plan dev  [TIME]  +1 ~0 -0
ok          shop/api  plan prod  [TIME]  +1 ~0 -0
ok          audit/log  init  [TIME]
ok          audit/log  validate  [TIME]
ok          audit/log  plan dev  [TIME]  +1 ~0 -0

"#]]
    );
}

#[test]
fn machines_see_the_keys_that_were_promised_and_only_those() {
    let context =
        TestContext::new().with("environments/dev/shop/infrastructure.tfvars", "size=1\n");
    let run = context.run(&JSON).code(1);
    assert_data_eq!(
        run.steps(),
        str![[r#"
- - contracts ok
- - fmt failed
shop/infrastructure - init ok
shop/infrastructure - validate ok
shop/infrastructure dev plan ok
shop/infrastructure prod plan ok
shop/api - init ok
shop/api - validate ok
shop/api dev plan ok
shop/api prod plan ok
audit/log - init ok
audit/log - validate ok
audit/log dev plan ok

"#]]
    );
    let json = run.json();
    let keys = |value: &serde_json::Value| {
        let keys = value.as_object().unwrap().keys().map(String::as_str);
        keys.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys(&json), "findings ok steps");
    for step in json["steps"].as_array().unwrap() {
        let expected = match step["step"].as_str() {
            Some("plan") => "changes env recorded seconds simulated stack status step unchanged",
            _ => "env recorded seconds simulated stack status step unchanged",
        };
        assert_eq!(keys(step), expected);
        assert!(step["seconds"].as_f64().unwrap() >= 0.0, "{step}");
    }
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(
        keys(&findings[0]),
        "code column env file hint line message severity stack"
    );
    assert_data_eq!(
        run.findings_with("format"),
        str![[r#"
code: format
column: null
env: null
file: environments/dev/shop/infrastructure.tfvars
hint: run `cargo xtask fmt`
line: null
message: `environments/dev/shop/infrastructure.tfvars` is not formatted
severity: error
stack: null

"#]]
    );
}

#[test]
fn a_plan_starts_when_those_of_its_producers_have_ended() {
    let context = TestContext::new();
    let record = context.root.join("record");
    let xtask = context
        .xtask(&["verify", "--jobs", "8"])
        .env("FAKE_RECORD", &record);
    xtask.terraform("recording").run().code(0);
    let record = context.read("record");
    let at = |line: &str| {
        let found = record.lines().position(|it| it == line);
        found.unwrap_or_else(|| panic!("no `{line}` in:\n{record}"))
    };
    assert_eq!(record.lines().count(), 10, "{record}");
    for (producer, consumer) in [
        ("dev/shop/infrastructure", "dev/shop/api"),
        ("prod/shop/infrastructure", "prod/shop/api"),
        ("dev/shop/api", "dev/audit/log"),
    ] {
        let (end, start) = (format!("end {producer}"), format!("start {consumer}"));
        assert!(at(&end) < at(&start), "{record}");
    }
}

#[test]
fn steps_are_told_in_order_however_many_run_at_a_time() {
    let context = TestContext::new();
    let steps = context.run(&JSON).code(0).steps();
    let again = context.run(&["verify", "--format", "json", "--jobs", "8"]);
    assert_eq!(again.code(0).steps(), steps);
    assert_data_eq!(
        plans(&steps),
        str![[r#"
shop/infrastructure dev plan ok
shop/infrastructure prod plan ok
shop/api dev plan ok
shop/api prod plan ok
audit/log dev plan ok

"#]]
    );
}

#[test]
fn the_sources_stay_as_they_are_and_git_sees_nothing() {
    let context = TestContext::new().with(".gitignore", "/target\n");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let mut git = Command::new("git");
        git.current_dir(&context.root)
            .args(identity)
            .args(arguments);
        for (name, _) in std::env::vars_os() {
            // Set where tests run in a hook of git.
            if name.to_string_lossy().starts_with("GIT_") {
                git.env_remove(name);
            }
        }
        let output = git.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "all"]);
    let before = context.sources();
    context.run(&["verify"]).code(0);
    assert_eq!(git(&["status", "--porcelain", "--ignored"]), "!! target/\n");
    assert_eq!(context.sources(), before);
    let work = context.root.join("target").read_dir_utf8().unwrap();
    let work: Vec<_> = work
        .map(|entry| entry.unwrap().file_name().to_owned())
        .collect();
    assert_eq!(work, ["xtask"]);
}

#[test]
fn what_others_set_changes_nothing() {
    let context = TestContext::new();
    let hostile = [
        ("TF_CLI_ARGS", "-nonsense"),
        ("TF_CLI_ARGS_plan", "-destroy"),
        ("TF_CLI_CONFIG_FILE", "/nonexistent"),
        ("TF_DATA_DIR", "elsewhere"),
        ("TF_WORKSPACE", "other"),
        ("TF_VAR_size", "many"),
        ("TF_LOG", "trace"),
        ("AWS_PROFILE", "nobody"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_CA_BUNDLE", "/nonexistent"),
    ];
    let xtask = context.xtask(&["verify", "--env", "dev", "--jobs", "1"]);
    let xtask = hostile
        .into_iter()
        .fold(xtask, |xtask, (name, value)| xtask.env(name, value));
    let plain = TestContext::new().run(&["verify", "--env", "dev", "--jobs", "1"]);
    assert_eq!(xtask.run().loose_golden(), plain.loose_golden());
    assert!(!context.root.join("terraform/shop/api/elsewhere").exists());
}

#[test]
fn only_what_is_asked_for_is_verified() {
    let context = TestContext::new();
    for (arguments, expected) in [
        (
            &["--system", "audit"][..],
            "shop/infrastructure dev plan ok\nshop/api dev plan ok\naudit/log dev plan ok\n",
        ),
        (
            &["--stack", "a*", "--env", "prod"],
            "shop/infrastructure prod plan ok\nshop/api prod plan ok\n",
        ),
        (
            &["--stack", "shop/*", "--env", "dev"],
            "shop/infrastructure dev plan ok\nshop/api dev plan ok\n",
        ),
    ] {
        let run = context.run(&[&JSON, arguments].concat()).code(0);
        assert_eq!(plans(&run.steps()), expected);
    }
}
