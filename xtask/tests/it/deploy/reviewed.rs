//! Gates, and plans that are reviewed before they are applied.

use snapbox::{assert_data_eq, str};

use super::{Site, reviewed};
use crate::common::TestContext;

#[test]
fn behind_a_gate_what_was_reviewed_is_applied_and_nothing_else() {
    let site = Site::prod();
    site.run(&["plan", "prod", "--out", "plans"]).code(0);
    let refused = site.run(&["deploy", "prod", "--plan", "plans"]).code(4);
    assert!(
        refused.stderr.contains("pass --confirm prod"),
        "{refused:#?}"
    );
    assert!(refused.stdout.contains("refused: prod"), "{refused:#?}");

    let wrong = ["deploy", "prod", "--plan", "plans", "--confirm", "dev"];
    site.run(&wrong).code(4);
    let right = ["deploy", "prod", "--plan", "plans", "--confirm", "prod"];
    let plan = site
        .context
        .root
        .join("plans/plans/shop/infrastructure.tfplan");
    let bytes = std::fs::read(&plan).unwrap();
    std::fs::write(&plan, [&bytes[..], b"x"].concat()).unwrap();
    let tampered = site.json(&right).code(4);
    assert_data_eq!(
        tampered.findings(),
        str![[r#"
bundle-mismatch shop/infrastructure prod plans/bundle.json

"#]]
    );
    std::fs::write(&plan, bytes).unwrap();

    let applied = site.json(&right).code(0);
    assert!(
        applied.steps().contains("shop/api - apply ok"),
        "{applied:#?}"
    );
}

#[test]
fn a_plan_that_others_have_overtaken_is_refused() {
    let site = Site::prod();
    site.run(&["plan", "prod", "--out", "plans"]).code(0);
    site.run(&["deploy", "prod", "--confirm", "prod"]).code(0);
    let stale = ["deploy", "prod", "--plan", "plans", "--confirm", "prod"];
    let stale = site.json(&stale).code(4);
    assert_data_eq!(
        stale.findings(),
        str![[r#"
bundle-mismatch shop/infrastructure prod plans/bundle.json

"#]]
    );
}

#[test]
fn plans_do_not_outlive_the_commit_and_are_of_one() {
    let site = Site::prod();
    site.run(&["plan", "prod", "--out", "plans"]).code(0);
    let site = site.edit(
        "terraform/shop/infrastructure/main.tf",
        "value = \"q\"",
        "value = \"r\"",
    );
    let dirty = site.run(&["plan", "prod", "--out", "others"]).code(4);
    assert!(dirty.stderr.contains("files differ from the commit"));
    assert!(!site.context.root.join("others").exists());
    site.commit("two");
    let right = ["deploy", "prod", "--plan", "plans", "--confirm", "prod"];
    let other = site.json(&right).code(4);
    let findings = other.findings_with("bundle-mismatch");
    assert!(
        findings.contains("message: planned with commit `"),
        "{findings}"
    );
}

#[test]
fn plans_are_only_this_users_and_go_nowhere_else() {
    use std::os::unix::fs::MetadataExt as _;
    let site = Site::dev();
    std::fs::create_dir(site.context.root.join("plans")).unwrap();
    for _ in 0..2 {
        site.run(&["plan", "dev", "--out", "plans"]).code(0);
        let plan = site
            .context
            .root
            .join("plans/plans/shop/infrastructure.tfplan");
        assert_eq!(plan.metadata().unwrap().mode() & 0o777, 0o600);
        assert!(!site.context.root.join("target/xtask/deploy/plans").exists());
    }
    let taken = site.run(&["plan", "dev", "--out", "environments"]).code(1);
    assert!(
        taken.stderr.contains("it is not empty, and holds no plans"),
        "{taken:#?}"
    );
    assert!(!site.context.root.join("target/xtask/deploy/plans").exists());
}

#[test]
fn saved_plans_are_encrypted_and_only_their_key_applies_them() {
    let site = Site::dev();
    let with = |key: Option<&str>, arguments: &[&str]| {
        let xtask = site.context.xtask(arguments);
        let xtask = xtask.env("XTASK_AWS_ENDPOINT", site.local.endpoint());
        match key {
            Some(key) => xtask.env("XTASK_PLAN_KEY", key).run(),
            None => xtask.run(),
        }
    };
    let (key, other) = ("0a".repeat(32), "0b".repeat(32));
    let plan = ["plan", "dev", "--out", "plans"];
    let deploy = ["deploy", "dev", "--plan", "plans", "--format", "json"];
    let wrong = with(Some("0a"), &plan).code(2);
    assert!(
        wrong
            .stderr
            .contains("XTASK_PLAN_KEY is no key: 64 hexadecimal digits"),
        "{wrong:#?}"
    );
    with(Some(&key), &plan).code(0);
    let file = site
        .context
        .root
        .join("plans/plans/shop/infrastructure.tfplan");
    assert!(
        !std::fs::read(file).unwrap().starts_with(b"PK"),
        "it is no zip"
    );
    for (key, why) in [
        (None, "there is no key"),
        (Some(&*other), "XTASK_PLAN_KEY is another"),
    ] {
        let refused = with(key, &deploy).code(4);
        let findings = refused.findings_with("bundle-mismatch");
        assert!(findings.contains(why), "{findings}");
        assert!(!refused.stdout.contains("\"step\""), "{refused:#?}");
    }
    with(Some(&key), &deploy).code(0);

    // Without one a key is made, which stays here.
    with(None, &plan).code(0);
    let made = site.context.root.join("target/xtask/deploy/plan-key");
    assert_eq!(
        std::os::unix::fs::MetadataExt::mode(&made.metadata().unwrap()) & 0o777,
        0o600
    );
    with(None, &deploy).code(0);
    with(None, &plan).code(0);
    std::fs::remove_file(made).unwrap();
    with(None, &deploy).code(4);
}

#[test]
fn what_waits_for_its_producers_is_planned_once_they_are_applied() {
    let site = Site::prod();
    let plan = site.json(&["plan", "prod", "--out", "plans"]).code(0);
    assert_data_eq!(
        reviewed(&plan),
        str![[r#"
shop/infrastructure planned=true after=0 create
shop/api planned=false after=1 

"#]]
    );
    let right = ["deploy", "prod", "--plan", "plans", "--confirm", "prod"];
    // A part of what was reviewed may be applied before the rest, and is not again.
    let part = [&right[..], &["--stack", "infrastructure"]].concat();
    let part = site.json(&part).code(0);
    assert!(part.steps().contains("shop/infrastructure - apply ok"));
    assert!(!part.steps().contains("shop/api"), "{part:#?}");
    assert!(
        site.json(&right)
            .code(4)
            .findings()
            .contains("shop/infrastructure")
    );
    let rest = ["deploy", "prod", "--confirm", "prod"];
    assert!(
        site.json(&rest)
            .code(0)
            .steps()
            .contains("shop/api - apply ok")
    );
}

#[test]
fn behind_a_gate_nothing_is_destroyed_that_nobody_has_seen() {
    let file = "terraform/shop/api/main.tf";
    let context = TestContext::new().edit(file, "  input = data", "  triggers_replace = data");
    let site = Site::new(context, ("222222222222", "af-south-1"), "prod");
    let deploy = ["deploy", "prod", "--confirm", "prod"];
    site.run(&deploy).code(0);
    let site = site.edit(
        "terraform/shop/infrastructure/main.tf",
        "resource \"terraform_data\" \"table\" {\n",
        "resource \"terraform_data\" \"table\" {\n  triggers_replace = \"anew\"\n",
    );
    let dirty = site.run(&deploy).code(4);
    assert!(dirty.stderr.contains("files differ from the commit"));
    site.commit("anew");
    let refused = site.json(&deploy).code(4);
    let findings = refused.findings_with("gate-refused");
    let message =
        "planned again, `shop/api` would replace terraform_data.this, which nobody has reviewed";
    assert!(findings.contains(message), "{findings}");
    assert!(refused.steps().contains("shop/infrastructure - apply ok"));
    // Now it is seen.
    let seen = site.json(&deploy).code(0);
    assert!(reviewed(&seen).contains("shop/api planned=true after=0 replace"));
}

#[test]
fn what_a_bundle_says_cannot_be_changed_by_who_has_not_its_key() {
    let site = Site::prod();
    site.run(&["plan", "prod", "--out", "plans"]).code(0);
    let file = site.context.root.join("plans/bundle.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let other = text.replace("\"after\": []", "\"after\": [\"shop/api\"]");
    assert_ne!(text, other);
    std::fs::write(&file, other).unwrap();
    let deploy = ["deploy", "prod", "--plan", "plans", "--confirm", "prod"];
    let refused = site.json(&deploy).code(4);
    let findings = refused.findings_with("bundle-mismatch");
    assert!(
        findings.contains("`bundle.json` was changed after"),
        "{findings}"
    );
    std::fs::write(&file, text).unwrap();
    site.json(&deploy).code(0);
}

#[test]
fn behind_a_gate_nothing_is_read_that_git_overlooks() {
    let site = Site::prod();
    let root = &site.context.root;
    let file = "terraform/shop/infrastructure/more.tf";
    std::fs::write(root.join(".git/info/exclude"), "more.tf\n").unwrap();
    std::fs::write(root.join(file), "output \"more\" {\n  value = 1\n}\n").unwrap();
    let deploy = ["deploy", "prod", "--confirm", "prod"];
    let refused = site.json(&deploy).code(4);
    assert!(
        refused
            .findings()
            .contains(&format!("gate-refused - prod {file}")),
        "{refused:#?}"
    );
    std::fs::remove_file(root.join(file)).unwrap();

    let tfvars = "environments/prod/shop/infrastructure.tfvars";
    site.git(&["update-index", "--assume-unchanged", tfvars]);
    let text = site.context.read(tfvars);
    std::fs::write(root.join(tfvars), format!("{text}# more\n")).unwrap();
    let refused = site.json(&deploy).code(4);
    assert!(
        refused
            .findings()
            .contains(&format!("gate-refused - prod {tfvars}")),
        "{refused:#?}"
    );
    std::fs::write(root.join(tfvars), text).unwrap();
    site.run(&deploy).code(0);
}
