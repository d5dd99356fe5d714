//! `cargo xtask graph`.

use snapbox::{assert_data_eq, str};

use crate::common::TestContext;

#[test]
fn people_see_what_each_stack_reads() {
    assert_data_eq!(
        TestContext::new().run(&["graph"]).golden(),
        str![[r#"
exit: 0
--- stdout
wave 1
   shop/infrastructure
wave 2
   shop/api <- shop/infrastructure
wave 3
   audit/log <- shop/api
--- stderr

"#]]
    );
}

#[test]
fn machines_see_nodes_in_order_and_edges_with_their_places() {
    let run = TestContext::new().run(&["graph", "--format", "json"]);
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 0
--- stdout
{
  "nodes": [
    {
      "stack": "shop/infrastructure",
      "wave": 1
    },
    {
      "stack": "shop/api",
      "wave": 2
    },
    {
      "stack": "audit/log",
      "wave": 3
    }
  ],
  "edges": [
    {
      "producer": "shop/api",
      "consumer": "audit/log",
      "file": "terraform/audit/log/main.tf",
      "line": 17
    },
    {
      "producer": "shop/infrastructure",
      "consumer": "shop/api",
      "file": "terraform/shop/api/main.tf",
      "line": 17
    }
  ]
}
--- stderr

"#]]
    );
}

#[test]
fn mermaid_draws_producers_before_consumers() {
    let run = TestContext::new().run(&["graph", "--format", "mermaid"]);
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 0
--- stdout
flowchart LR
    subgraph audit
        audit__log["log"]
    end
    subgraph shop
        shop__infrastructure["infrastructure"]
        shop__api["api"]
    end
    shop__api --> audit__log
    shop__infrastructure --> shop__api
--- stderr

"#]]
    );
}

#[test]
fn graphviz_draws_producers_before_consumers() {
    let run = TestContext::new().run(&["graph", "--format", "dot"]);
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 0
--- stdout
digraph estate {
    rankdir=LR;
    node [shape=box];
    "shop/infrastructure";
    "shop/api";
    "audit/log";
    "shop/api" -> "audit/log";
    "shop/infrastructure" -> "shop/api";
}
--- stderr

"#]]
    );
}

#[test]
fn the_picture_of_a_broken_estate_has_the_rest_and_exits_with_1() {
    let context = TestContext::new().edit(
        "terraform/shop/api/main.tf",
        "\"shop/infrastructure/terraform.tfstate\"",
        "\"shop/nothing/terraform.tfstate\"",
    );
    let run = context.run(&["graph"]).code(1);
    assert_data_eq!(
        run.stdout,
        str![[r#"
wave 1
   shop/api
   shop/infrastructure
wave 2
   audit/log <- shop/api

"#]]
    );
    assert!(
        run.stderr.contains("terraform/shop/api/main.tf:20:12"),
        "{}",
        run.stderr
    );
}
