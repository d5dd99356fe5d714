//! The modules that stacks call.

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, Sandbox, address};

fn call(name: &str, source: &str) -> String {
    format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n")
}

/// `shop/front` calls `outer` twice and itself, `outer` calls `inner`, which calls `outer`.
fn sandbox() -> Sandbox {
    let calls = [
        "../../modules/outer",
        "../../modules/outer/",
        "./",
        "registry/x/y",
    ];
    let calls = calls.iter().enumerate();
    let calls: String = calls.map(|(at, to)| call(&format!("m{at}"), to)).collect();
    let inner = "data \"terraform_remote_state\" \"base\" {\n  backend = \"s3\"\n  config = { bucket = \"states-dev\", key = \"shop/base/terraform.tfstate\" }\n}\n";
    Sandbox::base()
        .with("terraform/shop/front/main.tf", format!("{CONSUMER}{calls}"))
        .with("terraform/modules/outer/main.tf", call("inner", "../inner"))
        .with(
            "terraform/modules/inner/main.tf",
            format!("{inner}{}", call("round", "../outer")),
        )
}

#[test]
fn a_stack_knows_the_modules_below_it() {
    let (estate, _) = sandbox().load();
    let front = estate.stack(&address("shop/front")).unwrap();
    let modules = front.modules.iter();
    let modules: Vec<_> = modules
        .map(|module| {
            let blocks = module.remote_state_configs().into_iter();
            let blocks = blocks.map(|(name, config)| {
                assert!(config.unwrap().starts_with('{'));
                name
            });
            (module.dir.as_str(), blocks.collect())
        })
        .collect();
    let expected = [
        ("terraform/modules/inner", vec!["base".to_owned()]),
        ("terraform/modules/outer", vec![]),
    ];
    assert_eq!(modules, expected);
    assert!(front.is_complete());
    let base = estate.stack(&address("shop/base")).unwrap();
    assert!(base.modules.is_empty());
}

#[test]
fn a_module_tells_whether_it_runs_programs() {
    let provisioner = "resource \"terraform_data\" \"x\" {\n  provisioner \"local-exec\" {\n    command = \"true\"\n  }\n}\n";
    let (estate, _) = sandbox()
        .with("terraform/modules/inner/run.tf", provisioner)
        .load();
    let front = estate.stack(&address("shop/front")).unwrap();
    let provisions: Vec<_> = front.modules.iter().map(|it| it.provisions).collect();
    assert_eq!(provisions, [true, false]);
    assert!(!front.module.provisions);
}

#[test]
fn a_stack_with_a_broken_file_in_it_or_below_is_not_complete() {
    for file in ["terraform/modules/inner/x.tf", "terraform/shop/front/x.tf"] {
        let (estate, _) = sandbox().with(file, "locals {").load();
        let front = estate.stack(&address("shop/front")).unwrap();
        assert!(!front.is_complete(), "{file}");
        let base = estate.stack(&address("shop/base")).unwrap();
        assert!(base.is_complete(), "{file}");
    }
}
