//! The order of stacks, from who reads whom.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use finding::{Code, Finding, Location};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::address::StackAddress;
use crate::reads::Read;

/// A consumer and one of its producers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The stack that reads.
    pub consumer: StackAddress,
    /// The stack that is read.
    pub producer: StackAddress,
    /// Where it is read: the first such block.
    pub location: Location,
}

/// One edge for each pair of stacks, sorted.
pub(crate) fn edges(reads: &[Read]) -> Vec<Edge> {
    let mut edges = BTreeMap::new();
    for read in reads {
        let pair = (read.consumer.clone(), read.producer.clone());
        edges.entry(pair).or_insert_with(|| read.location.clone());
    }
    let edges = edges.into_iter();
    edges
        .map(|((consumer, producer), location)| Edge {
            consumer,
            producer,
            location,
        })
        .collect()
}

/// The wave of each stack: 1 for one that reads nobody, otherwise one more than its latest
/// producer's. Stacks of one wave can be deployed side by side. Circles are reported, and their
/// members share a wave.
pub(crate) fn waves(
    stacks: &[StackAddress],
    edges: &[Edge],
    findings: &mut Vec<Finding>,
) -> BTreeMap<StackAddress, usize> {
    let mut graph = DiGraphMap::<&StackAddress, ()>::new();
    for stack in stacks {
        graph.add_node(stack);
    }
    for edge in edges {
        graph.add_edge(&edge.consumer, &edge.producer, ());
    }
    let mut by_consumer: BTreeMap<&StackAddress, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        by_consumer.entry(&edge.consumer).or_default().push(edge);
    }
    let mut waves = BTreeMap::new();
    // Components come producers first.
    for component in tarjan_scc(&graph) {
        let members: BTreeSet<&StackAddress> = component.into_iter().collect();
        let reads = members.iter().filter_map(|member| by_consumer.get(member));
        let (inside, outside): (Vec<&Edge>, Vec<&Edge>) = reads
            .flatten()
            .partition(|edge| members.contains(&edge.producer));
        findings.extend(circles(&members, &inside));
        let latest = outside.iter().filter_map(|edge| waves.get(&edge.producer));
        let wave = latest.max().map_or(1, |wave: &usize| wave + 1);
        waves.extend(members.into_iter().map(|stack| (stack.clone(), wave)));
    }
    waves
}

/// Circles through all members that read each other, each the shortest through its first member.
fn circles(members: &BTreeSet<&StackAddress>, inside: &[&Edge]) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for &start in members {
        if told.contains(start) {
            continue;
        }
        if let Some(path) = shortest_circle(start, inside) {
            told.extend(path.iter().map(|edge| &edge.consumer));
            findings.extend(circle(&path));
        }
    }
    findings
}

fn circle(path: &[&Edge]) -> Option<Finding> {
    let (first, others) = path.split_first()?;
    let mut names: Vec<String> = path.iter().map(|edge| edge.consumer.to_string()).collect();
    names.push(first.consumer.to_string());
    let mut finding = Finding::error(
        Code::Cycle,
        format!("stacks read each other in a circle: {}", names.join(" -> ")),
    )
    .with_stack(&first.consumer)
    .at(first.location.clone())
    .with_hint("break it: move what both need into a third stack that neither of them feeds");
    for edge in others {
        let why = format!("`{}` reads `{}` here", edge.consumer, edge.producer);
        finding = finding.with_related(edge.location.clone(), why);
    }
    Some(finding)
}

/// Breadth first from `start` back to it.
fn shortest_circle<'a>(start: &StackAddress, edges: &[&'a Edge]) -> Option<Vec<&'a Edge>> {
    let mut by_consumer: BTreeMap<&StackAddress, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        by_consumer.entry(&edge.consumer).or_default().push(edge);
    }
    // The edge by which each stack was first come to.
    let mut come_by: BTreeMap<&StackAddress, &Edge> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for edge in by_consumer.get(at).into_iter().flatten() {
            if edge.producer == *start {
                let back =
                    std::iter::successors(Some(*edge), |edge| come_by.get(&edge.consumer).copied());
                let mut path: Vec<_> = back.collect();
                path.reverse();
                return Some(path);
            }
            if !come_by.contains_key(&edge.producer) {
                come_by.insert(&edge.producer, edge);
                queue.push_back(&edge.producer);
            }
        }
    }
    None
}
