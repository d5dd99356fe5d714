//! What the environment variables of a Lambda do, in processes that have no others.

use std::process::Command;
use std::time::Instant;

use product::aws::{DynamoProducts, sdk_config};
use product::ports::{Failure, ProductReader};

use crate::cloud::{Cloud, PATIENCE};
use crate::common::product_id;

/// Runs one of the ignored tests below in a process with these variables only.
fn child(test: &str, variables: impl IntoIterator<Item = (&'static str, String)>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env_clear().envs(variables);
    command.args(["--ignored", "--exact", &format!("environment::{test}")]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

/// Looks for a product that is not there, with nothing but the environment. Whether that worked.
fn find() -> Result<(), Failure> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(async {
        let table = std::env::var("DYNAMODB_TABLE").unwrap();
        let products = DynamoProducts::new(&sdk_config(), table);
        assert_eq!(products.find(product_id(0)).await?, None);
        Ok(())
    })
}

#[test]
#[ignore = "is run by `a_lambdas_environment_is_all_that_is_needed`"]
fn all_is_there() {
    let deadline = Instant::now() + PATIENCE;
    // The local AWS may be too busy for the timeouts of a Lambda.
    while let Err(error) = find() {
        assert!(Instant::now() < deadline, "{error}");
    }
}

#[test]
fn a_lambdas_environment_is_all_that_is_needed() {
    let cloud = Cloud::new();
    let table = cloud.run(cloud.table()).name;
    let mut variables = cloud.variables().to_vec();
    variables.push(("DYNAMODB_TABLE", table));
    child("all_is_there", variables);
}

#[test]
#[ignore = "is run by `without_credentials_or_region_an_operation_fails_at_once`"]
fn something_is_missing() {
    let message = find().unwrap_err().to_string();
    let missing = std::env::var("MISSING").unwrap();
    assert!(message.contains(&missing), "{message}");
}

#[test]
fn without_credentials_or_region_an_operation_fails_at_once() {
    let cloud = Cloud::new();
    for (left_out, missing) in [
        ("AWS_ACCESS_KEY_ID", "no identity resolver"),
        ("REGION", "signing region"),
    ] {
        let variables = cloud.variables().into_iter();
        let mut variables: Vec<_> = variables
            .filter(|(name, _)| !name.ends_with(left_out))
            .collect();
        variables.push(("DYNAMODB_TABLE", "any".to_owned()));
        variables.push(("MISSING", missing.to_owned()));
        child("something_is_missing", variables);
    }
}
