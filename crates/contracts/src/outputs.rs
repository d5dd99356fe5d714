//! Outputs against their consumers: whatever is read must exist.

use std::collections::{BTreeMap, BTreeSet};

use estate::{Estate, OutputRead, Read, Stack, StackAddress};
use finding::{Code, Finding};

use crate::intended::{Intended, intended};

/// Checks every output that any stack, or a module that it calls, reads from another stack's
/// state against the outputs which that stack declares. What cannot be followed to one output is
/// a warning.
pub fn check_outputs(estate: &Estate) -> Vec<Finding> {
    let stacks = estate.stacks.iter();
    let mut readers = Readers {
        stacks: stacks.map(|stack| (&stack.address, stack)).collect(),
        read: BTreeMap::new(),
    };
    for read in &estate.reads {
        let names = read.outputs.iter().map(|output| output.output.as_str());
        readers
            .read
            .entry(&read.producer)
            .or_default()
            .extend(names);
    }
    let findings = estate.reads.iter().flat_map(|read| readers.check(read));
    estate.merge_environments(findings.collect())
}

/// Who there is, and what is read of each by anybody.
struct Readers<'a> {
    stacks: BTreeMap<&'a StackAddress, &'a Stack>,
    read: BTreeMap<&'a StackAddress, BTreeSet<&'a str>>,
}

impl Readers<'_> {
    fn check(&self, read: &Read) -> Vec<Finding> {
        let Some(producer) = self.stacks.get(&read.producer) else {
            return Vec::new();
        };
        // What an unreadable file declares cannot be called missing; it has its own finding.
        if !producer.module.complete {
            return Vec::new();
        }
        let declared = &producer.module.outputs;
        let outputs = read.outputs.iter();
        let missing = outputs.filter(|output| !declared.contains_key(&output.output));
        let missing = missing.map(|output| self.missing(read, producer, output));
        missing.chain(unchecked(read)).collect()
    }

    fn missing(&self, read: &Read, producer: &Stack, output: &OutputRead) -> Finding {
        let name = &output.output;
        let message = format!("`{}` has no output `{name}`", read.producer);
        let mut finding = Finding::error(Code::OutputMissing, message)
            .with_stack(&read.consumer)
            .with_env(&read.env)
            .at(output.location.clone());
        let outputs = &producer.module.outputs;
        let declared: Vec<&str> = outputs.keys().map(String::as_str).collect();
        let read_by_anybody = self.read.get(&read.producer);
        let nothing = BTreeSet::new();
        let found = intended(name, &declared, read_by_anybody.unwrap_or(&nothing));
        let hint = hint(name, &found, producer);
        let named = found.output.into_iter().chain(found.unread);
        let named: BTreeSet<&str> = named.collect();
        for name in named {
            let why = format!("`{name}` is declared here");
            finding = finding.with_related(outputs[name].clone(), why);
        }
        finding.with_hint(hint)
    }
}

fn hint(name: &str, found: &Intended<'_>, producer: &Stack) -> String {
    let unread = found.unread.join("`, `");
    match (found.output, unread.as_str()) {
        (Some(output), "") => format!("did you mean `{output}`?"),
        (Some(output), unread) => {
            format!("did you mean `{output}`? or was it renamed: nobody reads `{unread}`")
        }
        (None, "") => {
            let file = format!("{}/outputs.tf", producer.dir);
            format!("add `output \"{name}\"` to {file}, or read one that is there")
        }
        (None, unread) => format!("was it renamed? nobody reads `{unread}`"),
    }
}

fn unchecked(read: &Read) -> impl Iterator<Item = Finding> {
    read.unchecked.iter().map(|location| {
        let message = format!(
            "all outputs of `{}` are used here as one value, so what is read of them is not checked",
            read.name
        );
        Finding::warning(Code::OutputUnchecked, message)
            .with_stack(&read.consumer)
            .with_env(&read.env)
            .at(location.clone())
            .with_hint("read one output by name")
    })
}
