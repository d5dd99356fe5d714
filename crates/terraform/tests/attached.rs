//! The real terraform with providers that run already, against what it does with its own.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use common::{Bench, offline};
use serde_json::Value;
use terraform::{ApplyOptions, Environment, InitFailure, PlanOptions, Runner, Settings, Toolchain};

/// A repository whose stack has a lock file, as all have.
fn locked() -> Bench {
    let bench = Bench::new();
    let (runner, (_, dir)) = (bench.runner(), bench.scratch());
    assert!(runner.init(&dir, &bench.log(), &offline()).unwrap().ok);
    let lock = std::fs::read_to_string(dir.join(".terraform.lock.hcl")).unwrap();
    bench.write("terraform/product/consumer/.terraform.lock.hcl", &lock);
    std::fs::remove_dir_all(dir.join(".terraform")).unwrap();
    bench
}

fn runner(bench: &Bench, stock_provider: bool) -> Runner {
    let settings = Settings {
        stock_provider,
        ..Settings::default()
    };
    let stacks = ["terraform/product/consumer".into()];
    let work = bench.work.join("command");
    let toolchain = Toolchain::prepare(&settings, &bench.root, &stacks, &work, &bench.cancel);
    assert_eq!(toolchain.findings, []);
    toolchain.ready.unwrap().runner(bench.cancel.clone())
}

fn planned(bench: &Bench, runner: &Runner, dir: &Utf8Path, name: &str, env: &Environment) -> Value {
    let options = PlanOptions {
        env: env.clone(),
        ..bench.plan_options()
    };
    planned_with(bench, runner, dir, name, options)
}

/// The plan as JSON, without the time of its making.
fn planned_with(
    bench: &Bench,
    runner: &Runner,
    dir: &Utf8Path,
    name: &str,
    mut options: PlanOptions,
) -> Value {
    let out = bench.work.join(format!("{name}.tfplan"));
    options.out = Some(out.clone());
    let log = bench.work.join(format!("{name}.log"));
    let plan = runner.plan(dir, &options, &log).unwrap();
    assert!(plan.ok, "{plan:#?}");
    let shown = runner.command(dir, &["show", "-json", out.as_str()], &log, &options.env);
    let mut json: Value = serde_json::from_str(&shown.unwrap().stdout.concat()).unwrap();
    assert!(json.as_object_mut().unwrap().remove("timestamp").is_some());
    json
}

/// Where the made-up account is. The stack names its region itself, so this changes no plan.
fn region(name: &str) -> Environment {
    Environment::Offline {
        region: name.to_owned(),
    }
}

fn initialized(bench: &Bench, stock: bool) -> (Runner, Utf8PathBuf) {
    let (runner, (_, dir)) = (runner(bench, stock), bench.scratch());
    let init = runner.init(&dir, &bench.log(), &offline()).unwrap();
    assert!(init.ok, "{init:#?}");
    assert_eq!(dir.join(".terraform/providers").exists(), stock);
    (runner, dir)
}

#[test]
fn sixteen_plans_at_once_are_those_that_terraform_makes_by_itself() {
    let bench = locked();
    let regions = ["eu-west-1", "af-south-1"].map(region);
    // One after the other, and terraform starts the provider each time.
    let (runner, dir) = initialized(&bench, true);
    let stock = regions
        .each_ref()
        .map(|env| planned(&bench, &runner, &dir, "stock", env));
    assert!(stock[0]["resource_changes"].as_array().unwrap().len() > 2);

    std::fs::remove_dir_all(dir.join(".terraform")).unwrap();
    let (runner, dir) = initialized(&bench, false);
    let validate = runner.validate(&dir, &bench.log(), &offline()).unwrap();
    assert!(validate.ok, "{validate:#?}");
    let (bench, runner, dir) = (&bench, &runner, &dir);
    let all: Vec<(usize, Value)> = std::thread::scope(|scope| {
        let one = |number: usize| {
            let env = &regions[number % 2];
            let name = format!("attached-{number}");
            scope.spawn(move || (number, planned(bench, runner, dir, &name, env)))
        };
        let all: Vec<_> = (0..16).map(one).collect();
        all.into_iter().map(|plan| plan.join().unwrap()).collect()
    });
    for (number, plan) in all {
        assert_eq!(plan, stock[number % 2], "plan {number}");
    }
}

/// The providers that run for a test: their environment names its folder.
#[cfg(target_os = "linux")]
fn running(bench: &Bench) -> Vec<String> {
    let all = Utf8Path::new("/proc").read_dir_utf8().unwrap();
    let all = all.map(|entry| entry.unwrap().into_path());
    let text = |file: Utf8PathBuf| {
        String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned()
    };
    let is_ours = |process: &Utf8PathBuf| {
        text(process.join("comm")).starts_with("terraform-provi")
            && text(process.join("environ")).contains(bench.root.as_str())
    };
    all.filter(is_ours).map(Utf8PathBuf::into_string).collect()
}

