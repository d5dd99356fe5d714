//! Outputs against their consumers.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy takes helpers of tests for production code"
)]

#[path = "../../estate/tests/it/common/mod.rs"]
#[expect(
    dead_code,
    reason = "shared with the estate's own tests, which use all of it"
)]
mod common;

use common::{CONSUMER, PRODUCER, Sandbox, check_places, line};
use contracts::check_outputs;
use similar_asserts::assert_eq;

const BASE: &str = "terraform/shop/base/main.tf";
const FRONT: &str = "terraform/shop/front/main.tf";

fn lines(sandbox: &Sandbox) -> Vec<String> {
    let (estate, _) = sandbox.load();
    let findings = check_outputs(&estate);
    check_places(sandbox.root(), &findings);
    findings.iter().map(line).collect()
}

#[test]
fn an_output_that_is_there_is_silent() {
    assert_eq!(lines(&Sandbox::base()), Vec::<String>::new());
}

#[test]
fn a_renamed_output_is_told_once_where_it_is_read_with_the_right_name() {
    let sandbox = Sandbox::base().edit(BASE, "table_name", "tables_name");
    assert_eq!(
        lines(&sandbox),
        [
            "output-missing terraform/shop/front/main.tf:25:52 (shop/front): `shop/base` has no output `table_name`; did you mean `tables_name`? [terraform/shop/base/main.tf:7:1: `tables_name` is declared here]"
        ]
    );
}

#[test]
fn an_output_like_no_other_may_be_the_one_that_nobody_reads() {
    let sandbox = Sandbox::base().edit(FRONT, "table_name", "zzz");
    assert_eq!(
        lines(&sandbox),
        [
            "output-missing terraform/shop/front/main.tf:25:52 (shop/front): `shop/base` has no output `zzz`; was it renamed? nobody reads `queue_url`, `table_name` [terraform/shop/base/main.tf:11:1: `queue_url` is declared here] [terraform/shop/base/main.tf:7:1: `table_name` is declared here]"
        ]
    );
}

#[test]
fn every_place_that_reads_a_missing_output_is_told() {
    let more = "locals {\n  a = data.terraform_remote_state.base.outputs.gone\n  b = data.terraform_remote_state.base.outputs.gone\n}\n";
    let sandbox = Sandbox::base().with(FRONT, format!("{CONSUMER}{more}"));
    let lines = lines(&sandbox);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].contains(":28:48 ") && lines[1].contains(":29:48 "),
        "{lines:?}"
    );
}

#[test]
fn an_output_that_is_missing_in_one_environment_is_told_for_that_one() {
    // In sit the consumer reads another stack, which has no such output.
    let other = "terraform {\n  backend \"s3\" {\n    key = \"shop/other\"\n  }\n}\n";
    let sandbox = Sandbox::base()
        .stack("other", other)
        .edit(FRONT, "\"shop/base/terraform.tfstate\"", "var.key")
        .with(
            "terraform/shop/front/variables.tf",
            "variable \"key\" {\n  default = \"shop/base/terraform.tfstate\"\n}\n",
        )
        .with(
            "environments/sit/shop/front.tfvars",
            "key = \"shop/other\"\n",
        );
    let lines = lines(&sandbox);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("(shop/front sit): `shop/other` has no output `table_name`"),
        "{lines:?}"
    );
}

#[test]
fn a_producer_with_a_file_that_cannot_be_read_is_not_accused() {
    let sandbox = Sandbox::base()
        .edit(BASE, "table_name", "renamed")
        .with("terraform/shop/base/outputs.tf", "output \"table_name\" {");
    assert_eq!(lines(&sandbox), Vec::<String>::new());
}

