//! The order of stacks, and circles in it.

use std::collections::{BTreeMap, BTreeSet};

use finding::Code;
use proptest::prelude::*;
use similar_asserts::assert_eq;

use crate::common::{DEV, Sandbox, address, check_places};

const READ: &str = r#"data "terraform_remote_state" "PRODUCER" {
  backend = "s3"
  config  = { bucket = "states-dev", key = "shop/PRODUCER" }
}
"#;

/// A stack of the system `shop` that reads others.
fn reader(name: &str, producers: &[&str]) -> String {
    let mut text =
        format!("terraform {{\n  backend \"s3\" {{\n    key = \"shop/{name}\"\n  }}\n}}\n");
    for producer in producers {
        text.push_str(&READ.replace("PRODUCER", producer));
    }
    text
}

/// One environment with stacks that read each other.
fn estate(stacks: &[(&str, &[&str])]) -> Sandbox {
    let sandbox = Sandbox::new(&[("environments/dev.toml", DEV)]);
    stacks.iter().fold(sandbox, |sandbox, (name, producers)| {
        sandbox
            .with(&format!("environments/dev/shop/{name}.tfvars"), "")
            .with(
                &format!("terraform/shop/{name}/main.tf"),
                reader(name, producers),
            )
    })
}

#[test]
fn producers_come_before_consumers_and_equals_by_name() {
    let estate = estate(&[("a", &["z"]), ("b", &["a", "z"]), ("c", &[]), ("z", &[])]).sound();
    let order: Vec<_> = estate
        .stacks
        .iter()
        .map(|stack| (stack.address.name(), estate.wave(&stack.address)))
        .collect();
    assert_eq!(order, [("c", 1), ("z", 1), ("a", 2), ("b", 3)]);
    let b = address("shop/b");
    let producers: Vec<_> = estate.producers(&b).map(ToString::to_string).collect();
    assert_eq!(producers, ["shop/a", "shop/z"]);
}

#[test]
fn a_circle_names_all_its_places() {
    type Stacks = &'static [(&'static str, &'static [&'static str])];
    let table: [(Stacks, &str); 3] = [
        (
            &[("a", &["a"])],
            "cycle terraform/shop/a/main.tf:6:1 (shop/a): stacks read each other in a circle: shop/a -> shop/a; break it: move what both need into a third stack that neither of them feeds",
        ),
        (
            &[("a", &["b"]), ("b", &["a"])],
            "cycle terraform/shop/a/main.tf:6:1 (shop/a): stacks read each other in a circle: shop/a -> shop/b -> shop/a; break it: move what both need into a third stack that neither of them feeds [terraform/shop/b/main.tf:6:1: `shop/b` reads `shop/a` here]",
        ),
        (
            &[("a", &["c"]), ("b", &["a"]), ("c", &["b"])],
            "cycle terraform/shop/a/main.tf:6:1 (shop/a): stacks read each other in a circle: shop/a -> shop/c -> shop/b -> shop/a; break it: move what both need into a third stack that neither of them feeds [terraform/shop/c/main.tf:6:1: `shop/c` reads `shop/b` here] [terraform/shop/b/main.tf:6:1: `shop/b` reads `shop/a` here]",
        ),
    ];
    for (stacks, expected) in table {
        let sandbox = estate(stacks);
        check_places(sandbox.root(), &sandbox.findings());
        assert_eq!(sandbox.lines(), [expected]);
    }
}

#[test]
fn two_circles_are_both_told() {
    for stacks in [
        // Apart.
        [
            ("a", ["b"].as_slice()),
            ("b", &["a"]),
            ("c", &["d"]),
            ("d", &["c"]),
        ],
        // Sharing a member, so that the first hides the second.
        [
            ("a", ["b"].as_slice()),
            ("b", &["a", "c"]),
            ("c", &["b"]),
            ("d", &[]),
        ],
    ] {
        let findings = estate(&stacks).findings();
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::Cycle, Code::Cycle]);
    }
}

#[test]
fn whoever_reads_a_circle_comes_after_it() {
    let (estate, _) = estate(&[("a", &["b"]), ("b", &["a"]), ("c", &["a"]), ("d", &["c"])]).load();
    let waves = ["a", "b", "c", "d"].map(|name| estate.wave(&address(&format!("shop/{name}"))));
    assert_eq!(waves, [1, 1, 2, 3]);
}

/// Random reads between a dozen stacks, by number.
fn graphs() -> impl Strategy<Value = Vec<BTreeSet<usize>>> {
    let reads = proptest::collection::btree_set(0usize..12, 0..4);
    proptest::collection::vec(reads, 12)
}

fn load(graph: &[BTreeSet<usize>]) -> (estate::Estate, Vec<finding::Finding>) {
    let names: Vec<String> = (0..graph.len()).map(|at| format!("s{at:02}")).collect();
    let stacks: Vec<(&str, Vec<&str>)> = graph
        .iter()
        .enumerate()
        .map(|(at, reads)| {
            (
                names[at].as_str(),
                reads.iter().map(|to| names[*to].as_str()).collect(),
            )
        })
        .collect();
    let stacks: Vec<(&str, &[&str])> = stacks
        .iter()
        .map(|(name, to)| (*name, to.as_slice()))
        .collect();
    estate(&stacks).load()
}

/// Whether one can come from a stack to another over at least one read.
fn reaches(graph: &[BTreeSet<usize>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in &graph[at] {
            if *next == to {
                return true;
            }
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn without_circles_the_waves_are_as_early_as_can_be(mut graph in graphs()) {
        for (at, reads) in graph.iter_mut().enumerate() {
            reads.retain(|to| *to < at);
        }
        let (estate, findings) = load(&graph);
        prop_assert!(findings.is_empty(), "{findings:?}");
        let mut longest = vec![1; graph.len()];
        for (at, reads) in graph.iter().enumerate() {
            longest[at] = reads.iter().map(|to| longest[*to] + 1).max().unwrap_or(1);
            prop_assert_eq!(estate.wave(&address(&format!("shop/s{at:02}"))), longest[at]);
        }
        let place: BTreeMap<_, _> = estate.stacks.iter().enumerate()
            .map(|(at, stack)| (stack.address.clone(), at)).collect();
        prop_assert_eq!(estate.edges.len(), graph.iter().map(BTreeSet::len).sum::<usize>());
        for edge in &estate.edges {
            prop_assert!(place[&edge.producer] < place[&edge.consumer]);
        }
    }

    #[test]
    fn every_member_of_a_circle_is_told_and_nobody_else(graph in graphs()) {
        let (_, findings) = load(&graph);
        let told: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        let told = told.join("\n");
        for finding in &findings {
            prop_assert_eq!(finding.code, Code::Cycle);
        }
        for at in 0..graph.len() {
            let name = format!("shop/s{at:02}");
            prop_assert_eq!(told.contains(&name), reaches(&graph, at, at), "{}: {}", name, told);
        }
    }
}
