//! Each Lambda reads exactly the variables that its stack sets.

use std::collections::BTreeMap;

use lambda_kit::config::{Configuration, Kind, Variable};

use crate::terraform::{calls, entries, file, stacks_with, value, written};

/// The configurations of the Lambdas themselves: their packages are only binaries, which nobody can
/// depend on, and which would bring the AWS SDK.
macro_rules! configurations {
    ($($module:ident in $path:literal;)*) => {
        $(
            #[allow(dead_code, reason = "only the list of variables is looked at")]
            #[path = $path]
            mod $module;
        )*

        /// By stack.
        fn configurations() -> BTreeMap<String, &'static [Variable]> {
            [$((
                stringify!($module).replace('_', "-"),
                <$module::Config as Configuration>::VARIABLES,
            )),*]
            .into()
        }
    };
}

configurations! {
    audit_logger in "../../../../lambdas/product/audit-logger/src/config.rs";
    create_product in "../../../../lambdas/product/create-product/src/config.rs";
    delete_product in "../../../../lambdas/product/delete-product/src/config.rs";
    get_product in "../../../../lambdas/product/get-product/src/config.rs";
    list_products in "../../../../lambdas/product/list-products/src/config.rs";
    product_creator in "../../../../lambdas/product/product-creator/src/config.rs";
    update_product in "../../../../lambdas/product/update-product/src/config.rs";
}

/// What a stack gives its function: names, and what kind of value each is by what it is taken from.
fn given(stack: &str) -> Option<BTreeMap<String, Kind>> {
    let main = file(&format!("product/{stack}/main.tf"));
    let call = calls(&main, "lambda").pop()?;
    let variables = entries(value(&call.body, "environment_variables"));
    let variables = variables.into_iter().map(|(name, value)| {
        let value = written(value);
        let kind = match value.as_str() {
            "var.environment" => Kind::Name,
            "var.log_level" => Kind::Level,
            output if output.ends_with("_arn") => Kind::Arn,
            output if output.ends_with("_name") => Kind::Name,
            output if output.ends_with("_url") => Kind::Url,
            other => panic!("{name} of {stack}: which kind is {other}?"),
        };
        (name, kind)
    });
    Some(variables.collect())
}

#[test]
fn what_a_lambda_reads_is_what_its_stack_gives() {
    let stacks = stacks_with("main.tf").into_iter();
    let given: BTreeMap<_, _> = stacks
        .filter_map(|stack| Some((stack.clone(), given(&stack)?)))
        .collect();
    let read: BTreeMap<_, _> = configurations()
        .into_iter()
        .map(|(stack, variables)| {
            let variables = variables.iter().map(|one| (one.name.to_owned(), one.kind));
            (stack, variables.collect::<BTreeMap<_, _>>())
        })
        .collect();
    assert_eq!(read, given);
    assert_eq!(read.len(), 7);
}
