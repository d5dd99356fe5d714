//! Outputs against their consumers: whatever is read must exist.

use std::collections::BTreeMap;

use estate::{Estate, Read, Stack, StackAddress};
use finding::{Code, Finding, nearest};

/// Checks every output that any stack, or a module that it calls, reads from another stack's
/// state against the outputs which that stack declares. What cannot be followed to one output is
/// a warning.
pub fn check_outputs(estate: &Estate) -> Vec<Finding> {
    let stacks = estate.stacks.iter();
    let stacks = stacks.map(|stack| (&stack.address, stack)).collect();
    let findings = estate.reads.iter().flat_map(|read| check(&stacks, read));
    estate.merge_environments(findings.collect())
}

fn check(stacks: &BTreeMap<&StackAddress, &Stack>, read: &Read) -> Vec<Finding> {
    let Some(producer) = stacks.get(&read.producer) else {
        return Vec::new();
    };
    // What an unreadable file declares cannot be called missing; that file has its own finding.
    if !producer.module.complete {
        return Vec::new();
    }
    let declared = &producer.module.outputs;
    let missing = read
        .outputs
        .iter()
        .filter(|output| !declared.contains_key(&output.output));
    let missing = missing.map(|output| {
        let message = format!("`{}` has no output `{}`", read.producer, output.output);
        let finding = Finding::error(Code::OutputMissing, message)
            .with_stack(&read.consumer)
            .with_env(&read.env)
            .at(output.location.clone());
        match nearest(&output.output, declared.keys().map(String::as_str)) {
            Some(name) => finding
                .with_hint(format!("did you mean `{name}`?"))
                .with_related(declared[name].clone(), format!("`{name}` is declared here")),
            None => finding.with_hint(format!(
                "add `output \"{}\"` to {}/outputs.tf, or read one that is there",
                output.output, producer.dir
            )),
        }
    });
    missing.chain(unchecked(read)).collect()
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
