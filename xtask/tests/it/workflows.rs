//! The workflows of this repository against its command line and its environments.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::common::TestContext;

fn root() -> Utf8PathBuf {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize_utf8().unwrap()
}

/// All workflows, by their files' names.
fn workflows() -> BTreeMap<String, Value> {
    let dir = root().join(".github/workflows");
    let files = dir.read_dir_utf8().unwrap().map(Result::unwrap);
    let workflows = files.map(|file| {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let workflow = serde_saphyr::from_str(&text);
        let workflow = workflow.unwrap_or_else(|error| panic!("{}: {error}", file.path()));
        (file.file_name().to_owned(), workflow)
    });
    workflows.collect()
}

fn jobs(workflow: &Value) -> impl Iterator<Item = &Value> {
    workflow["jobs"].as_object().unwrap().values()
}

/// With what each job that is another workflow calls it: its file, and its inputs.
fn calls(workflows: &BTreeMap<String, Value>) -> Vec<(String, &Value)> {
    let calls = workflows.values().flat_map(jobs).filter_map(|job| {
        let file = job["uses"].as_str()?.strip_prefix("./.github/workflows/");
        Some((file.unwrap().to_owned(), &job["with"]))
    });
    calls.collect()
}

/// Every line that runs xtask, with the inputs of every call filled in.
fn commands() -> Vec<String> {
    let workflows = workflows();
    let calls = calls(&workflows);
    let mut commands = Vec::new();
    for (file, workflow) in &workflows {
        let steps = jobs(workflow).filter_map(|job| job["steps"].as_array());
        let runs = steps.flatten().filter_map(|step| step["run"].as_str());
        let lines = runs.flat_map(str::lines).map(str::trim);
        for line in lines.filter(|line| line.starts_with("cargo xtask ")) {
            let of_this = calls.iter().filter(|(called, _)| called == file);
            let filled: Vec<String> = of_this.map(|(_, with)| fill(line, with)).collect();
            commands.extend(if filled.is_empty() {
                vec![line.to_owned()]
            } else {
                filled
            });
        }
    }
    let script = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    // It calls the binary too, where cargo's lock would make it wait.
    let lines = script.lines().filter_map(|line| {
        let binary = line.strip_prefix("target/debug/xtask ");
        let typed = line.strip_prefix("cargo xtask ").or(binary)?;
        let typed = typed.split(" ||").next()?;
        Some(format!("cargo xtask {typed}"))
    });
    commands.extend(lines);
    commands
}

fn fill(line: &str, inputs: &Value) -> String {
    let inputs = inputs.as_object().unwrap().iter();
    inputs.fold(line.to_owned(), |line, (name, value)| {
        line.replace(
            &format!("${{{{ inputs.{name} }}}}"),
            value.as_str().unwrap(),
        )
    })
}

#[test]
fn every_command_in_a_workflow_can_be_typed() {
    let commands = commands();
    assert!(commands.len() >= 10, "{commands:#?}");
    let context = TestContext::empty();
    for command in &commands {
        assert!(
            !command.contains("${{"),
            "what is to be typed is not known: {command}"
        );
        let arguments: Vec<&str> = command.split_whitespace().skip(2).collect();
        // Up to the last word everything is understood before help is given.
        let run = context.run(&[&arguments[..], &["--help"]].concat());
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    }
}

#[test]
fn each_environment_is_deployed_with_what_its_file_says() {
    let workflows = workflows();
    let calls = calls(&workflows);
    let (estate, _) = estate::Estate::load(&root());
    let named = |with: &Value| with["environment"].as_str().unwrap().to_owned();
    let mut deployed: Vec<String> = calls.iter().map(|(_, with)| named(with)).collect();
    deployed.sort();
    let mut environments: Vec<_> = estate
        .environments
        .iter()
        .map(|it| it.name.clone())
        .collect();
    environments.sort();
    assert_eq!(deployed, environments);
    for (_, with) in calls {
        let environment = estate.environment(&named(with)).unwrap();
        assert_eq!(with["region"], environment.region);
        let gate = match environment.gate {
            estate::Gate::None => String::new(),
            estate::Gate::Approval => "--approve".to_owned(),
            estate::Gate::Confirmation => format!("--confirm {}", environment.name),
        };
        assert_eq!(with["gate"], gate);
    }
}

#[test]
fn no_job_may_do_more_than_it_has_to() {
    for (file, workflow) in workflows() {
        assert_eq!(
            workflow["permissions"],
            serde_json::json!({ "contents": "read" }),
            "{file}"
        );
        for job in jobs(&workflow) {
            let mut more = job["permissions"].as_object().cloned().unwrap_or_default();
            more.remove("contents");
            // For short-lived credentials, instead of keys that are kept.
            more.remove("id-token");
            assert!(more.is_empty(), "{file}: {more:?}");
        }
    }
}
