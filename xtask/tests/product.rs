//! The repository itself, through the real command line, terraform and AWS provider.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

use std::path::Path;
use std::process::{Command, Output};

use bench::Plans;
use serde_json::Value;

const ENVIRONMENTS: [&str; 3] = ["dev", "sit", "prod"];

const STACKS: [&str; 9] = [
    "product/infrastructure",
    "product/audit-logger",
    "product/create-product",
    "product/delete-product",
    "product/get-product",
    "product/list-products",
    "product/product-creator",
    "product/update-product",
    "product/api-deployment",
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn xtask(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AWS_") || text.starts_with("TF_") {
            command.env_remove(&name);
        }
    }
    if arguments.contains(&"--stock-provider") {
        // Half of what a stock provider does is to decode its schema, and a quarter of that to collect garbage.
        command.env("GOGC", "400");
    }
    command.current_dir(dir).args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn git_status() -> String {
    let mut git = Command::new("git");
    git.args(["status", "--porcelain"])
        .current_dir(repository());
    String::from_utf8(git.output().unwrap().stdout).unwrap()
}

fn texts<'a>(values: &'a Value, key: &str) -> Vec<&'a str> {
    let values = values.as_array().unwrap().iter();
    values.map(|value| value[key].as_str().unwrap()).collect()
}

#[test]
fn the_list_has_all_stacks_in_order_and_all_lambdas() {
    let output = xtask(repository(), &["list", "--format", "json"]);
    assert!(output.status.success());
    let list = json(&output);
    assert_eq!(texts(&list["environments"], "name"), ENVIRONMENTS);
    assert_eq!(
        texts(&list["environments"], "gate"),
        ["none", "approval", "confirmation"]
    );
    assert_eq!(texts(&list["systems"], "name"), ["bootstrap", "product"]);
    let bootstrap = &list["systems"][0]["stacks"];
    assert_eq!(texts(bootstrap, "address"), ["bootstrap/state"]);
    let stacks = &list["systems"][1]["stacks"];
    assert_eq!(texts(stacks, "address"), STACKS);
    let lambdas = stacks
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|stack| stack["lambdas"].get(0));
    let names: Vec<&str> = lambdas
        .map(|lambda| lambda["prod"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "bbws-audit-logger-prod",
            "bbws-create-product-prod",
            "bbws-delete-product-prod",
            "bbws-get-product-prod",
            "bbws-list-products-prod",
            "bbws-product-creator-prod",
            "bbws-update-product-prod",
        ]
    );
}

#[test]
fn every_stack_with_a_route_is_in_the_snapshot_of_the_api() {
    let product = repository().join("terraform/product");
    let snapshot = std::fs::read_to_string(product.join("api-deployment/main.tf")).unwrap();
    let mut with_route = 0;
    for stack in STACKS.map(|address| address.trim_start_matches("product/")) {
        let api = std::fs::read_to_string(product.join(stack).join("api.tf")).unwrap_or_default();
        if api.contains("/rest-api-route\"") {
            let name = stack.replace('-', "_");
            let read = format!("data.terraform_remote_state.{name}.outputs.route_fingerprint");
            assert!(
                snapshot.contains(&read),
                "api-deployment does not wait for {stack}: {read}"
            );
            with_route += 1;
        }
    }
    assert_eq!(with_route, 5);
}

#[test]
fn the_readme_shows_the_graph_as_it_is() {
    let output = xtask(repository(), &["graph", "--format", "mermaid"]);
    let graph = String::from_utf8(output.stdout).unwrap();
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(
        readme.contains(&format!("```mermaid\n{graph}```")),
        "put the output of `cargo xtask graph --format mermaid` into README.md:\n{graph}"
    );
}

#[test]
fn no_aws_sdk_is_built_before_the_first_command() {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--package", "xtask", "--prefix", "none"]);
    let output = tree.current_dir(repository()).output().unwrap();
    assert!(output.status.success());
    let packages = String::from_utf8(output.stdout).unwrap();
    assert!(packages.lines().count() > 50, "{packages}");
    let sdk = packages.lines().find(|line| line.starts_with("aws-"));
    assert_eq!(sdk, None);
}

#[test]
fn the_doctor_finds_everything_that_is_needed() {
    let output = xtask(repository(), &["doctor", "--format", "json"]);
    let diagnosis = json(&output);
    assert!(output.status.success(), "{diagnosis:#}");
    assert_eq!(diagnosis["ok"], true);
}

#[test]
fn everything_verifies_with_the_plans_of_the_stock_provider_and_the_source_tree_stays_untouched() {
    let before = git_status();
    let temp = tempfile::tempdir().unwrap();
    let [ours, stock] = [&["verify"][..], &["verify", "--stock-provider"]].map(|arguments| {
        let dir = temp.path().join(arguments.len().to_string());
        let dir = dir.to_str().unwrap();
        let more = ["--format", "json", "--plans", dir];
        let report = json(&xtask(repository(), &[arguments, &more].concat()));
        assert_all_is_made(&report);
        Plans::read(dir.into()).unwrap()
    });
    assert_eq!(ours.count(), 30);
    assert_eq!(stock.count(), 30);
    assert_eq!(ours.unequal(&stock), [""; 0]);
    assert_eq!(git_status(), before);
}

fn assert_all_is_made(report: &Value) {
    assert_eq!(report["ok"], true, "{report:#}");
    assert_eq!(report["findings"], Value::Array(Vec::new()));
    let steps = report["steps"].as_array().unwrap();
    let of_kind = |kind: &str| steps.iter().filter(|step| step["step"] == kind).count();
    let expected = [
        ("contracts", 1),
        ("fmt", 1),
        ("init", 10),
        ("validate", 10),
        ("plan", 30),
    ];
    for (kind, count) in expected {
        assert_eq!(of_kind(kind), count, "{kind}");
    }
    for step in steps {
        assert_eq!(step["status"], "ok", "{step}");
        if step["step"] == "plan" {
            assert_eq!(step["simulated"], true, "{step}");
            assert!(step["changes"]["add"].as_u64().unwrap() >= 6, "{step}");
            assert_eq!(step["changes"]["destroy"], 0, "{step}");
        }
    }
}

#[test]
fn a_renamed_output_is_found_at_its_consumer_with_the_right_name_as_hint() {
    let temp = tempfile::tempdir().unwrap();
    copy(
        &repository().join("terraform"),
        &temp.path().join("terraform"),
    );
    copy(
        &repository().join("environments"),
        &temp.path().join("environments"),
    );
    let outputs = temp
        .path()
        .join("terraform/product/infrastructure/outputs.tf");
    let text = std::fs::read_to_string(&outputs).unwrap();
    let renamed = text.replace(
        "output \"dynamodb_table_name\"",
        "output \"dynamodb_table\"",
    );
    assert_ne!(text, renamed);
    std::fs::write(&outputs, renamed).unwrap();

    let only = [
        "verify",
        "--env",
        "dev",
        "--stack",
        "get-product",
        "--format",
        "json",
    ];
    let output = xtask(temp.path(), &only);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(1), "{report:#}");
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{report:#}");
    let finding = &findings[0];
    assert_eq!(finding["code"], "output-missing");
    assert_eq!(finding["stack"], "product/get-product");
    assert_eq!(finding["hint"], "did you mean `dynamodb_table`?");
    let file = temp.path().join(finding["file"].as_str().unwrap());
    let number = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let place = &text.lines().nth(number("line") - 1).unwrap()[number("column") - 1..];
    assert!(place.starts_with("dynamodb_table_name"), "{place}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
