//! `cargo xtask package` and `verify-release`, and what is done with a release: the real cargo on a small workspace.

mod differs;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::build::workspace::{here, read, with_lambdas};
use crate::common::{Run, TestContext, git};

/// A Lambda that greets nobody, beside those of the workspace; theirs is built and tested with a tool.
pub(crate) fn workspace() -> TestContext {
    let own = |name: &str, folder: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"{folder}\"\n"
        )
    };
    let tool = "tool = { path = \"../../../crates/tool\" }";
    let context = with_lambdas(TestContext::new(), "");
    context
        .edit(
            "Cargo.toml",
            "\"crates/greeting\", ",
            "\"crates/*\", \"lambdas/shop/bare\", ",
        )
        .edit(
            "Cargo.lock",
            "version = 4\n",
            "version = 4\n\n[[package]]\nname = \"bare\"\nversion = \"0.1.0\"\n",
        )
        .edit(
            "Cargo.lock",
            " \"greeting\",\n",
            " \"greeting\",\n \"tool\",\n",
        )
        .append(
            "Cargo.lock",
            "\n[[package]]\nname = \"tool\"\nversion = \"0.1.0\"\n",
        )
        .append(
            "lambdas/shop/greet/Cargo.toml",
            &format!("\n[build-dependencies]\n{tool}\n\n[dev-dependencies]\n{tool}\n"),
        )
        .with("crates/tool/Cargo.toml", own("tool", "MIT"))
        .with("crates/tool/src/lib.rs", "")
        .with(
            "lambdas/shop/bare/Cargo.toml",
            own("bare", "MIT/Apache-2.0"),
        )
        .with("lambdas/shop/bare/src/main.rs", "fn main() {}\n")
}

/// The same, with the first commit made.
fn committed() -> TestContext {
    let context = workspace();
    git(&context.root, &["init", "--quiet"]);
    commit(&context, "the first");
    context
}

fn commit(context: &TestContext, message: &str) {
    git(&context.root, &["add", "."]);
    git(&context.root, &["commit", "--quiet", "--message", message]);
}

pub(crate) fn package(context: &TestContext, here: &str, out: &str) -> Run {
    let arguments = ["package", "--arch", here, "--out", out, "--format", "json"];
    context.run(&arguments)
}

