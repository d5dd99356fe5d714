//! Releases that are not as they were made.

use std::io::{Cursor, Write as _};

use camino::Utf8Path;
use snapbox::{assert_data_eq, str};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{committed, files, package};
use crate::build::workspace::{here, read};
use crate::common::TestContext;

/// What is found in a release, each as `file: message`.
fn found(context: &TestContext, path: &str) -> String {
    let run = context.run(&["verify-release", path, "--format", "json"]);
    let json = run.json();
    let findings = json["findings"].as_array().unwrap().iter();
    let lines = findings.map(|it| {
        assert_eq!(it["code"], "release-mismatch");
        assert!(it["hint"].is_string());
        let (file, message) = (
            it["file"].as_str().unwrap(),
            it["message"].as_str().unwrap(),
        );
        format!("{file}: {message}\n")
    });
    let lines: String = lines.collect();
    assert_eq!(run.code, i32::from(!lines.is_empty()), "{lines}");
    assert_eq!(json["ok"], lines.is_empty());
    lines
}

#[test]
fn each_difference_is_told_in_one_run() {
    let Some(here) = here() else { return };
    let context = committed();
    package(&context, here, "made").code(0);
    let other = context.root.join("other");
    std::fs::rename(context.root.join("made"), &other).unwrap();
    assert_eq!(found(&context, "other"), "");

    let file = |path: &str| other.join(path);
    let (greet, wave) = (
        read(file("lambda/greet.zip")),
        read(file("lambda/wave.zip")),
    );
    std::fs::write(file("lambda/greet.zip"), wave).unwrap();
    std::fs::write(file("lambda/wave.zip"), greet).unwrap();
    std::fs::write(file("environments/dev.toml"), "").unwrap();
    let prod = context.read("environments/prod.toml");
    std::fs::write(file("environments/prod.toml"), prod.to_uppercase()).unwrap();
    std::fs::write(file("terraform/shop/more.tf"), "").unwrap();
    std::fs::remove_file(file("sbom/bare.cdx.json")).unwrap();
    std::fs::remove_file(file("CHANGELOG.md")).unwrap();
    std::os::unix::fs::symlink(context.root.join("Cargo.toml"), file("CHANGELOG.md")).unwrap();
    let said = found(&context, "other");
    // How large they are hangs on the machine.
    let is_zip = |line: &&str| line.starts_with("other/lambda/");
    let zips: Vec<&str> = said.lines().filter(is_zip).collect();
    assert_eq!(zips.len(), 2, "{said}");
    assert!(zips[0].starts_with("other/lambda/greet.zip: "), "{said}");
    assert!(zips[1].starts_with("other/lambda/wave.zip: "), "{said}");
    let others = said.lines().filter(|line| !is_zip(line));
    let others = others.collect::<Vec<_>>().join("\n") + "\n";
    assert_data_eq!(
        others,
        str![[r#"
other/CHANGELOG.md: `CHANGELOG.md` is a link: what it leads to is not of the release
other/environments/dev.toml: `environments/dev.toml` has 0 bytes, and was made with 210
other/environments/prod.toml: `environments/prod.toml` has another content than the one that it was made with
other/sbom/bare.cdx.json: `sbom/bare.cdx.json` is missing
other/terraform/shop/more.tf: `terraform/shop/more.tf` is not of the release, and is there

"#]]
    );
    let text = context.run(&["verify-release", "other"]).code(1);
    assert!(
        text.stdout
            .contains("failed: other is not as it was made, "),
        "{text:#?}"
    );
    assert!(text.stderr.contains("help: do not deploy it"), "{text:#?}");
}

/// Who changes a file and its hash has to change more.
#[test]
fn what_is_said_twice_has_to_agree() {
    let Some(here) = here() else { return };
    let context = committed();
    package(&context, here, "made").code(0);
    let context = context.edit(
        "made/release.json",
        "\"terraform\": \">= 1.11\"",
        "\"terraform\": \">= 1.12\"",
    );
    assert_data_eq!(
        found(&context, "made"),
        str![[r#"
made/SHA256SUMS: the hash of `release.json` in `SHA256SUMS` is another

"#]]
    );

    let manifest = context.read("made/lambda/manifest.json");
    let context = context.with(
        "made/lambda/manifest.json",
        manifest.replace("\"dirty\": false", "\"dirty\": true"),
    );
    let said = found(&context, "made");
    assert!(
        said.contains("by its manifest `bare` is of another commit"),
        "{said}"
    );

    for (text, expected) in [
        ("{", "`release.json` cannot be understood"),
        (
            "{\"version\": 2}",
            "`release.json` has version 2 of its form, and 1 is known here",
        ),
    ] {
        std::fs::write(context.root.join("made/release.json"), text).unwrap();
        let said = found(&context, "made");
        assert!(
            said.starts_with(&format!("made/release.json: {expected}")),
            "{said}"
        );
    }
    std::fs::remove_file(context.root.join("made/release.json")).unwrap();
    assert!(found(&context, "made").contains("has no `release.json`, so it is no release"));
    assert!(found(&context, "nowhere").contains("`nowhere` is no release that can be read"));
    assert!(found(&context, "/dev/null").contains("it is neither a folder nor a file"));
    assert!(found(&context, "Cargo.toml").contains("`Cargo.toml` is no release that can be read"));
}

/// A zip as somebody else packs it.
fn zip(folder: &Utf8Path, more: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, content) in files(folder) {
        zip.start_file(path.as_str(), options).unwrap();
        zip.write_all(&content).unwrap();
    }
    more(&mut zip);
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_is_looked_into_as_a_folder_is() {
    let Some(here) = here() else { return };
    let context = committed();
    package(&context, here, "made").code(0);
    let made = context.root.join("made");
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let again = zip(&made, |zip| {
        zip.add_directory("lambda", stored).unwrap();
    });
    std::fs::write(context.root.join("again.zip"), again).unwrap();
    assert_eq!(found(&context, "again.zip"), "", "packed by somebody else");

    let odd = zip(&made, |zip| {
        zip.start_file("../outside", stored).unwrap();
        zip.start_file("/outside", stored).unwrap();
        zip.add_symlink("link", "/etc/passwd", stored).unwrap();
        zip.start_file("more", stored).unwrap();
    });
    std::fs::write(context.root.join("odd.zip"), odd).unwrap();
    assert_data_eq!(
        found(&context, "odd.zip"),
        str![[r#"
odd.zip: `../outside` leads out of the release, or has a name that no file of one has
odd.zip: `/outside` leads out of the release, or has a name that no file of one has
odd.zip/link: `link` is a link, or something else that is no file
odd.zip/more: `more` is not of the release, and is there

"#]]
    );
    assert!(!context.root.join("../outside").exists());

    // One name twice: what one reader sees is not what another does.
    let twice = zip(&made, |zip| {
        zip.start_file("CHANGELOG.mD", stored).unwrap();
    });
    let mut bytes = twice;
    let names: Vec<usize> = bytes
        .windows(12)
        .enumerate()
        .filter(|(_, it)| it == b"CHANGELOG.mD")
        .map(|it| it.0)
        .collect();
    for at in names {
        bytes[at + 11] = b'd';
    }
    std::fs::write(context.root.join("twice.zip"), bytes).unwrap();
    let said = found(&context, "twice.zip");
    assert!(said.contains("the zip names a file twice"), "{said}");
}
