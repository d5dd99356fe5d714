//! What is built, and what the manifest says of it.

use artifact::{Profile, Report};

use crate::common::{Repository, here};

const GREETING: &str = "[dependencies]\ngreeting = { path = \"../../../crates/greeting\" }\n";

const LOUD: &str =
    "[dependencies]\ngreeting = { path = \"../../../crates/greeting\", features = [\"loud\"] }\n";

/// `quiet` and `loud`, which want a crate with different features.
fn repository() -> Repository {
    let main = "fn main() {\n    println!(\"{}\", greeting::text());\n}\n";
    let greeting = "pub fn text() -> &'static str {\n    \
        if cfg!(feature = \"loud\") { \"HELLO\" } else { \"hello\" }\n}\n";
    Repository::new()
        .package("crates/greeting", "[features]\nloud = []\n", greeting)
        .package("lambdas/shop/quiet", GREETING, main)
        .package("lambdas/shop/loud", LOUD, main)
        .locked()
}

fn names(report: &Report) -> Vec<&str> {
    let artifacts = report.manifest.artifacts.iter();
    artifacts.map(|it| it.name.as_str()).collect()
}

fn sha(report: &Report, name: &str) -> String {
    let artifact = report.manifest.artifacts.iter().find(|it| it.name == name);
    artifact.unwrap().sha256.clone()
}

#[test]
fn a_lambda_is_the_same_alone_and_among_all() {
    if here().is_none() {
        return;
    }
    let repository = repository();
    let alone = repository.build(&["quiet"]);
    assert_eq!(alone.findings, []);
    let all = repository.build(&[]);
    assert_eq!(names(&all), ["loud", "quiet"]);
    assert_eq!(sha(&alone, "quiet"), sha(&all, "quiet"));
    assert_eq!(all.built, ["loud", "quiet"]);
}

#[test]
fn the_manifest_keeps_what_is_still_true() {
    if here().is_none() {
        return;
    }
    let mut repository = repository();
    repository.profile = Profile::Rehearsal;
    repository.build(&["quiet"]);
    let both = repository.build(&["loud"]);
    assert_eq!(names(&both), ["loud", "quiet"]);
    assert_eq!(both.built, ["loud"]);
    assert_eq!(both.artifacts().count(), 1);
    assert_eq!(
        repository.files(),
        ["loud.zip", "manifest.json", "quiet.zip"]
    );
    let text = repository.manifest();
    assert!(text.contains("\"commit\": null") && both.notes[0].contains("because git cannot"));

    // A zip that is not what the manifest says of it.
    let zip = repository.folder().join("quiet.zip");
    std::fs::write(zip, "something else").unwrap();
    assert_eq!(names(&repository.build(&["loud"])), ["loud"]);

    // Zips of another kind.
    repository.build(&["quiet"]);
    repository.profile = Profile::Release;
    assert_eq!(names(&repository.build(&["quiet"])), ["quiet"]);
}

#[test]
fn zips_of_another_folder_leave_these_alone() {
    if here().is_none() {
        return;
    }
    let mut repository = repository();
    repository.build(&["quiet"]);
    let before = repository.manifest();
    (repository.folder, repository.profile) = ("target/elsewhere", Profile::Rehearsal);
    let report = repository.build(&["loud"]);
    assert_eq!(names(&report), ["loud"]);
    assert_eq!(
        report.manifest.artifacts[0].zip,
        "target/elsewhere/loud.zip"
    );
    assert_eq!(repository.files(), ["loud.zip", "manifest.json"]);
    repository.folder = artifact::FOLDER;
    assert_eq!(repository.files(), ["manifest.json", "quiet.zip"]);
    assert_eq!(repository.manifest(), before);
}

#[test]
fn nothing_changes_when_anything_is_wrong() {
    if here().is_none() {
        return;
    }
    let mut repository = repository();
    repository.profile = Profile::Rehearsal;
    repository.build(&[]);
    let (before, files) = (repository.manifest(), repository.files());
    let repository = repository.write("lambdas/shop/loud/src/main.rs", "fn main() { no }\n");
    let report = repository.build(&[]);
    assert!(!report.is_ok() && report.built.is_empty());
    assert_eq!(report.findings[0].message, "cargo cannot build `loud`");
    assert!(
        report.diagnostics.starts_with("error[E0425]"),
        "{}",
        report.diagnostics
    );
    assert!(
        !report.diagnostics.contains("Compiling"),
        "{}",
        report.diagnostics
    );
    assert_eq!((repository.manifest(), repository.files()), (before, files));
}

#[test]
fn a_file_that_changes_while_the_compiler_runs_is_of_no_commit() {
    if here().is_none() {
        return;
    }
    let writes = "fn main() { std::fs::write(\"../../../new.txt\", \"\").unwrap() }\n";
    let steady = Repository::new().package("lambdas/shop/steady", "", "fn main() {}\n");
    let moving = Repository::new()
        .package("lambdas/shop/moving", "", "fn main() {}\n")
        .write("lambdas/shop/moving/build.rs", writes);
    for (mut repository, dirty) in [(steady, false), (moving, true)] {
        repository.profile = Profile::Rehearsal;
        let report = repository.locked().committed().build(&[]);
        assert!(report.manifest.commit.is_some());
        assert_eq!(report.manifest.dirty, Some(dirty));
        assert_eq!(report.manifest.artifacts[0].dirty, Some(dirty));
    }
}

#[test]
fn a_binary_that_needs_features_is_told() {
    if here().is_none() {
        return;
    }
    let more = "[features]\nextra = []\n[[bin]]\nname = \"picky\"\nrequired-features = [\"extra\"]\n\
        path = \"src/main.rs\"\n";
    let repository = Repository::new()
        .package("lambdas/shop/picky", more, "fn main() {}\n")
        .locked();
    let report = repository.build(&[]);
    assert_eq!(report.findings.len(), 1, "{report:?}");
    assert!(report.findings[0].message.contains("`picky`"), "{report:?}");
}

#[test]
fn without_lambdas_the_manifest_is_empty() {
    let repository = Repository::new()
        .package("crates/greeting", "", "")
        .locked();
    if here().is_some() {
        let report = repository.build(&[]);
        assert!(report.is_ok() && report.manifest.artifacts.is_empty());
        assert_eq!(repository.files(), ["manifest.json"]);
    }
}