/// All files below a folder, with their content.
fn files(folder: &Utf8Path) -> Vec<(Utf8PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = read(&path);
                files.push((path.strip_prefix(folder).unwrap().to_owned(), content));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_release_is_the_same_wherever_and_however_often_it_is_made() {
    let Some(here) = here() else { return };
    let context = committed();
    let run = package(&context, here, "one").code(0);
    let json = run.json();
    let expected = context.root.join("one");
    assert_eq!(
        json["path"],
        expected.as_str().replace(context.root.as_str(), "[ROOT]")
    );
    let one = files(&context.root.join("one"));
    let names = one.iter().map(|(path, _)| format!("{path}\n"));
    assert_data_eq!(
        names.collect::<String>(),
        str![[r#"
.gitignore
CHANGELOG.md
SHA256SUMS
environments/dev/audit/log.tfvars
environments/dev/shop/api.tfvars
environments/dev/shop/infrastructure.tfvars
environments/dev.toml
environments/prod/shop/api.tfvars
environments/prod/shop/infrastructure.tfvars
environments/prod.toml
environments/readme
lambda/bare.zip
lambda/greet.zip
lambda/manifest.json
lambda/wave.zip
release.json
sbom/bare.cdx.json
sbom/greet.cdx.json
sbom/wave.cdx.json
terraform/audit/log/.terraform.lock.hcl
terraform/audit/log/main.tf
terraform/readme
terraform/shop/api/.terraform.lock.hcl
terraform/shop/api/main.tf
terraform/shop/infrastructure/.terraform.lock.hcl
terraform/shop/infrastructure/main.tf

"#]]
    );
    // Neither the first release nor the time is in it; and an earlier one gives way.
    package(&context, here, "two").code(0);
    package(&context, here, "two").code(0);
    assert!(one == files(&context.root.join("two")));

    let elsewhere = TestContext::empty();
    git(
        &elsewhere.root,
        &["clone", "--quiet", context.root.as_str(), "."],
    );
    let zips = ["target/one.zip", "target/two.zip"];
    let run = package(&elsewhere, here, zips[0]).code(0);
    assert_eq!(run.json()["sha256"], json["sha256"]);
    package(&elsewhere, here, zips[1]).code(0);
    let [one, two] = zips.map(|zip| read(elsewhere.root.join(zip)));
    assert!(one == two);

    for (context, path) in [(&context, "one"), (&elsewhere, zips[0])] {
        let run = context
            .run(&["verify-release", path, "--format", "json"])
            .code(0);
        assert_eq!(run.json()["sha256"], json["sha256"], "{path}");
    }
    let sums = std::process::Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(context.root.join("one"))
        .status();
    assert!(sums.unwrap().success());
}

#[test]
fn a_release_says_what_it_is_and_where_it_comes_from() {
    let Some(here) = here() else { return };
    let context = committed();
    git(&context.root, &["tag", "v1.0.0"]);
    let context = context.append("environments/dev/shop/api.tfvars", "# more\n");
    commit(&context, "More for the API");
    git(&context.root, &["tag", "v1.1.0"]);
    let run = package(&context, here, "target/out").code(0);
    let form = &run.json()["release"];
    assert_eq!(form["name"], format!("v1.1.0-{here}"));
    assert_eq!(form["tag"], "v1.1.0");
    assert_eq!(form["architecture"], here);
    assert_eq!(form["terraform"], ">= 1.11");
    let head = git(&context.root, &["rev-parse", "HEAD"]);
    assert_eq!(form["commit"], head);
    let time = git(
        &context.root,
        &[
            "show",
            "--no-patch",
            "--date=format-local:%FT%TZ",
            "--format=%cd",
        ],
    );
    let local = |text: &str| text[14..].to_owned();
    assert_eq!(local(form["commit_time"].as_str().unwrap()), local(&time));

    let out = context.root.join("target/out");
    let changes = String::from_utf8(read(out.join("CHANGELOG.md"))).unwrap();
    let expected = format!(
        "# Changes since v1.0.0\n\n- More for the API ({})\n",
        &head[..12]
    );
    assert_eq!(changes, expected);
    let manifest: Value = serde_json::from_slice(&read(out.join("lambda/manifest.json"))).unwrap();
    assert_eq!(manifest["profile"], "release");
    assert_eq!(manifest["artifacts"][1]["zip"], "lambda/greet.zip");
    let committed = context.read("environments/dev/shop/api.tfvars");
    assert_eq!(
        read(out.join("environments/dev/shop/api.tfvars")),
        committed.as_bytes()
    );
}

/// The bill of materials of a Lambda: what is in it, and what uses what.
fn bill(out: &Utf8Path, lambda: &str) -> String {
    let bom: Value =
        serde_json::from_slice(&read(out.join(format!("sbom/{lambda}.cdx.json")))).unwrap();
    let list = |key: &str| bom[key].as_array().unwrap().iter();
    let components = list("components").map(|it| {
        let licence = &it["licenses"][0]["expression"];
        format!(
            "{} {} {licence}\n",
            it["type"].as_str().unwrap(),
            it["purl"].as_str().unwrap()
        )
    });
    let uses = list("dependencies").map(|it| {
        let on = it["dependsOn"].as_array().unwrap().iter();
        let on: Vec<&str> = on.map(|it| it.as_str().unwrap()).collect();
        format!("{} -> {}\n", it["ref"].as_str().unwrap(), on.join(" "))
    });
    components.chain(uses).collect()
}

#[test]
fn a_bill_of_materials_has_what_is_in_the_binary_and_nothing_else() {
    let Some(here) = here() else { return };
    let context = committed();
    package(&context, here, "out").code(0);
    let out = context.root.join("out");
    assert_data_eq!(
        bill(&out, "greet"),
        str![[r#"
library pkg:cargo/greeting@0.1.0?download_url=file://crates/greeting null
greet@1.2.3 -> pkg:cargo/greeting@0.1.0?download_url=file://crates/greeting
pkg:cargo/greeting@0.1.0?download_url=file://crates/greeting -> 

"#]]
    );
    assert_data_eq!(
        bill(&out, "bare"),
        str![[r#"
bare@0.1.0 -> 

"#]]
    );
    let bom: Value = serde_json::from_slice(&read(out.join("sbom/bare.cdx.json"))).unwrap();
    let form: Value = serde_json::from_slice(&read(out.join("release.json"))).unwrap();
    assert_eq!(
        (&bom["bomFormat"], &bom["specVersion"]),
        (&"CycloneDX".into(), &"1.6".into())
    );
    assert_eq!(bom["metadata"]["timestamp"], form["commit_time"]);
    let component = &bom["metadata"]["component"];
    assert_eq!(component["licenses"][0]["expression"], "MIT OR Apache-2.0");
    let files = form["files"].as_array().unwrap();
    let zip = files
        .iter()
        .find(|it| it["path"] == "lambda/bare.zip")
        .unwrap();
    assert_eq!(component["hashes"][0]["content"], zip["sha256"]);
}

#[test]
fn a_release_is_of_a_commit() {
    let context = workspace();
    let refused = |context: &TestContext, expected: &str| {
        let run = package(context, "x86_64", "out").code(4);
        let findings = run.findings_with("release-source");
        assert!(findings.contains(expected), "{run:#?}");
        assert!(!context.root.join("out").exists());
    };
    refused(&context, "nobody can tell which commit this is");
    git(&context.root, &["init", "--quiet"]);
    commit(&context, "the first");
    let context = context.with("new", "");
    refused(&context, "files differ from the commit, or are new");
    let context = context
        .without("new")
        .append("environments/dev.toml", "# x\n");
    refused(&context, "files differ from the commit, or are new");

    // What git does not look at is looked at here.
    git(
        &context.root,
        &[
            "update-index",
            "--assume-unchanged",
            "environments/dev.toml",
        ],
    );
    refused(&context, "file: environments/dev.toml");
    git(
        &context.root,
        &[
            "update-index",
            "--no-assume-unchanged",
            "environments/dev.toml",
        ],
    );
    git(&context.root, &["checkout", "--quiet", "."]);
    let link = context.root.join("terraform/shop/api/link.tf");
    std::os::unix::fs::symlink("main.tf", link).unwrap();
    commit(&context, "a link");
    refused(
        &context,
        "`terraform/shop/api/link.tf` is no file but a link",
    );

    let shallow = TestContext::empty();
    let from = format!("file://{}", context.root);
    git(
        &shallow.root,
        &["clone", "--quiet", "--depth=1", &from, "."],
    );
    refused(&shallow, "only a part of the history is here");
}

#[test]
fn nothing_else_gives_way_to_a_release() {
    let context = committed();
    for (out, why) in [
        ("environments", "it is not empty, and holds no release"),
        ("Cargo.toml", "it is there, and no folder"),
    ] {
        let run = package(&context, "x86_64", out).code(1);
        let expected = format!("error: cannot write to `{out}`: {why}");
        assert!(run.stderr.starts_with(&expected), "{run:#?}");
    }
}

#[test]
fn what_is_missing_to_build_it_is_told() {
    let context = committed();
    let tools = crate::common::fixture("build/tools");
    let arguments = ["package", "--arch", "x86_64", "--format", "json"];
    let path = format!("{tools}:{}", std::env::var("PATH").unwrap());
    let run = context
        .xtask(&arguments)
        .env("PATH", path)
        .env("FAKE_LIBRARIES", "/nowhere");
    let run = run.run().code(3);
    let findings = run.findings_with("tool-missing");
    assert!(
        findings.contains("rustup target add x86_64-unknown-linux-gnu"),
        "{run:#?}"
    );
    assert!(!context.root.join("target/releases").exists());
}
