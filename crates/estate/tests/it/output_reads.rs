//! Every way to read an output of another stack.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox};

/// The reads of `shop/front` with more text at its end: output, line behind that text's start,
/// and column.
fn reads(more: &str) -> Vec<(String, usize, usize)> {
    let start = CONSUMER.lines().count();
    let estate = Sandbox::base()
        .with("terraform/shop/front/main.tf", format!("{CONSUMER}{more}"))
        .with(
            "terraform/shop/front/aliases.tf",
            "locals {\n  alias = data.terraform_remote_state.base.outputs\n  source = (local.block)\n}\n",
        )
        .with(
            "terraform/shop/front/more.tf",
            "locals {\n  block = data.terraform_remote_state.base[0]\n  far = local.source.outputs\n}\n",
        )
        .sound();
    let dev = estate.reads.iter().find(|read| read.env == "dev").unwrap();
    let outputs = dev.outputs.iter();
    outputs
        .filter(|read| read.location.line > start)
        .map(|read| {
            (
                read.output.clone(),
                read.location.line - start,
                read.location.column,
            )
        })
        .collect()
}

#[test]
fn an_output_is_found_wherever_and_however_it_is_read() {
    // The mark stands before the place that is to be found.
    let table = [
        "locals {\n  a = BASE.outputs.§y\n}\n",
        "locals {\n  a = BASE.outputs[§\"y\"]\n}\n",
        "locals {\n  a = BASE.outputs.§y.z[0]\n}\n",
        "locals {\n  a = BASE[0].outputs.§y\n}\n",
        "locals {\n  a = BASE[\"k\"].outputs.§y\n}\n",
        "locals {\n  a = BASE[each.key].outputs.§y\n}\n",
        "locals {\n  a = BASE[*].outputs.§y\n}\n",
        "locals {\n  a = BASE.*.outputs.§y\n}\n",
        "locals {\n  a = local.alias.§y\n}\n",
        "locals {\n  a = local.alias[§\"y\"]\n}\n",
        "locals {\n  a = local.block.outputs.§y\n}\n",
        "locals {\n  a = local.source[\"outputs\"].§y\n}\n",
        "locals {\n  a = local.far.§y\n}\n",
        "locals {\n  a = BASE[\"outputs\"][§\"y\"]\n}\n",
        "locals {\n  a = (BASE.outputs).§y\n}\n",
        "locals {\n  a = ((BASE)[\"outputs\"]).§y.z\n}\n",
        "locals {\n  a = (BASE.outputs.§y).z\n}\n",
        "locals {\n  a = lookup(BASE.outputs, §\"y\")\n}\n",
        "locals {\n  a = lookup((local.far), §\"y\", null).z\n}\n",
        "locals {\n  a = lookup({}, \"x\", local.far.§y)\n}\n",
        "locals {\n  a = lookup(BASE[local.far.§y].backend, \"x\")\n}\n",
        "locals {\n  a = try(BASE.outputs.§y, null)\n}\n",
        "locals {\n  a = \"x-${BASE.outputs.§y}-é\"\n}\n",
        "locals {\n  a = \"é-${BASE.outputs.§y}\"\n}\n",
        "locals {\n  a = \"%{ if BASE.outputs.§y }x%{ endif }\"\n}\n",
        "locals {\n  a = <<EOT\nfirst\n${BASE.outputs.§y}\nEOT\n}\n",
        "locals {\n  a = <<-EOT\n    first\n    %{ for x in BASE.outputs.§y ~}\n    ${x}\n    %{ endfor ~}\n  EOT\n}\n",
        "locals {\n  a = [for x in BASE.outputs.§y : x if x]\n}\n",
        "locals {\n  a = { for k, v in [] : k => BASE.outputs.§y... }\n}\n",
        "locals {\n  a = { (BASE.outputs.§y) = 1 }\n}\n",
        "locals {\n  a = !(1 < BASE.outputs.§y) ? 1 : 2\n}\n",
        "locals {\n  a = f(1, g(BASE.outputs.§y)...)\n}\n",
        "locals {\n  a = x[BASE.outputs.§y]\n}\n",
        "resource \"a\" \"b\" {\n  c {\n    d {\n      e = BASE.outputs.§y\n    }\n  }\n}\n",
        "resource \"a\" \"b\" {\n  dynamic \"c\" {\n    for_each = BASE.outputs.§y\n    content {}\n  }\n}\n",
        "resource \"a\" \"b\" {\n  dynamic \"c\" {\n    for_each = []\n    content {\n      d = BASE.outputs.§y\n    }\n  }\n}\n",
        "module \"m\" {\n  source = \"registry/x/y\"\n  a      = BASE.outputs.§y\n}\n",
        "output \"o\" {\n  value = BASE.outputs.§y\n}\n",
        "provider \"aws\" {\n  region = BASE.outputs.§y\n}\n",
    ];
    for marked in table {
        let marked = marked.replace("BASE", "data.terraform_remote_state.base");
        let (before, _) = marked.split_once('§').unwrap();
        let line = before.lines().count();
        let column = before.lines().next_back().unwrap().chars().count() + 1;
        let text = marked.replace('§', "");
        assert_eq!(reads(&text), [("y".to_owned(), line, column)], "{text}");
    }
}

#[test]
fn what_reads_no_output_is_not_taken_for_one() {
    for text in [
        "locals {\n  a = data.terraform_remote_state.base.outputs\n}\n",
        "locals {\n  a = data.terraform_remote_state.other.outputs.y\n}\n",
        "locals {\n  a = data.aws_x.base.outputs.y\n}\n",
        "locals {\n  a = data.terraform_remote_state.base.outputs[var.aws_region]\n}\n",
        "locals {\n  a = \"$${data.terraform_remote_state.base.outputs.y}\"\n}\n",
        "# data.terraform_remote_state.base.outputs.y\n",
        "locals {\n  a = local.other.y\n}\n",
        "locals {\n  a = local.source.backend\n}\n",
        "locals {\n  a = (data.terraform_remote_state.base).config.y\n}\n",
        "locals {\n  a = x::lookup(data.terraform_remote_state.base.outputs, \"y\")\n}\n",
        "locals {\n  a = lookup(data.terraform_remote_state.base, \"y\")\n}\n",
    ] {
        assert_eq!(reads(text), [], "{text}");
    }
}

#[test]
fn several_reads_are_all_found_in_their_order() {
    let found =
        reads("locals {\n  a = \"${local.alias.x}${local.alias.y}\"\n  b = [local.alias.x]\n}\n");
    let expected = [("x", 2, 22), ("y", 2, 38), ("x", 3, 20)];
    assert_eq!(
        found,
        expected.map(|(name, line, column)| (name.to_owned(), line, column))
    );
}
