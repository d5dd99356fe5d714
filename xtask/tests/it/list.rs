//! `cargo xtask list`.

use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

/// The estate, with a Lambda in `shop/api`.
fn estate() -> TestContext {
    let lambda = "resource \"aws_lambda_function\" \"this\" {\n  function_name = \"api-${var.environment}\"\n}\n\nvariable \"environment\" {\n  type = string\n}\n";
    TestContext::new().with("terraform/shop/api/lambda.tf", lambda)
}

#[test]
fn people_see_environments_and_stacks_in_order() {
    assert_data_eq!(
        estate().run(&["list"]).golden(),
        str![[r#"
exit: 0
--- stdout
 ENVIRONMENT  ACCOUNT       REGION      GATE          SYSTEMS
 dev          111111111111  eu-west-1   none          audit, shop
 prod         222222222222  af-south-1  confirmation  shop

 ORDER  STACK                READS           LAMBDAS    ENVIRONMENTS
 1      shop/infrastructure  -               -          dev, prod
 2      shop/api             infrastructure  api-{env}  dev, prod
 3      audit/log            shop/api        -          dev
--- stderr

"#]]
    );
}

#[test]
fn machines_see_the_same_and_more() {
    assert_data_eq!(
        estate().run(&["list", "--format", "json"]).golden(),
        str![[r#"
exit: 0
--- stdout
{
  "environments": [
    {
      "name": "dev",
      "account": "111111111111",
      "region": "eu-west-1",
      "gate": "none",
      "state_bucket": "states-dev",
      "monthly_budget_usd": 100,
      "systems": [
        "audit",
        "shop"
      ]
    },
    {
      "name": "prod",
      "account": "222222222222",
      "region": "af-south-1",
      "gate": "confirmation",
      "state_bucket": "states-prod",
      "monthly_budget_usd": 1500,
      "systems": [
        "shop"
      ]
    }
  ],
  "systems": [
    {
      "name": "audit",
      "environments": [
        "dev"
      ],
      "stacks": [
        {
          "address": "audit/log",
          "path": "terraform/audit/log",
          "wave": 3,
          "environments": [
            "dev"
          ],
          "reads": [
            "shop/api"
          ],
          "state": {
            "dev": "s3://states-dev/audit/log/terraform.tfstate"
          },
          "lambdas": []
        }
      ]
    },
    {
      "name": "shop",
      "environments": [
        "dev",
        "prod"
      ],
      "stacks": [
        {
          "address": "shop/infrastructure",
          "path": "terraform/shop/infrastructure",
          "wave": 1,
          "environments": [
            "dev",
            "prod"
          ],
          "reads": [],
          "state": {
            "dev": "s3://states-dev/shop/infrastructure/terraform.tfstate",
            "prod": "s3://states-prod/shop/infrastructure/terraform.tfstate"
          },
          "lambdas": []
        },
        {
          "address": "shop/api",
          "path": "terraform/shop/api",
          "wave": 2,
          "environments": [
            "dev",
            "prod"
          ],
          "reads": [
            "shop/infrastructure"
          ],
          "state": {
            "dev": "s3://states-dev/shop/api/terraform.tfstate",
            "prod": "s3://states-prod/shop/api/terraform.tfstate"
          },
          "lambdas": [
            {
              "dev": "api-dev",
              "prod": "api-prod"
            }
          ]
        }
      ]
    }
  ]
}
--- stderr

"#]]
    );
}

#[test]
fn producers_come_before_their_consumers() {
    let run = TestContext::new().run(&["list", "--format", "json"]);
    let list = run.code(0).json();
    let addresses = |at: usize| {
        let stacks = list["systems"][at]["stacks"].as_array().unwrap().iter();
        let stacks = stacks.map(|stack| format!("{} {}", stack["wave"], stack["address"]));
        stacks.collect::<Vec<_>>()
    };
    assert_eq!(addresses(0), ["3 \"audit/log\""]);
    let shop = ["1 \"shop/infrastructure\"", "2 \"shop/api\""];
    assert_eq!(addresses(1), shop);
}

#[test]
fn a_picture_is_the_one_that_graph_draws() {
    let context = TestContext::new();
    for format in ["mermaid", "dot"] {
        let list = context.run(&["list", "--format", format]).code(0);
        let graph = context.run(&["graph", "--format", format]).code(0);
        assert_eq!(list.stdout, graph.stdout);
    }
}

#[test]
fn it_is_the_same_from_any_folder_of_the_repository() {
    let context = TestContext::new();
    let below = context.root.join("terraform/shop/api");
    let run = context.xtask(&["list"]).dir(below).run();
    assert_eq!(run.golden(), context.run(&["list"]).golden());
}

#[test]
fn a_cycle_is_an_error_that_names_every_place() {
    let context = TestContext::new();
    let api = context.read("terraform/shop/api/main.tf");
    let (_, reading) = api.split_once("variable").unwrap();
    let reading = format!("variable{reading}").replace("infrastructure", "api");
    let context = context.with("terraform/shop/infrastructure/api.tf", reading);
    assert_data_eq!(
        context.run(&["list"]).golden(),
        str![[r#"
exit: 1
--- stdout
 ENVIRONMENT  ACCOUNT       REGION      GATE          SYSTEMS
 dev          111111111111  eu-west-1   none          audit, shop
 prod         222222222222  af-south-1  confirmation  shop

 ORDER  STACK                READS           LAMBDAS  ENVIRONMENTS
 1      shop/api             infrastructure  -        dev, prod
 1      shop/infrastructure  api             -        dev, prod
 2      audit/log            shop/api        -        dev
--- stderr
error[cycle]: stacks read each other in a circle: shop/api -> shop/infrastructure -> shop/api
  --> terraform/shop/api/main.tf:17:1
   |
17 | data "terraform_remote_state" "infrastructure" {
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
  ::: terraform/shop/infrastructure/api.tf:9:1
   |
 9 | data "terraform_remote_state" "api" {
   | ----------------------------------- `shop/infrastructure` reads `shop/api` here
   |
   = note: in shop/api
   = help: break it: move what both need into a third stack that neither of them feeds


"#]]
    );
}

#[test]
fn two_stacks_with_one_key_are_an_error_that_names_both() {
    let log = TestContext::new().read("terraform/audit/log/main.tf");
    let context = TestContext::new()
        .with("terraform/audit/trail/main.tf", log)
        .with("environments/dev/audit/trail.tfvars", "");
    assert_data_eq!(
        context.run(&["list"]).golden(),
        str![[r#"
exit: 1
--- stdout
 ENVIRONMENT  ACCOUNT       REGION      GATE          SYSTEMS
 dev          111111111111  eu-west-1   none          audit, shop
 prod         222222222222  af-south-1  confirmation  shop

 ORDER  STACK                READS           LAMBDAS  ENVIRONMENTS
 1      shop/infrastructure  -               -        dev, prod
 2      shop/api             infrastructure  -        dev, prod
 3      audit/log            shop/api        -        dev
 3      audit/trail          shop/api        -        dev
--- stderr
error[state-duplicate]: `audit/log` and `audit/trail` keep their state under one key: each would destroy the other's
 --> terraform/audit/trail/main.tf:5:11
  |
5 |     key = "audit/log/terraform.tfstate"
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: terraform/audit/log/main.tf:5:11
  |
5 |     key = "audit/log/terraform.tfstate"
  |           ----------------------------- `audit/log` uses the same key here
  |
  = note: in audit/trail
  = help: the usual key is `audit/trail/terraform.tfstate`


"#]]
    );
}

#[test]
fn a_consumer_of_a_key_that_no_stack_has_is_an_error_with_the_nearest() {
    let context = TestContext::new().edit(
        "terraform/audit/log/main.tf",
        "\"shop/api/terraform.tfstate\"",
        "\"shop/apis/terraform.tfstate\"",
    );
    assert_data_eq!(
        context.run(&["list"]).golden(),
        str![[r#"
exit: 1
--- stdout
 ENVIRONMENT  ACCOUNT       REGION      GATE          SYSTEMS
 dev          111111111111  eu-west-1   none          audit, shop
 prod         222222222222  af-south-1  confirmation  shop

 ORDER  STACK                READS           LAMBDAS  ENVIRONMENTS
 1      audit/log            -               -        dev
 1      shop/infrastructure  -               -        dev, prod
 2      shop/api             infrastructure  -        dev, prod
--- stderr
error[producer-unknown]: `api` reads `shop/apis/terraform.tfstate`, a state that no stack keeps
  --> terraform/audit/log/main.tf:20:12
   |
20 |     config = {
   |  ____________^
21 | |     bucket = var.state_bucket
22 | |     key    = "shop/apis/terraform.tfstate"
23 | |     region = var.aws_region
24 | |   }
   | |___^
   |
  ::: terraform/shop/api/main.tf:5:11
   |
 5 |       key = "shop/api/terraform.tfstate"
   |             ---------------------------- `shop/api` keeps its state here
   |
   = note: in audit/log, dev
   = help: did you mean the key `shop/api/terraform.tfstate`?


"#]]
    );
}

#[test]
fn machines_get_what_could_be_read_beside_errors() {
    let context = TestContext::new()
        .with("terraform/audit/log/main.tf", "resource {{\n")
        .edit("environments/prod.toml", "222222222222", "2222");
    let run = context.run(&["list", "--format", "json"]).code(1);
    let list = run.json();
    assert_eq!(list["environments"].as_array().unwrap().len(), 1);
    assert_eq!(list["systems"][1]["stacks"][1]["address"], "shop/api");
    for place in [
        "terraform/audit/log/main.tf:1:",
        "environments/prod.toml:1:11",
    ] {
        assert!(run.stderr.contains(place), "{}", run.stderr);
    }
}
