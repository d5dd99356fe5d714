//! Whose state a consumer reads, and everything that can be wrong with it.

use estate::StateAddress;
use similar_asserts::assert_eq;

use crate::common::{CONSUMER, PRODUCER, Sandbox, address, check_places};

const FRONT: &str = "terraform/shop/front/main.tf";
const KEY: &str = "\"shop/base/terraform.tfstate\"";

/// The base estate with the consumer's key written otherwise, and more text at its end.
fn with_key(key: &str, more: &str) -> Sandbox {
    let text = CONSUMER.replace(KEY, key) + more;
    Sandbox::base().with(FRONT, text)
}

#[test]
fn two_stacks_with_one_key_are_both_named() {
    let sandbox = Sandbox::base().stack("other", PRODUCER);
    check_places(sandbox.root(), &sandbox.findings());
    assert_eq!(
        sandbox.lines(),
        [
            "state-duplicate terraform/shop/other/main.tf:3:11 (shop/other): `shop/base` and `shop/other` keep their state under one key: each would destroy the other's; the usual key is `shop/other/terraform.tfstate` [terraform/shop/base/main.tf:3:11: `shop/base` uses the same key here]"
        ]
    );
}

#[test]
fn environments_that_share_a_bucket_are_told_once_a_pair_and_not_once_a_stack() {
    let sandbox = Sandbox::base()
        .edit("environments/sit.toml", "states-sit", "states-dev")
        .edit("environments/prod.toml", "states-prod", "states-dev");
    check_places(sandbox.root(), &sandbox.findings());
    let text = |env| {
        format!(
            "state-duplicate environments/{env}.toml:8:10 ({env}): `dev` and `{env}` keep their states in one bucket, `states-dev`: each would destroy the other's; give each environment a state bucket of its own [environments/dev.toml:8:10: `dev` names the same bucket here]"
        )
    };
    assert_eq!(sandbox.lines(), [text("prod"), text("sit")]);
}

#[test]
fn a_backend_with_a_fixed_bucket_is_told_at_the_bucket() {
    let text = "terraform {\n  backend \"s3\" {\n    bucket = \"all\"\n    key = \"k\"\n  }\n}\n";
    let lines = Sandbox::base().stack("fixed", text).lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with(
        "state-duplicate terraform/shop/fixed/main.tf:3:14 (shop/fixed prod): `shop/fixed` would keep one state, s3://all/k, for both `dev` and `prod`"
    ), "{lines:?}");
}

#[test]
fn a_key_that_no_stack_has_is_told_once_with_the_nearest_and_both_places() {
    let sandbox = with_key("\"shop/bsae/terraform.tfstate\"", "");
    check_places(sandbox.root(), &sandbox.findings());
    assert_eq!(
        sandbox.lines(),
        [format!(
            "producer-unknown {FRONT}:9:12 (shop/front): `base` reads `shop/bsae/terraform.tfstate`, a state that no stack keeps; did you mean the key `shop/base/terraform.tfstate`? [terraform/shop/base/main.tf:3:11: `shop/base` keeps its state here]"
        )]
    );
}

#[test]
fn a_key_that_is_wrong_in_one_environment_is_told_for_that_one() {
    let variable = "variable \"producer\" {\n  default = \"base\"\n}\n";
    let sandbox = with_key("\"shop/${var.producer}/terraform.tfstate\"", variable)
        .with("environments/sit/shop/front.tfvars", "producer = \"bsae\"");
    let lines = sandbox.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with(&format!("producer-unknown {FRONT}:9:12 (shop/front sit): ")));
}

#[test]
fn a_wrong_bucket_and_a_wrong_region_are_told_and_keep_the_order() {
    let table = [
        (
            "bucket = var.state_bucket",
            "bucket = \"elsewhere\"",
            "but the state is s3://states-dev/shop/base/terraform.tfstate; use `bucket = var.state_bucket`",
        ),
        (
            "region = var.aws_region",
            "region = \"us-east-1\"",
            "in another region than eu-west-1, where it is; the bucket is in eu-west-1; use `region = var.state_region`",
        ),
    ];
    for (from, to, message) in table {
        let sandbox = Sandbox::base().edit(FRONT, from, to);
        let (estate, findings) = sandbox.load();
        check_places(sandbox.root(), &findings);
        assert_eq!(findings.len(), 3, "each environment has its own bucket");
        let lines = sandbox.lines();
        assert!(lines[0].starts_with(&format!("state-mismatch {FRONT}:9:12 (shop/front dev): ")));
        assert!(lines[0].contains(message), "{lines:?}");
        assert!(
            lines[0].contains("[terraform/shop/base/main.tf:3:11: "),
            "{lines:?}"
        );
        assert_eq!(estate.wave(&address("shop/front")), 2);
    }
}

#[test]
fn a_stack_in_a_region_of_its_own_reads_the_bucket_in_the_region_of_the_environment() {
    let sandbox = Sandbox::base().with(
        "environments/dev/shop/front.tfvars",
        "aws_region = \"us-east-1\"\n",
    );
    let lines = sandbox.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("; use `region = var.state_region` ["),
        "{lines:?}"
    );
    let estate = sandbox
        .edit(FRONT, "= var.aws_region", "= var.state_region")
        .with(
            "terraform/shop/front/variables.tf",
            "variable \"state_region\" {}\n",
        )
        .sound();
    let variables = estate.environment("dev").unwrap().variables();
    assert_eq!(variables["state_region"].as_str(), Some("eu-west-1"));
}

