//! States that somebody else has locked.

use std::process::Command;

use super::{DEV, Site, authorization};
use crate::common::{Run, TestContext, poll};

/// A resource whose making takes until there is a file `go` in a folder; it says `here` when it begins.
fn held(folder: &str) -> String {
    format!(
        r#"
resource "terraform_data" "held" {{
  provisioner "local-exec" {{
    command = "cd {folder} && : > here && while [ -d {folder} ] && ! [ -e go ]; do sleep 0.05; done"
  }}
}}
"#
    )
}

/// The command that a finding tells to take the lock.
fn command(run: &Run) -> String {
    let findings = run.findings_with("state-locked");
    let (_, command) = findings.split_once("of this one: ").unwrap();
    command.lines().next().unwrap().to_owned()
}

#[test]
fn of_two_deployments_at_once_one_wins_and_the_other_tells_whose_the_lock_is() {
    let site = Site::dev();
    let folder = site.context.root.join("target/held");
    std::fs::create_dir(&folder).unwrap();
    let file = "terraform/shop/infrastructure/main.tf";
    let text = site.context.read(file) + &held(folder.as_str());
    std::fs::write(site.context.root.join(file), text).unwrap();
    site.commit("held");
    // Another clone: one repository's runs wait for each other.
    let other = TestContext::empty();
    let (from, to) = (site.context.root.as_str(), other.root.as_str());
    let cloned = Command::new("git").args(["clone", "-q", from, to]).status();
    assert!(cloned.unwrap().success());

    let only = ["deploy", "dev", "--stack", "infrastructure"];
    let deploy = |context: &TestContext, more: &[&str]| {
        let xtask = context.xtask(&[&only[..], more].concat());
        xtask.env("XTASK_AWS_ENDPOINT", site.local.endpoint())
    };
    let winner = deploy(&site.context, &["--format", "json"]).start();
    poll("an apply that holds the lock", || {
        folder.join("here").exists().then_some(())
    });
    let loser = deploy(&other, &["--format", "json"]).run().code(1);
    let findings = loser.findings_with("state-locked");
    let message = "message: the state is locked: ";
    for part in [message, " has held its lock since 20", " UTC, for apply\n"] {
        assert!(findings.contains(part), "{findings}");
    }
    let told = deploy(&other, &[]).run().code(1);
    let chdir = "terraform -chdir=target/xtask/deploy/terraform/shop/infrastructure force-unlock ";
    let stderr: String = told.stderr.split_whitespace().collect();
    let chdir: String = chdir.split_whitespace().collect();
    assert!(stderr.contains(&chdir), "{told:#?}");

    std::fs::write(folder.join("go"), "").unwrap();
    let winner = winner.end().code(0);
    assert!(
        winner.steps().contains("shop/infrastructure - apply ok"),
        "{winner:#?}"
    );
    let again = deploy(&other, &[]).run().code(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
}

/// What a run that was killed leaves behind.
#[test]
fn a_lock_that_the_dead_hold_is_taken_by_the_command_that_is_told_and_by_nothing_else() {
    let site = Site::dev();
    let (account, region) = DEV;
    let endpoint = site.local.endpoint();
    let key = "states-dev/shop/infrastructure/terraform.tfstate";
    let id = "3f0c1b9e-6a0d-4f6e-9d0a-5f5f5f5f5f5f";
    let lock = format!(
        r#"{{"ID":"{id}","Operation":"OperationTypeApply","Info":"","Who":"ann@ci","Version":"1.11.4","Created":"2026-01-31T12:00:00.5Z","Path":"{key}"}}"#
    );
    let put = ureq::put(&format!("{endpoint}/{key}.tflock"))
        .header("Authorization", authorization(DEV, "s3"));
    put.send(lock).unwrap();
    let deploy = ["deploy", "dev", "--stack", "infrastructure"];
    for _ in 0..2 {
        let refused = site.json(&deploy).code(1);
        let findings = refused.findings_with("state-locked");
        let message = "ann@ci has held its lock since 2026-01-31 12:00:00 UTC, for apply";
        assert!(findings.contains(message), "{findings}");
    }
    let command = command(&site.json(&deploy).code(1));
    let unlock = command.replace("force-unlock", "force-unlock -force");
    let unlocked = Command::new("sh")
        .args(["-c", &unlock])
        .current_dir(&site.context.root)
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_ACCESS_KEY_ID", account)
        .env("AWS_SECRET_ACCESS_KEY", "local")
        .env("AWS_REGION", region)
        .output();
    assert!(unlocked.unwrap().status.success(), "{unlock}");
    site.run(&deploy).code(0);
}