/// Plans with tags that make it a configuration of its own.
#[cfg(target_os = "linux")]
fn tagged(bench: &Bench, runner: &Runner, dir: &Utf8Path, name: &str, tag: usize) -> Value {
    let tags = bench.work.join(format!("{name}.tfvars"));
    std::fs::write(&tags, format!("tags = {{ number = \"{tag}\" }}\n")).unwrap();
    let mut options = bench.plan_options();
    options.var_files.push(tags);
    planned_with(bench, runner, dir, name, options)
}

#[test]
#[cfg(target_os = "linux")]
fn one_provider_serves_many_configurations_and_the_plans_are_the_same() {
    const CONFIGURATIONS: usize = 3;
    let bench = locked();
    let (runner, dir) = initialized(&bench, true);
    let stock: Vec<Value> = (0..CONFIGURATIONS)
        .map(|tag| tagged(&bench, &runner, &dir, "stock", tag))
        .collect();
    assert_ne!(stock[0], stock[1]);

    std::fs::remove_dir_all(dir.join(".terraform")).unwrap();
    let (runner, dir) = initialized(&bench, false);
    let mut processes = BTreeSet::new();
    for (tag, plan) in stock.iter().enumerate() {
        assert_eq!(
            &tagged(&bench, &runner, &dir, "one", tag),
            plan,
            "plan {tag}"
        );
        processes.extend(running(&bench));
    }
    // One for each of the stack's two blocks, and one that is not configured.
    assert_eq!(processes.len(), 3);

    let (bench, runner, dir, stock) = (&bench, &runner, &dir, &stock);
    std::thread::scope(|scope| {
        for number in 0..3 * CONFIGURATIONS {
            let tag = number % CONFIGURATIONS;
            scope.spawn(move || {
                let plan = tagged(bench, runner, dir, &format!("mixed-{number}"), tag);
                assert_eq!(plan, stock[tag], "plan {number}");
            });
        }
    });
}

#[test]
fn a_type_that_is_misspelled_is_told_with_the_same_words() {
    let bench = locked();
    let queue = "resource \"aws_sqs_queu\" \"this\" {\n  name = \"queue\"\n}\n";
    bench.write("terraform/product/consumer/typo.tf", queue);
    let said = [true, false].map(|stock| {
        let (runner, dir) = initialized(&bench, stock);
        let validate = runner.validate(&dir, &bench.log(), &offline()).unwrap();
        assert!(!validate.ok);
        std::fs::remove_dir_all(dir.join(".terraform")).unwrap();
        validate.diagnostics
    });
    assert!(format!("{:?}", said[0]).contains("Did you mean \\\"aws_sqs_queue\\\"?"));
    assert_eq!(said[0], said[1]);
}

#[test]
fn a_provider_that_is_not_what_is_locked_is_refused_by_terraform_itself() {
    let bench = locked();
    let path = "terraform/product/consumer/.terraform.lock.hcl";
    let lock = std::fs::read_to_string(bench.root.join(path)).unwrap();
    let (before, rest) = lock.split_once("\"h1:").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    bench.write(path, &format!("{before}\"h1:{}=\"{after}", "a".repeat(43)));
    let (runner, (_, dir)) = (runner(&bench, false), bench.scratch());
    let init = runner.init(&dir, &bench.log(), &offline()).unwrap();
    let is_lock = |failure: &InitFailure| matches!(failure, InitFailure::ProviderLock { .. });
    assert!(!init.ok && init.failures.iter().any(is_lock), "{init:#?}");
}

/// As terraform leaves it when the block of a resource is taken out of the files.
const STATE: &str = r#"{
  "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "a", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "aws_sns_topic", "name": "gone",
    "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
    "instances": [{ "schema_version": 0, "attributes": {
      "id": "arn:aws:sns:eu-west-1:123456789012:gone", "name": "gone"
    } }]
  }]
}"#;

#[test]
fn a_type_that_only_the_state_has_is_understood() {
    let bench = locked();
    let (runner, dir) = initialized(&bench, false);
    std::fs::write(dir.join("terraform.tfstate"), STATE).unwrap();
    let options = ApplyOptions {
        var_files: vec![bench.root.join("environments/dev/consumer.tfvars")],
        variables: Vec::new(),
        destroy: true,
        env: offline(),
    };
    let apply = runner.apply(&dir, &options, &bench.log()).unwrap();
    // There is no AWS, so it cannot be destroyed; that it was tried is enough.
    assert!(!apply.ok);
    let said = format!("{:?}", apply.diagnostics);
    assert!(said.contains("connection refused"), "{said}");
    assert!(!said.contains("schema"), "{said}");
}
