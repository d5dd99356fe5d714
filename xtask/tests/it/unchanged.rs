//! What was fine and has not changed is not looked at again, and everything else is.

use crate::common::{Run, TestContext};

/// The steps of stacks that were done, not remembered: `shop/api dev plan`.
fn done(run: &Run) -> Vec<String> {
    let json = run.json();
    let steps = json["steps"].as_array().unwrap().iter();
    let done = steps.filter(|step| step["unchanged"] == false && step["stack"].is_string());
    let text = |step: &serde_json::Value, key: &str| step[key].as_str().unwrap_or("-").to_owned();
    let done = done.map(|step| {
        ["stack", "env", "step"]
            .map(|key| text(step, key))
            .join(" ")
    });
    done.collect()
}

fn verify(context: &TestContext, code: i32, more: &[&str]) -> Vec<String> {
    let arguments = [&["verify", "--format", "json"], more].concat();
    done(&context.run(&arguments).code(code))
}

const ALL: [&str; 11] = [
    "shop/infrastructure - init",
    "shop/infrastructure - validate",
    "shop/infrastructure dev plan",
    "shop/infrastructure prod plan",
    "shop/api - init",
    "shop/api - validate",
    "shop/api dev plan",
    "shop/api prod plan",
    "audit/log - init",
    "audit/log - validate",
    "audit/log dev plan",
];

const NONE: [&str; 0] = [];

#[test]
fn a_second_run_does_only_what_has_changed() {
    let context = TestContext::new();
    assert_eq!(verify(&context, 0, &[]), ALL);
    assert_eq!(verify(&context, 0, &[]), NONE);
    assert_eq!(verify(&context, 0, &["--no-cache"]), ALL);

    let tfvars = "environments/prod/shop/api.tfvars";
    let text = context.read(tfvars);
    let context = context.with(tfvars, format!("{text}\n"));
    let plan = ["shop/api - init", "shop/api prod plan"];
    assert_eq!(verify(&context, 0, &[]), plan);

    let main = "terraform/audit/log/main.tf";
    let text = context.read(main);
    let context = context.with(main, format!("{text}\n# More.\n"));
    assert_eq!(verify(&context, 0, &[]), ALL[8..]);

    let context = context.edit("environments/dev.toml", "eu-west-1", "eu-west-2");
    let of_dev = |step: &&str| !step.ends_with("validate") && !step.contains("prod");
    let plans: Vec<_> = ALL.into_iter().filter(of_dev).collect();
    assert_eq!(verify(&context, 0, &[]), plans);
    assert_eq!(verify(&context, 0, &[]), NONE);
}

#[test]
fn what_is_wrong_is_looked_at_each_time_and_what_is_mended_is_remembered() {
    let context = TestContext::new();
    assert_eq!(verify(&context, 0, &[]), ALL);
    let main = "terraform/audit/log/main.tf";
    let text = context.read(main);
    let context = context.with(main, format!("{text}\nlocals {{\n  a = local.b\n}}\n"));
    for _ in 0..2 {
        let done = verify(&context, 1, &[]);
        assert!(
            done.contains(&"audit/log - validate".to_owned()),
            "{done:?}"
        );
    }
    let context = context.with(main, &text);
    // `init` was fine with what was wrong.
    assert_eq!(verify(&context, 0, &[]), ["audit/log - init"]);
    assert_eq!(verify(&context, 0, &[]), NONE);
}

#[test]
fn plans_that_are_asked_for_are_made() {
    let context = TestContext::new();
    assert_eq!(verify(&context, 0, &[]), ALL);
    let dir = context.root.join("plans");
    let plans = verify(&context, 0, &["--plans", dir.as_str()]);
    let made = plans.iter().filter(|step| step.ends_with("plan")).count();
    assert_eq!(made, 5);
    for plan in ["dev/audit/log.json", "prod/shop/api.json"] {
        let text = std::fs::read_to_string(dir.join(plan)).unwrap();
        assert!(text.contains("planned_values"), "{plan}");
    }
    let left = dir.join("dev/audit").read_dir_utf8().unwrap().count();
    assert_eq!(left, 1, "nothing that could be applied");
}

#[test]
fn a_configuration_that_reads_other_files_is_planned_each_time() {
    let text = "output \"readme\" {\n  description = \"x\"\n  value       = file(\"../../README.md\")\n}\n";
    let context = TestContext::new()
        .with("terraform/README.md", "one")
        .with("terraform/audit/log/readme.tf", text);
    assert_eq!(verify(&context, 0, &[]), ALL);
    assert_eq!(verify(&context, 0, &[]), ALL[8..]);
}
