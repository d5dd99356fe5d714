//! Saying once what holds in every environment.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use finding::Finding;

use crate::load::Estate;
use crate::stack::Stack;

impl Estate {
    /// Says once, for all, what is wrong with a stack in every one of its environments, and leaves
    /// out what was found twice.
    pub fn merge_environments(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let mut places = HashMap::new();
        let mut merged: Vec<(Finding, BTreeSet<String>)> = Vec::new();
        for mut finding in findings {
            let env = finding.env.take();
            let place = *places.entry(finding.clone()).or_insert(merged.len());
            if place == merged.len() {
                merged.push((finding, BTreeSet::new()));
            }
            merged[place].1.extend(env);
        }
        let stacks = self.stacks.iter();
        let stacks: BTreeMap<String, &Stack> = stacks
            .map(|stack| (stack.address.to_string(), stack))
            .collect();
        let merged = merged.into_iter();
        merged
            .flat_map(|(finding, envs)| {
                let stack = finding.stack.as_deref();
                let stack = stack.and_then(|name| stacks.get(name).copied());
                unmerge(finding, envs, stack)
            })
            .collect()
    }
}

/// One finding when it holds in all environments of its stack (and there are several),
/// otherwise one for each environment.
fn unmerge(finding: Finding, envs: BTreeSet<String>, stack: Option<&Stack>) -> Vec<Finding> {
    let everywhere =
        stack.is_some_and(|stack| stack.environments.iter().all(|env| envs.contains(env)));
    if envs.is_empty() || everywhere && envs.len() > 1 {
        return vec![finding];
    }
    let envs = envs.into_iter();
    envs.map(|env| finding.clone().with_env(env)).collect()
}
