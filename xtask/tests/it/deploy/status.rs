//! Who deployed what, and what may differ from it.

use super::Site;
use crate::common::TestContext;

const RECORD: &str = r#"
variable "deployment" {
  type    = object({ release = optional(string), commit = optional(string), at = string, by = string })
  default = null
}

output "deployment" {
  value = var.deployment
}
"#;

#[test]
fn a_stack_keeps_what_it_was_last_changed_by() {
    let main = "terraform/shop/infrastructure/main.tf";
    let text = TestContext::new().read(main) + RECORD;
    let dev = ("111111111111", "eu-west-1");
    let site = Site::new(TestContext::new().with(main, text), dev, "dev");
    let of = |site: &Site| {
        let json = site.run(&["status", "dev", "--format", "json"]).code(0);
        let stacks = json.json()["stacks"].as_array().unwrap().clone();
        stacks
            .into_iter()
            .find(|it| it["stack"] == "shop/infrastructure")
            .unwrap()
    };
    assert_eq!(of(&site)["deployed"], false);

    site.run(&["deploy", "dev"]).code(0);
    let first = of(&site);
    let commit = first["deployment"]["commit"].as_str().unwrap();
    assert_eq!(
        (commit.len(), first["deployed"].as_bool()),
        (40, Some(true)),
        "{first}"
    );
    assert!(first["deployment"]["release"].is_null(), "{first}");
    let text = site.run(&["status", "dev"]).code(0).stdout;
    assert!(text.contains(&commit[..12]), "{text}");
    assert!(text.contains("dev: 3 of 3 stacks deployed"), "{text}");
    let others = text
        .lines()
        .filter(|line| line.contains("not by xtask"))
        .count();
    assert_eq!(others, 2, "{text}");

    // Another commit in which nothing of it changes.
    site.git(&["commit", "-q", "--allow-empty", "-m", "two"]);
    let again = site.run(&["deploy", "dev"]).code(0);
    assert!(again.stdout.contains("up to date"), "{again:#?}");
    assert_eq!(of(&site), first);

    let site = site.edit("environments/dev/shop/infrastructure.tfvars", "1", "2");
    site.run(&["deploy", "dev"]).code(0);
    let second = of(&site);
    let dirty = second["deployment"]["commit"].as_str().unwrap();
    assert!(
        dirty.ends_with("-dirty") && dirty[..40] != *commit,
        "{second}"
    );
}

#[test]
fn what_may_differ_is_told_with_its_reason_and_is_no_error() {
    let parameter = "resource \"aws_ssm_parameter\" \"one\" {\n  name  = \"/one\"\n  type  = \"String\"\n  value = \"a\"\n}\n";
    let dev = ("111111111111", "eu-west-1");
    let expected = |attribute: &str, reason: &str| {
        format!("\"shop/infrastructure aws_ssm_parameter.one {attribute}\" = \"{reason}\"\n")
    };
    let environment = TestContext::new().read("environments/dev.toml");
    let drift = format!(
        "{environment}\n[drift]\n{}{}",
        expected("value", "the operators set it"),
        expected("version", "it counts these"),
    );
    let context = TestContext::with_aws(parameter).with("environments/dev.toml", drift);
    let site = Site::new(context, dev, "dev");
    site.run(&["deploy", "dev", "--stack", "infrastructure"])
        .code(0);
    site.change_parameter();
    let drifted = site
        .json(&["drift", "dev", "--stack", "infrastructure"])
        .code(0);
    let findings = drifted.findings_with("drift");
    for said in [
        "aws_ssm_parameter.one is not as it was applied: ",
        "the operators set it",
    ] {
        assert!(findings.contains(said), "{said}: {findings}");
    }
}
