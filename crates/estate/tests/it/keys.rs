//! Keys of wanted states: resolved however they are written, or with the reason why not.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox, address, check_places};

const FRONT: &str = "terraform/shop/front/main.tf";
const KEY: &str = "\"shop/base/terraform.tfstate\"";

/// The base estate with the consumer's key written otherwise, and more text at its end.
fn with_key(key: &str, more: &str) -> Sandbox {
    let text = CONSUMER.replace(KEY, key) + more;
    Sandbox::base().with(FRONT, text)
}

#[track_caller]
fn reads_base(sandbox: &Sandbox) {
    let estate = sandbox.sound();
    let front = address("shop/front");
    let producers: Vec<_> = estate.producers(&front).map(ToString::to_string).collect();
    assert_eq!(producers, ["shop/base"]);
    assert_eq!(estate.reads.len(), 3, "one in each environment");
}

#[test]
fn a_key_is_resolved_however_it_is_written() {
    let table = [
        ("a literal", KEY, ""),
        ("a template", "\"shop/${\"base\"}/terraform.tfstate\"", ""),
        (
            "a local",
            "local.key",
            "locals {\n  key = \"shop/base/terraform.tfstate\"\n}\n",
        ),
        (
            "locals of locals",
            "local.keys.base[\"state\"]",
            "locals {\n  name = \"base\"\n  keys = { base = { state = \"shop/${local.name}/terraform.tfstate\" } }\n}\n",
        ),
        (
            "a variable with a default",
            "\"shop/${var.producer}/terraform.tfstate\"",
            "variable \"producer\" {\n  default = \"base\"\n}\n",
        ),
        (
            "a conditional",
            "var.old ? \"old\" : \"shop/base/terraform.tfstate\"",
            "variable \"old\" {\n  default = false\n}\n",
        ),
    ];
    for (_, key, more) in table {
        reads_base(&with_key(key, more));
    }
}

#[test]
fn a_local_in_another_file_is_found() {
    let sandbox = with_key("local.key", "").with(
        "terraform/shop/front/a.tf",
        "locals {\n  key = \"shop/base/terraform.tfstate\"\n}\n",
    );
    reads_base(&sandbox);
}

#[test]
fn a_variable_takes_its_value_from_tfvars_rather_than_its_default() {
    let variable = "variable \"producer\" {\n  default = \"nobody\"\n}\n";
    let mut sandbox = with_key("\"shop/${var.producer}/terraform.tfstate\"", variable);
    for env in ["dev", "sit", "prod"] {
        let path = format!("environments/{env}/shop/front.tfvars");
        sandbox = sandbox.with(&path, "producer = \"base\"\n");
    }
    reads_base(&sandbox);
}

#[test]
fn a_variable_takes_its_value_from_the_environment() {
    let variable = "variable \"environment\" {}\n";
    let mut sandbox = with_key("\"${var.environment}.tfstate\"", variable);
    sandbox = sandbox.edit(FRONT, "bucket = var.state_bucket", "bucket = \"other\"");
    let lines = sandbox.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("`dev.tfstate`"), "{lines:?}");
}

#[test]
fn a_called_module_reads_through_its_arguments() {
    let module = r#"
variable "bucket" {}
variable "key" {}
variable "region" {
  default = "eu-west-1"
}
data "terraform_remote_state" "base" {
  backend = "s3"
  config = {
    bucket = var.bucket
    key    = "${var.key}/terraform.tfstate"
    region = var.region
  }
}
"#;
    let text = CONSUMER.replace("data \"terraform_remote_state\" \"base\"", "ignored \"x\"");
    let text = text.replace("data.terraform_remote_state.base.outputs.table_name", "1");
    let call = r#"
module "outer" {
  source = "../../modules/outer"
  name   = "base"
  bucket = var.state_bucket
}
"#;
    let outer = r#"
variable "name" {}
variable "bucket" {}
module "inner" {
  source = "./../inner"
  key    = "shop/${var.name}"
  bucket = var.bucket
}
"#;
    let sandbox = Sandbox::base()
        .with(FRONT, text + call)
        .with("terraform/modules/outer/main.tf", outer)
        .with("terraform/modules/inner/main.tf", module);
    reads_base(&sandbox);
}

#[test]
fn a_key_that_cannot_be_known_says_why() {
    let table = [
        (
            "data.aws_x.y.z",
            "",
            "`data.aws_x` is known only after apply",
        ),
        ("module.m.key", "", "`module.m` is known only after apply"),
        ("aws_x.y.z", "", "`aws_x` is known only to Terraform"),
        (
            "terraform.workspace",
            "",
            "`terraform` is known only to Terraform",
        ),
        ("local.gone", "", "local `gone` is not declared"),
        ("var.gone", "", "variable `gone` is not declared"),
        (
            "format(\"%s\", \"x\")",
            "",
            "a call of `format` is not worked out here",
        ),
        (
            "[for k in [1] : k]",
            "",
            "a `for` expression is not worked out here",
        ),
        ("1 + 1", "", "`+` is not worked out here"),
        (
            "local.a",
            "locals {\n  a = 1 % 0\n}\n",
            "`%` is not worked out here",
        ),
        (
            "local.a",
            "locals {\n  a = local.a\n}\n",
            "`local.a` refers to itself",
        ),
        (
            "local.a",
            "locals {\n  a = local.b\n  b = \"${local.a}\"\n}\n",
            "`local.a` refers to itself",
        ),
        (
            "local.a.b",
            "locals {\n  a = {}\n}\n",
            "there is no `b` in the value",
        ),
        (
            "local.a[1]",
            "locals {\n  a = [0]\n}\n",
            "the value has no element 1",
        ),
        (
            "var.v",
            "variable \"v\" {\n  default = var.v\n}\n",
            "`var.v` is no constant",
        ),
    ];
    for (key, more, why) in table {
        let sandbox = with_key(key, more);
        check_places(sandbox.root(), &sandbox.findings());
        let expected = format!(
            "state-unresolved {FRONT}:7:1 (shop/front): cannot tell which state `base` reads: {why}; name it by literals, locals, or variables with a default or a value in tfvars"
        );
        assert_eq!(sandbox.lines(), [expected], "{key}");
    }
}

#[test]
fn a_block_without_backend_or_config_says_so() {
    for (from, why) in [
        ("  backend = \"s3\"\n", "no backend"),
        (
            "    key    = \"shop/base/terraform.tfstate\"\n",
            "no `key` in its config",
        ),
        (
            "    bucket = var.state_bucket\n",
            "no `bucket` in its config",
        ),
    ] {
        let lines = Sandbox::base().edit(FRONT, from, "").lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains(why), "{lines:?}");
    }
}

#[test]
fn a_region_that_only_terraform_knows_is_not_compared() {
    let sandbox = Sandbox::base().edit(
        FRONT,
        "region = var.aws_region",
        "region = data.aws_region.here.name",
    );
    reads_base(&sandbox);
}
