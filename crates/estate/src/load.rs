//! Reading the whole estate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use finding::Finding;

use crate::address::StackAddress;
use crate::environment::{self, Environment};
use crate::files::Reader;
use crate::graph::{self, Edge};
use crate::module::Module;
use crate::reads::{self, Read};
use crate::stack::{self, Modules, Stack};
use crate::states::States;
use crate::{layout, state, strays, tfvars};

/// Everything that the repository describes.
#[derive(Clone, Debug)]
pub struct Estate {
    /// The repository's root.
    pub root: Utf8PathBuf,
    /// The environments, the least guarded first, then by name.
    pub environments: Vec<Environment>,
    /// The systems, by name.
    pub systems: Vec<System>,
    /// All stacks, producers before their consumers.
    pub stacks: Vec<Stack>,
    /// Who reads whom.
    pub edges: Vec<Edge>,
    /// Every read of another stack's state, by environment.
    pub reads: Vec<Read>,
    /// Folders of the reusable modules, relative to the root.
    pub modules: Vec<Utf8PathBuf>,
    /// Where not all reads are known.
    unknown_reads: BTreeSet<(StackAddress, String)>,
    waves: BTreeMap<StackAddress, usize>,
}

/// A product that is deployed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its name: the folder below `terraform/`.
    pub name: String,
    /// Names of the environments in which it lives.
    pub environments: Vec<String>,
}

/// The repository's root: the nearest folder, from `start` upwards, with both `terraform/` and
/// `environments/`.
pub fn find_root(start: &Utf8Path) -> Option<&Utf8Path> {
    start
        .ancestors()
        .find(|folder| folder.join("terraform").is_dir() && folder.join("environments").is_dir())
}

impl Estate {
    /// Reads everything below the root. Whatever is wrong is told in the findings, and the estate
    /// holds the rest.
    pub fn load(root: &Utf8Path) -> (Self, Vec<Finding>) {
        let mut reader = Reader::new(root);
        let environments = read_environments(&mut reader);
        let all_read = reader.findings.is_empty();
        let addresses = layout::stack_addresses(&mut reader);
        let names = addresses.iter().map(|address| address.system().to_owned());
        let systems: BTreeSet<String> = names.collect();
        environment::check_together(&environments, &systems, &mut reader.findings);

        let mut loader = Loader {
            reader,
            environments: &environments,
            modules: Modules::default(),
        };
        let mut stacks: Vec<Stack> = addresses
            .into_iter()
            .map(|address| loader.stack(address))
            .collect();
        strays::check_environments(&mut loader.reader, &environments, &stacks);
        let module_folders = layout::modules(&mut loader.reader);
        let mut findings = loader.reader.findings;
        if all_read {
            layout::check_unlisted(&stacks, &mut findings);
        }

        let states = States::new(&stacks, all_read);
        states.check_unique(&environments, &mut findings);
        let (reads, unknown_reads) = read_reads(&stacks, &loader.modules, &states, &mut findings);
        let edges = graph::edges(&reads);
        let all: Vec<_> = stacks.iter().map(|stack| stack.address.clone()).collect();
        let waves = graph::waves(&all, &edges, &mut findings);
        stacks.sort_by_key(|stack| (waves.get(&stack.address).copied(), stack.address.clone()));

        let systems = systems.into_iter().map(|name| System {
            environments: living_in(&name, &environments),
            name,
        });
        let estate = Self {
            root: root.to_owned(),
            systems: systems.collect(),
            modules: module_folders,
            environments,
            stacks,
            edges,
            reads,
            unknown_reads,
            waves,
        };
        let findings = estate.merge_environments(findings);
        (estate, findings)
    }

    /// A stack by its address.
    pub fn stack(&self, address: &StackAddress) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.address == *address)
    }

    /// An environment by its name.
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments
            .iter()
            .find(|environment| environment.name == name)
    }

    /// Whether it is known of all that a stack reads in an environment which stack keeps it, and that is as it
    /// should be.
    pub fn knows_reads(&self, stack: &StackAddress, env: &str) -> bool {
        let mut unknown = self.unknown_reads.iter();
        !unknown.any(|(address, name)| address == stack && name == env)
    }

    /// The stacks that a stack reads, sorted.
    pub fn producers<'a>(
        &'a self,
        consumer: &'a StackAddress,
    ) -> impl Iterator<Item = &'a StackAddress> {
        let edges = self
            .edges
            .iter()
            .filter(move |edge| edge.consumer == *consumer);
        edges.map(|edge| &edge.producer)
    }

    /// A stack's place in the order, from 1; stacks with the same place can run side by side.
    pub fn wave(&self, stack: &StackAddress) -> usize {
        self.waves.get(stack).copied().unwrap_or(1)
    }
}

