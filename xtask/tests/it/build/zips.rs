//! What is built, and what the manifest says of it.

use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use camino::Utf8Path;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::build::workspace::{build, here, lambdas, read, unzip, with_lambdas};
use crate::common::{TestContext, git};

#[test]
fn zips_are_as_the_manifest_says_and_run() {
    let Some(here) = here() else { return };
    let context = lambdas();
    git(&context.root, &["init", "--quiet"]);
    git(&context.root, &["add", "."]);
    git(&context.root, &["commit", "--quiet", "--message", "x"]);
    let run = build(&context, here, &["--format", "json"]).run().code(0);
    let json = run.json();
    assert_eq!(json["ok"], true);
    assert_eq!(json["findings"], Value::Array(Vec::new()));
    let manifest: Value =
        serde_json::from_slice(&read(context.root.join("target/lambda/manifest.json"))).unwrap();
    for key in [
        "version",
        "commit",
        "dirty",
        "rustc",
        "profile",
        "architecture",
        "artifacts",
    ] {
        assert_eq!(json[key], manifest[key], "{key}");
    }
    assert_eq!(
        manifest["commit"],
        git(&context.root, &["rev-parse", "HEAD"])
    );
    assert_eq!(manifest["dirty"], false);
    assert_eq!(manifest["profile"], "release");
    assert_eq!(manifest["architecture"], here);
    assert!(manifest["rustc"].as_str().unwrap().starts_with("rustc 1."));
    let artifacts = manifest["artifacts"].as_array().unwrap();
    assert_eq!(artifacts.len(), 2);
    for (artifact, name) in artifacts.iter().zip(["greet", "wave"]) {
        check_artifact(&context.root, artifact, name, here);
        for key in ["architecture", "profile", "commit", "dirty"] {
            assert_eq!(artifact[key], manifest[key], "{key}");
        }
    }

    // What is built of other sources than the commit's says so; what is not built again stays.
    let context = context.with("new", "");
    let run = build(&context, here, &["wave"]).run().code(0);
    let manifest: Value =
        serde_json::from_slice(&read(context.root.join("target/lambda/manifest.json"))).unwrap();
    assert_eq!(manifest["dirty"], true);
    assert_eq!(manifest["artifacts"][0]["dirty"], false);
    assert_eq!(manifest["artifacts"][1]["dirty"], true);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0]
            .split_whitespace()
            .eq(["LAMBDA", "ARCH", "ZIP", "EXECUTABLE", "SHA-256"])
    );
    let sha = manifest["artifacts"][1]["sha256"].as_str().unwrap();
    let row: Vec<&str> = lines[1].split_whitespace().collect();
    assert_eq!(
        (row[0], row[1], row[3], *row.last().unwrap()),
        ("wave", here, "kB", &sha[..12])
    );
    let closing = "everything is fine: 1 Lambda is in target/lambda, no findings, ";
    assert!(lines[3].starts_with(closing), "{run:#?}");
}

fn check_artifact(root: &Utf8Path, artifact: &Value, name: &str, here: &str) {
    let keys: Vec<&String> = artifact.as_object().unwrap().keys().collect();
    let mut expected = [
        "name",
        "system",
        "crate",
        "version",
        "architecture",
        "profile",
        "commit",
        "dirty",
        "size",
        "executable_size",
        "sha256",
        "sha256_base64",
        "zip",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(artifact["name"], name);
    assert_eq!(artifact["system"], "shop");
    assert_eq!(artifact["crate"], "greet");
    assert_eq!(artifact["version"], "1.2.3");
    assert_eq!(artifact["architecture"], here);
    assert_eq!(artifact["zip"], format!("target/lambda/{name}.zip"));
    let zip = read(root.join(artifact["zip"].as_str().unwrap()));
    let sha: [u8; 32] = Sha256::digest(&zip).into();
    let hex = sha.map(|byte| format!("{byte:02x}")).concat();
    assert_eq!(artifact["sha256"], hex);
    assert_eq!(artifact["sha256_base64"], STANDARD.encode(sha));
    assert_eq!(artifact["size"], zip.len());
    let executable = unzip(&zip);
    assert_eq!(artifact["executable_size"], executable.len());
    // Another process writes what is to be run: a test that starts something at this moment could
    // pass on our hold of the file, and it would be busy.
    let (content, bootstrap) = (root.join("target/content"), root.join("target/bootstrap"));
    std::fs::write(&content, executable).unwrap();
    let mut install = Command::new("install");
    install.args(["-m", "755"]).args([&content, &bootstrap]);
    assert!(install.status().unwrap().success());
    let output = Command::new(bootstrap).arg("hello").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.starts_with("hello crates/greeting/src/lib.rs /target/"),
        "{said}"
    );
}

#[test]
fn two_folders_give_the_same_bytes() {
    let Some(here) = here() else { return };
    let first = lambdas();
    build(&first, here, &[]).run().code(0);
    // Another folder, with a blank in its name; cargo's own folder and its output elsewhere.
    let second = with_lambdas(TestContext::empty(), "second place/");
    let root = second.root.join("second place");
    build(&second, here, &[])
        .dir(&root)
        .env("CARGO_HOME", second.root.join("home"))
        .env("CARGO_TARGET_DIR", second.root.join("output"))
        .run()
        .code(0);
    for name in ["greet", "wave"] {
        let file = format!("target/lambda/{name}.zip");
        let (one, two) = (read(first.root.join(&file)), read(root.join(&file)));
        assert!(one == two, "{name}");
        let executable = unzip(&one);
        let text = String::from_utf8_lossy(&executable).into_owned();
        for folder in [&first.root, &second.root] {
            assert!(!text.contains(folder.as_str()), "{name} knows {folder}");
        }
    }
}
