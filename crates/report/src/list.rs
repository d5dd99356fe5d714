//! The estate as a list.

use std::collections::BTreeMap;

use estate::{Estate, Stack};
use serde::Serialize;

use crate::{Style, table};

#[derive(Serialize)]
struct ListJson<'a> {
    environments: Vec<EnvironmentJson<'a>>,
    systems: Vec<SystemJson<'a>>,
}

#[derive(Serialize)]
struct EnvironmentJson<'a> {
    name: &'a str,
    account: &'a str,
    region: &'a str,
    gate: &'a str,
    state_bucket: &'a str,
    monthly_budget_usd: u32,
    systems: &'a [String],
}

#[derive(Serialize)]
struct SystemJson<'a> {
    name: &'a str,
    environments: &'a [String],
    stacks: Vec<StackJson<'a>>,
}

#[derive(Serialize)]
struct StackJson<'a> {
    address: String,
    path: &'a str,
    wave: usize,
    environments: &'a [String],
    reads: Vec<String>,
    state: BTreeMap<&'a str, String>,
    lambdas: Vec<&'a BTreeMap<String, String>>,
}

/// Environments and systems with their stacks in order, as a value to serialise.
pub fn list_json(estate: &Estate) -> impl Serialize + '_ {
    let environments = estate
        .environments
        .iter()
        .map(|environment| EnvironmentJson {
            name: &environment.name,
            account: &environment.account,
            region: &environment.region,
            gate: environment.gate.as_str(),
            state_bucket: &environment.state.bucket,
            monthly_budget_usd: environment.monthly_budget_usd,
            systems: &environment.systems,
        });
    let systems = estate.systems.iter().map(|system| SystemJson {
        name: &system.name,
        environments: &system.environments,
        stacks: stacks_of(estate, &system.name)
            .map(|stack| stack_json(estate, stack))
            .collect(),
    });
    ListJson {
        environments: environments.collect(),
        systems: systems.collect(),
    }
}

fn stack_json<'a>(estate: &'a Estate, stack: &'a Stack) -> StackJson<'a> {
    let states = stack.states.iter();
    StackJson {
        address: stack.address.to_string(),
        path: stack.dir.as_str(),
        wave: estate.wave(&stack.address),
        environments: &stack.environments,
        reads: estate
            .producers(&stack.address)
            .map(ToString::to_string)
            .collect(),
        state: states
            .map(|(env, state)| (env.as_str(), state.to_string()))
            .collect(),
        lambdas: stack
            .lambdas
            .iter()
            .map(|lambda| &lambda.functions)
            .collect(),
    }
}

/// Environments, and all stacks in order, as tables.
pub fn list_text(estate: &Estate, style: Style) -> String {
    let mut environments = table(
        style,
        &["ENVIRONMENT", "ACCOUNT", "REGION", "GATE", "SYSTEMS"],
        &["SYSTEMS"],
    );
    for environment in &estate.environments {
        environments.add_row([
            &environment.name,
            &environment.account,
            &environment.region,
            environment.gate.as_str(),
            &environment.systems.join(", "),
        ]);
    }
    let mut stacks = table(
        style,
        &["ORDER", "STACK", "READS", "LAMBDAS", "ENVIRONMENTS"],
        &["READS", "LAMBDAS", "ENVIRONMENTS"],
    );
    for stack in &estate.stacks {
        stacks.add_row([
            estate.wave(&stack.address).to_string(),
            stack.address.to_string(),
            reads_text(estate, stack),
            lambdas_text(stack),
            stack.environments.join(", "),
        ]);
    }
    format!("{}\n\n{}\n", environments.trim_fmt(), stacks.trim_fmt())
}

fn stacks_of<'a>(estate: &'a Estate, system: &'a str) -> impl Iterator<Item = &'a Stack> {
    estate
        .stacks
        .iter()
        .filter(move |stack| stack.address.system() == system)
}

/// Producers, by their short names within the stack's own system.
fn reads_text(estate: &Estate, stack: &Stack) -> String {
    let producers = estate.producers(&stack.address).map(|producer| {
        if producer.system() == stack.address.system() {
            producer.name().to_owned()
        } else {
            producer.to_string()
        }
    });
    or_dash(producers.collect())
}

fn lambdas_text(stack: &Stack) -> String {
    let lambdas = stack.lambdas.iter().map(|lambda| {
        let names: Vec<_> = lambda.functions.values().cloned().collect();
        match lambda.pattern() {
            Some(pattern) => pattern,
            None if names.is_empty() => lambda.label.clone(),
            None => names.join(", "),
        }
    });
    or_dash(lambdas.collect())
}

fn or_dash(names: Vec<String>) -> String {
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(", ")
    }
}