/// Reads stacks, and each module once.
struct Loader<'a> {
    reader: Reader<'a>,
    environments: &'a [Environment],
    modules: Modules,
}

impl Loader<'_> {
    fn stack(&mut self, address: StackAddress) -> Stack {
        let dir = Utf8PathBuf::from(format!("terraform/{address}"));
        let module = self.module(&dir);
        strays::check_stack(&mut self.reader, &address, &dir);
        let mut stack = Stack {
            environments: living_in(address.system(), self.environments),
            address,
            dir,
            modules: self.modules.called_by(&module),
            module,
            states: BTreeMap::new(),
            lambdas: Vec::new(),
            values: BTreeMap::new(),
        };
        for environment in self.environments {
            if stack.environments.contains(&environment.name) {
                self.enter(&mut stack, environment);
            }
        }
        stack.lambdas = stack::lambdas(&stack, &self.modules);
        stack
    }

    /// Reads what a stack is in one environment.
    fn enter(&mut self, stack: &mut Stack, environment: &Environment) {
        let name = &environment.name;
        let tfvars = tfvars::read(&mut self.reader, name, &stack.address);
        let findings = &mut self.reader.findings;
        let values = stack::values(stack, environment, tfvars, findings);
        stack.values.insert(name.clone(), values);
        match state::own(&stack.module, environment) {
            Ok(state) => drop(stack.states.insert(name.clone(), state)),
            // A file that could not be read may hold the backend.
            Err(_) if !stack.module.complete => {}
            Err(finding) => findings.push(finding.with_stack(&stack.address).with_env(name)),
        }
    }

    /// A module and, with it, all modules that it calls.
    fn module(&mut self, dir: &Utf8Path) -> Arc<Module> {
        let mut wanted = vec![dir.to_owned()];
        while let Some(dir) = wanted.pop() {
            if !self.modules.0.contains_key(&dir) {
                let module = Module::read(&mut self.reader, &dir);
                wanted.extend(module.calls.iter().map(|call| call.dir.clone()));
                self.modules.0.insert(dir, Arc::new(module));
            }
        }
        let module = self.modules.0.get(dir);
        module.map(Arc::clone).unwrap_or_default()
    }
}

fn read_environments(reader: &mut Reader<'_>) -> Vec<Environment> {
    let files = reader.with_extension(Utf8Path::new("environments"), "toml");
    let (mut environments, mut accounts) = (Vec::new(), Vec::new());
    for file in files {
        if let Some(source) = reader.source(&file) {
            let environment = Environment::read(&source, &mut accounts, &mut reader.findings);
            environments.extend(environment);
        }
    }
    environment::check_accounts(&accounts, &mut reader.findings);
    // The way of a release: from where anything goes to where most is at stake.
    environments.sort_by_key(|environment| environment.gate);
    environments
}

fn living_in(system: &str, environments: &[Environment]) -> Vec<String> {
    let living = environments
        .iter()
        .filter(|environment| environment.systems.iter().any(|name| name == system));
    living.map(|environment| environment.name.clone()).collect()
}

fn read_reads(
    stacks: &[Stack],
    modules: &Modules,
    states: &States<'_>,
    findings: &mut Vec<Finding>,
) -> (Vec<Read>, BTreeSet<(StackAddress, String)>) {
    let (mut reads, mut unknown) = (Vec::new(), BTreeSet::new());
    for stack in stacks {
        for env in &stack.environments {
            let of_stack = reads::of_stack(stack, env, modules, states, findings);
            reads.extend(of_stack.list);
            if !of_stack.are_known {
                unknown.insert((stack.address.clone(), env.clone()));
            }
        }
    }
    (reads, unknown)
}
