//! Text written to make a reader hang, blow up or overflow its stack. Every test here ends.

use std::fmt::Write;

use crate::common::{CONSUMER, Sandbox, check_places};

const FRONT: &str = "terraform/shop/front/main.tf";

fn front(text: &str) -> Sandbox {
    Sandbox::base().with(FRONT, text)
}

/// The consumer with a key that hangs on the given locals.
fn locals(locals: &str) -> Vec<String> {
    let text = CONSUMER.replace("\"shop/base/terraform.tfstate\"", "local.l0");
    let sandbox = front(&format!("{text}locals {{\n{locals}}}\n"));
    check_places(sandbox.root(), &sandbox.findings());
    sandbox.lines()
}

#[test]
fn locals_that_double_each_other_end_with_a_reason() {
    let mut text = String::new();
    for at in 0..60 {
        let next = at + 1;
        writeln!(text, "  l{at} = \"${{local.l{next}}}${{local.l{next}}}\"").unwrap();
    }
    let lines = locals(&format!("{text}  l60 = \"doubled\"\n"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("is too large"), "{lines:?}");

    let lists = text
        .replace("\"${", "[")
        .replace("}${", ", ")
        .replace("}\"", "]");
    let lines = locals(&format!("{lists}  l60 = \"doubled\"\n"));
    assert!(lines[0].contains("is too large"), "{lines:?}");
}

#[test]
fn locals_that_each_need_the_next_two_are_worked_out_once() {
    let mut text = String::new();
    for at in 0..90 {
        let (next, then) = (at + 1, at + 2);
        writeln!(text, "  l{at} = \"${{local.l{next}}}${{local.l{then}}}\"").unwrap();
    }
    let lines = locals(&format!("{text}  l90 = \"\"\n  l91 = \"\"\n"));
    assert!(
        lines[0].contains("reads ``, a state that no stack keeps"),
        "{lines:?}"
    );
}

#[test]
fn a_chain_of_ten_thousand_locals_ends_with_a_reason() {
    let mut text = String::new();
    for at in 0..10_000 {
        writeln!(text, "  l{at} = local.l{}", at + 1).unwrap();
    }
    let lines = locals(&text);
    assert!(lines[0].contains("is nested too deep"), "{lines:?}");
}

#[test]
fn a_tfvars_file_full_of_arithmetic_does_not_panic() {
    Sandbox::base()
        .with(FRONT, format!("{CONSUMER}variable \"a\" {{}}\nvariable \"b\" {{}}\nvariable \"c\" {{}}\n"))
        .with(
            "environments/dev/shop/front.tfvars",
            "a = 1 % 0\nb = [1 / 0, -(0 - 18446744073709551615)]\nc = \"${18446744073709551615 + 1}\"\n",
        )
        .with("environments/sit/shop/front.tfvars", "a = [for x in [1, 2] : x]\nb = 1e300\nc = -1e308\n")
        .with("environments/prod/shop/front.tfvars", "a = f()\nb = g.h\nc = \"%{ for x in [1] }%{ endfor }\"\n")
        .sound();
}

#[test]
fn deep_nesting_is_told_and_not_followed() {
    const DEEP: usize = 10_000;
    let table = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{ a = ", "1", " }"),
        ("{ (a) = ", "1", " }"),
        ("\"${", "1", "}\""),
        ("\"%{ if true }", "", "%{ endif }\""),
        ("!", "true", ""),
        ("-", "1", ""),
        ("f(", "1", ")"),
        ("x[", "1", "]"),
        ("[for x in ", "[]", " : x]"),
        ("true ? ", "1", " : 2"),
        ("true ? 1 : ", "2", ""),
        ("1 + ", "1", ""),
        ("({[\"${", "1", "}\"]})"),
    ];
    for (open, middle, close) in table {
        for close in [close, ""] {
            let value = format!("{}{middle}{}", open.repeat(DEEP), close.repeat(DEEP));
            let sandbox = front(&format!("locals {{\n  a = {value}\n}}\n"));
            let (_, findings) = sandbox.load();
            assert_eq!(findings.len(), 1, "{open}");
            assert_eq!(findings[0].code, finding::Code::HclSyntax);
            check_places(sandbox.root(), &findings);
        }
    }
    let blocks = "b {\n".repeat(DEEP) + &"}\n".repeat(DEEP);
    let sandbox = front(&blocks);
    assert_eq!(sandbox.findings().len(), 1);
}