#[test]
fn a_read_inside_a_called_module_is_told_at_its_place() {
    let module = r#"variable "bucket" {}
data "terraform_remote_state" "base" {
  backend = "s3"
  config = {
    bucket = var.bucket
    key    = "shop/base/terraform.tfstate"
  }
}
output "queue" {
  value = data.terraform_remote_state.base.outputs.queue_ulr
}
"#;
    let call = "module \"m\" {\n  source = \"../../modules/m\"\n  bucket = var.state_bucket\n}\n";
    let sandbox = Sandbox::base()
        .with("terraform/modules/m/main.tf", module)
        .with(FRONT, format!("{CONSUMER}{call}"));
    assert_eq!(
        lines(&sandbox),
        [
            "output-missing terraform/modules/m/main.tf:10:52 (shop/front): `shop/base` has no output `queue_ulr`; did you mean `queue_url`? [terraform/shop/base/main.tf:11:1: `queue_url` is declared here]"
        ]
    );
}

#[test]
fn outputs_are_checked_also_where_the_bucket_is_wrong() {
    let sandbox = Sandbox::base()
        .edit(FRONT, "= var.state_bucket", "= \"elsewhere\"")
        .with(BASE, PRODUCER.replace("table_name", "tables_name"));
    assert_eq!(lines(&sandbox).len(), 1);
}

/// The findings with an alias of the outputs in one file and more text in another.
fn with(more: &str) -> Vec<String> {
    let alias =
        "locals {\n  all = data.terraform_remote_state.base.outputs\n  same = (local.all)\n}\n";
    let sandbox = Sandbox::base()
        .with("terraform/shop/front/alias.tf", alias)
        .with("terraform/shop/front/more.tf", more);
    lines(&sandbox)
}

#[test]
fn all_outputs_as_one_value_are_a_warning_at_their_place() {
    let table = [
        ("locals {\n  a = merge(BASE.outputs, {})\n}\n", "2:13"),
        ("locals {\n  a = { b = local.same }\n}\n", "2:13"),
        ("locals {\n  a = [for x in local.all : x]\n}\n", "2:17"),
        ("locals {\n  a = local.all[var.aws_region]\n}\n", "2:7"),
        (
            "locals {\n  a = lookup(local.all, var.aws_region)\n}\n",
            "2:7",
        ),
        ("locals {\n  a = true ? local.all : null\n}\n", "2:14"),
        (
            "locals {\n  a = \"%{ for x in local.all }%{ endfor }\"\n}\n",
            "2:20",
        ),
        (
            "module \"m\" {\n  source = \"x/y/z\"\n  a = BASE\n}\n",
            "3:7",
        ),
        (
            "module \"m\" {\n  source = \"x/y/z\"\n  a = (local.same)\n}\n",
            "3:7",
        ),
        ("output \"o\" {\n  value = BASE.outputs\n}\n", "2:11"),
    ];
    for (text, place) in table {
        let text = text.replace("BASE", "data.terraform_remote_state.base");
        let expected = format!(
            "output-unchecked terraform/shop/front/more.tf:{place} (shop/front): all outputs of `base` are used here as one value, so what is read of them is not checked; read one output by name"
        );
        assert_eq!(with(&text), [expected], "{text}");
    }
    let (estate, _) = Sandbox::base()
        .with(
            "terraform/shop/front/more.tf",
            "output \"o\" {\n  value = data.terraform_remote_state.base\n}\n",
        )
        .load();
    let findings = check_outputs(&estate);
    assert_eq!(findings.len(), 1);
    assert!(!findings[0].is_error());
}

#[test]
fn outputs_that_are_followed_by_name_are_no_warning() {
    let silent = with(
        "locals {\n  a = local.same.table_name\n  b = lookup(local.all, \"queue_url\")\n}\nmodule \"m\" {\n  source = \"x/y/z\"\n  depends_on = [data.terraform_remote_state.base]\n}\n",
    );
    assert_eq!(silent, Vec::<String>::new());
    let lines = with("locals {\n  a = local.same.tabel_name\n}\n");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("output-missing terraform/shop/front/more.tf:2:18 "),
        "{lines:?}"
    );
}
