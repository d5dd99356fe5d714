//! The Terraform of the product system, as far as the handlers and it must agree.

use std::collections::BTreeMap;
use std::path::Path;

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel, Body};

use crate::document::repository;

/// A file under `terraform/`.
pub(crate) fn file(path: &str) -> Body {
    let path = repository().join("terraform").join(path);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    hcl_edit::parser::parse_body(&text).unwrap()
}

/// The product system's stacks that have this file, in order.
pub(crate) fn stacks_with(name: &str) -> Vec<String> {
    let system = repository().join("terraform/product");
    let has = |path: &Path| path.join(name).is_file();
    let entries = std::fs::read_dir(system).unwrap();
    let entries = entries.map(|entry| entry.unwrap());
    let stacks = entries.filter(|entry| has(&entry.path()));
    let mut names: Vec<String> = stacks
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

/// The calls of a module in a file.
pub(crate) fn calls<'a>(body: &'a Body, module: &str) -> Vec<&'a Block> {
    let source = format!("../../modules/{module}");
    let calls = body.get_blocks("module");
    calls
        .filter(|call| value(&call.body, "source").as_str() == Some(&source))
        .collect()
}

/// The block with these labels.
pub(crate) fn block<'a>(body: &'a Body, kind: &'a str, labels: &[&str]) -> &'a Block {
    let mut blocks = body.get_blocks(kind);
    blocks
        .find(|block| {
            block
                .labels
                .iter()
                .map(BlockLabel::as_str)
                .eq(labels.iter().copied())
        })
        .unwrap_or_else(|| panic!("there is no {kind} {labels:?}"))
}

pub(crate) fn value<'a>(body: &'a Body, name: &str) -> &'a Expression {
    let attribute = body.get_attribute(name);
    &attribute
        .unwrap_or_else(|| panic!("there is no {name}"))
        .value
}

pub(crate) fn text<'a>(body: &'a Body, name: &str) -> &'a str {
    let text = value(body, name).as_str();
    text.unwrap_or_else(|| panic!("{name} is no text"))
}

/// An expression as it is written.
pub(crate) fn written(expression: &Expression) -> String {
    expression.to_string().trim().to_owned()
}

/// The entries of an object, by name.
pub(crate) fn entries(expression: &Expression) -> BTreeMap<String, &Expression> {
    let object = expression.as_object().expect("an object");
    let entries = object.iter().map(|(key, value)| {
        let name = match key {
            ObjectKey::Ident(ident) => ident.as_str().to_owned(),
            ObjectKey::Expression(name) => name.as_str().expect("a name").to_owned(),
        };
        (name, value.expr())
    });
    entries.collect()
}

pub(crate) fn texts(expression: &Expression) -> Vec<&str> {
    let list = expression.as_array().expect("a list");
    list.iter().map(|entry| entry.as_str().unwrap()).collect()
}

/// The actions that a function's role is given, in the order of the file.
fn actions(stack: &str) -> Vec<String> {
    let iam = file(&format!("product/{stack}/iam.tf"));
    let role = calls(&iam, "lambda-role").pop().expect("a role");
    let statements = value(&role.body, "statements").as_array().expect("a list");
    let actions = statements.iter().flat_map(|statement| {
        let statement = entries(statement);
        texts(statement["actions"]).into_iter().map(str::to_owned)
    });
    actions.collect()
}

#[test]
fn a_function_may_do_what_its_adapters_do_and_no_more() {
    let find = "dynamodb:GetItem";
    let list = "dynamodb:Query";
    let publish = "sqs:SendMessage";
    let receive = [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    ];
    let write = ["dynamodb:DeleteItem", find, "dynamodb:PutItem"];
    let expected: [(&str, Vec<&str>); 7] = [
        ("audit-logger", [&["s3:PutObject"][..], &receive].concat()),
        ("create-product", vec![list, publish]),
        ("delete-product", vec![find, publish]),
        ("get-product", vec![find]),
        (
            "list-products",
            vec![list, "kms:GenerateMac", "kms:VerifyMac"],
        ),
        ("product-creator", [&write[..], &receive].concat()),
        ("update-product", vec![find, list, publish]),
    ];
    let mut stacks = stacks_with("iam.tf");
    stacks.retain(|stack| stack != "infrastructure");
    assert_eq!(stacks, expected.each_ref().map(|(stack, _)| *stack));
    for (stack, expected) in expected {
        assert_eq!(actions(stack), expected, "{stack}");
    }
}

/// The path of the API's resource that an expression of a stack refers to, like
/// `data.terraform_remote_state.infrastructure.outputs.api_product_path`.
pub(crate) fn resource_path(expression: &Expression) -> String {
    let written = written(expression);
    let output = written.strip_prefix("data.terraform_remote_state.infrastructure.outputs.");
    let outputs = file("product/infrastructure/outputs.tf");
    let output = block(&outputs, "output", &[output.expect("an output")]);
    path_of(value(&output.body, "value"))
}

/// The path of the resource in `aws_api_gateway_resource.<name>.<attribute>`.
fn path_of(reference: &Expression) -> String {
    let written = written(reference);
    if written == "aws_api_gateway_rest_api.product.root_resource_id" {
        return String::new();
    }
    let name = written.strip_prefix("aws_api_gateway_resource.").unwrap();
    let name = name.split('.').next().unwrap();
    let api = file("product/infrastructure/api.tf");
    let resource = block(&api, "resource", &["aws_api_gateway_resource", name]);
    let parent = path_of(value(&resource.body, "parent_id"));
    format!("{parent}/{}", text(&resource.body, "path_part"))
}