#[test]
fn long_chains_without_nesting_are_read() {
    let chain = ".a".repeat(10_000);
    let list = "1, ".repeat(10_000);
    let text = format!("{CONSUMER}locals {{\n  a = x{chain}\n  b = [{list}]\n}}\n");
    front(&text).sound();
}

#[test]
fn a_very_long_line_with_many_reads_is_read() {
    let read = "data.terraform_remote_state.base.outputs.table_name, ";
    let text = format!(
        "{CONSUMER}locals {{\n  all = [{}]\n}}\n",
        read.repeat(5_000)
    );
    let estate = front(&text).sound();
    assert_eq!(estate.reads[0].outputs.len(), 5_001);
}

#[test]
fn modules_that_call_each_other_in_a_circle_or_tree_end() {
    let calls = |to: &str| {
        (0..3).fold(String::new(), |text, at| {
            format!("{text}module \"m{at}\" {{\n  source = \"../{to}\"\n  x = \"${{var.x}}${{var.x}}\"\n}}\n")
        })
    };
    let variable = "variable \"x\" {\n  default = \"x\"\n}\n";
    let mut sandbox = front(&format!("{CONSUMER}{variable}{}", calls("../modules/t0")));
    for at in 0..20 {
        let to = if at == 19 {
            "t0".to_owned()
        } else {
            format!("t{}", at + 1)
        };
        let text = format!("{variable}{}", calls(&to));
        sandbox = sandbox.with(&format!("terraform/modules/t{at}/main.tf"), text);
    }
    too_much_is_told(&sandbox);

    // A stack that calls itself, and a source that leaves the repository.
    let text = "module \"a\" {\n  source = \"./\"\n}\nmodule \"b\" {\n  source = \"../../../../..\"\n}\nmodule \"c\" {\n  source = \"../gone\"\n}\n";
    front(&format!("{CONSUMER}{text}")).sound();
}

#[test]
fn a_chain_of_modules_ends() {
    let mut sandbox = front(&format!(
        "{CONSUMER}module \"m\" {{\n  source = \"../../modules/m0\"\n}}\n"
    ));
    for at in 0..300 {
        let text = format!("module \"m\" {{\n  source = \"../m{}\"\n}}\n", at + 1);
        sandbox = sandbox.with(&format!("terraform/modules/m{at}/main.tf"), text);
    }
    too_much_is_told(&sandbox);
}

/// What is not followed to its end is told once, for all environments.
#[track_caller]
fn too_much_is_told(sandbox: &Sandbox) {
    let expected = format!(
        "module-nesting {FRONT}:1:1 (shop/front): the modules of `shop/front` call each other deeper or more often than is followed here; let modules call fewer modules; what lies too deep is not read"
    );
    assert_eq!(sandbox.lines(), [expected]);
}

#[test]
fn locals_that_stand_for_outputs_in_a_chain_or_circle_end() {
    let mut text = String::from("locals {\n  x = local.y\n  y = local.x\n  z = (local.z)\n");
    for at in 0..10_000 {
        writeln!(text, "  l{at} = local.l{}", at + 1).unwrap();
    }
    text += "  l10000 = data.terraform_remote_state.base\n  a = local.l0.outputs.far\n  b = local.x.outputs.y\n}\n";
    let estate = front(&format!("{CONSUMER}{text}")).sound();
    let outputs: Vec<_> = estate.reads[0].outputs.iter().collect();
    assert_eq!(outputs.len(), 2);
    assert_eq!(outputs[1].output, "far");
}