#[test]
fn a_workspace_is_told_unless_it_is_the_default() {
    let with = |workspace: &str| {
        let backend = "  backend = \"s3\"\n  config";
        let to = format!("  backend = \"s3\"\n  workspace = {workspace}\n  config");
        Sandbox::base().edit(FRONT, backend, &to)
    };
    for workspace in ["\"dev\"", "var.aws_region", "terraform.workspace", "1"] {
        let sandbox = with(workspace);
        check_places(sandbox.root(), &sandbox.findings());
        assert_eq!(
            sandbox.lines(),
            [format!(
                "state-unresolved {FRONT}:9:15 (shop/front): `base` names a workspace, which are not used here; take it out: each environment has a state bucket of its own"
            )]
        );
    }
    for workspace in ["\"default\"", "null"] {
        with(workspace).sound();
    }
    // An override says what counts.
    let workspace = "data \"terraform_remote_state\" \"base\" {\n  workspace = \"x\"\n}\n";
    let sandbox = with("\"default\"").with("terraform/shop/front/override.tf", workspace);
    assert_eq!(sandbox.lines().len(), 1);
}

#[test]
fn the_state_of_another_environment_is_told_where_it_is_read() {
    let lines = Sandbox::base()
        .edit(FRONT, "var.state_bucket", "\"states-dev\"")
        .lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, env) in lines.iter().zip(["prod", "sit"]) {
        let expected = format!(
            "(shop/front {env}): `base` reads the state of another environment, `dev`: s3://states-dev/shop/base/terraform.tfstate; here the state is s3://states-{env}/shop/base/terraform.tfstate"
        );
        assert!(line.contains(&expected), "{line}");
    }
}

#[test]
fn a_system_that_lives_in_one_environment_is_read_from_all() {
    let shared = "terraform {\n  backend \"s3\" {\n    key = \"global/dns\"\n  }\n}\n";
    let read = r#"
data "terraform_remote_state" "dns" {
  backend = "s3"
  config = {
    bucket = "states-prod"
    key    = "global/dns"
  }
}
"#;
    let estate = Sandbox::base()
        .with("terraform/global/dns/main.tf", shared)
        .with("environments/prod/global/dns.tfvars", "")
        .edit(
            "environments/prod.toml",
            "[\"shop\"]",
            "[\"shop\", \"global\"]",
        )
        .with(FRONT, format!("{CONSUMER}{read}"))
        .sound();
    let dns = estate.stack(&address("global/dns")).unwrap();
    assert_eq!(dns.environments, ["prod"]);
    let reads = estate.reads.iter().filter(|read| read.name == "dns");
    assert_eq!(reads.count(), 3);
    assert_eq!(estate.wave(&address("shop/front")), 2);
}

#[test]
fn a_stack_with_local_state_is_sound_and_can_be_read() {
    let bootstrap = "terraform {\n  backend \"local\" {}\n}\noutput \"bucket\" {\n  value = 1\n}\n";
    let read = r#"
data "terraform_remote_state" "bootstrap" {
  backend = "local"
  config  = { path = "${path.module}/../bootstrap/terraform.tfstate" }
}
"#;
    let estate = Sandbox::base()
        .stack("bootstrap", bootstrap)
        .with(FRONT, format!("{CONSUMER}{read}"))
        .sound();
    let path = "terraform/shop/bootstrap/terraform.tfstate".to_owned();
    let stack = estate.stack(&address("shop/bootstrap")).unwrap();
    assert_eq!(stack.states["dev"], StateAddress::Local { path });
    let front = address("shop/front");
    assert_eq!(estate.producers(&front).count(), 2);
}

#[test]
fn a_backend_that_says_too_little_is_told_at_its_place() {
    let table = [
        (
            "",
            "backend-missing terraform/shop/x/main.tf:0:0 (shop/x): ",
        ),
        (
            "locals {}\nterraform {\n}\n",
            "backend-missing terraform/shop/x/main.tf:2:1 (shop/x): ",
        ),
        (
            "terraform {\n  backend \"s3\" {}\n}\n",
            "state-unresolved terraform/shop/x/main.tf:2:3 (shop/x): the backend names no key; add",
        ),
        (
            "terraform {\n  backend \"s3\" {\n    key = var.key\n  }\n}\n",
            "state-unresolved terraform/shop/x/main.tf:3:11 (shop/x): the backend's `key` is not a plain string; Terraform takes only constants here",
        ),
        (
            "terraform {\n  backend \"gcs\" {}\n}\n",
            "state-unresolved terraform/shop/x/main.tf:2:3 (shop/x): backend \"gcs\" is not one that this project reads",
        ),
    ];
    for (text, start) in table {
        let sandbox = Sandbox::base().stack("x", text);
        check_places(sandbox.root(), &sandbox.findings());
        let lines = sandbox.lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with(start), "{lines:?}");
    }
}
