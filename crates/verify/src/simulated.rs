//! The states of the simulated AWS.
//!
//! Each stack of each environment is applied to an AWS that is not there, and its state kept in a file of
//! `states/<env>/` that is named after bucket and key: where its consumers look for it, which are planned with
//! its outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Estate, Stack, StackAddress, StateAddress};
use run::lock;
use serde::Deserialize;
use serde_json::Value;
use terraform::LockedProvider;

use crate::keys::{Hash, stamp};
use crate::stacks::locked;

/// The folder of all states in a work folder.
const FOLDER: &str = "states";

/// Providers that do nothing outside the plan and the state, once AWS is simulated. Others could run programs, wait,
/// or call at addresses that are made up.
const HARMLESS: [&str; 5] = [
    "registry.terraform.io/hashicorp/archive",
    "registry.terraform.io/hashicorp/aws",
    "registry.terraform.io/hashicorp/cloudinit",
    "registry.terraform.io/hashicorp/null",
    "registry.terraform.io/hashicorp/random",
];

/// Where the state of each stack lies that can be simulated, by stack and environment.
pub(crate) struct States {
    folder: Utf8PathBuf,
    known: Arc<Known>,
    files: BTreeMap<(StackAddress, String), Utf8PathBuf>,
}

impl States {
    pub(crate) fn new(work: &Utf8Path, estate: &Estate) -> Self {
        let folder = work.join(FOLDER);
        let mut files = BTreeMap::new();
        for stack in estate
            .stacks
            .iter()
            .filter(|stack| is_harmless(estate, stack))
        {
            for (env, state) in &stack.states {
                let file = folder.join(env).join(name(state));
                files.insert((stack.address.clone(), env.clone()), file);
            }
        }
        Self {
            folder,
            known: Arc::default(),
            files,
        }
    }

    /// Removes all states of what is no more, and what killed runs have left.
    pub(crate) fn remove_strangers(&self) -> io::Result<()> {
        let known: BTreeSet<_> = self.files.values().collect();
        if !self.folder.is_dir() {
            return Ok(());
        }
        for environment in self.folder.read_dir_utf8()? {
            let environment = environment?.into_path();
            if !environment.is_dir() {
                std::fs::remove_file(environment)?;
                continue;
            }
            for file in environment.read_dir_utf8()? {
                let file = file?.into_path();
                if file.is_dir() {
                    std::fs::remove_dir_all(file)?;
                } else if !known.contains(&file) {
                    std::fs::remove_file(file)?;
                }
            }
        }
        Ok(())
    }

    /// What a stack is simulated with in an environment.
    pub(crate) fn of(
        &self,
        estate: &Estate,
        stack: &Stack,
        environment: &Environment,
    ) -> Simulated {
        let env = environment.name.as_str();
        let file = |address: &StackAddress| {
            let key = (address.clone(), env.to_owned());
            self.files.get(&key).cloned()
        };
        let reads = estate.reads.iter();
        let reads = reads.filter(|read| read.consumer == stack.address && read.env == env);
        let producers: BTreeSet<_> = reads.clone().map(|read| &read.producer).collect();
        let mut reads: Vec<_> = producers.into_iter().map(file).collect();
        if !estate.knows_reads(&stack.address, env) {
            reads.push(None);
        }
        Simulated {
            folder: self.folder.join(env),
            state: file(&stack.address),
            reads,
            known: Arc::clone(&self.known),
        }
    }
}

/// What a plan is simulated with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Simulated {
    /// The folder with the states of the environment.
    pub(crate) folder: Utf8PathBuf,
    /// Where the stack's own state goes; `None` if it cannot be simulated.
    state: Option<Utf8PathBuf>,
    /// The states that it reads; `None` for one that is not simulated.
    reads: Vec<Option<Utf8PathBuf>>,
    known: Arc<Known>,
}

/// The hashes of outputs that were read, by what a state's file is: many read the same.
type Known = Mutex<BTreeMap<String, Option<String>>>;

/// As much of a state as its consumers see.
#[derive(Deserialize)]
struct State {
    outputs: Value,
}

impl Simulated {
    /// Where the stack's own state goes, if it and all that it reads is simulated.
    pub(crate) fn state(&self) -> Option<&Utf8Path> {
        let is_there = |state: &Option<Utf8PathBuf>| state.as_ref().is_some_and(|it| it.is_file());
        let state = self.state.as_deref();
        state.filter(|_| self.reads.iter().all(is_there))
    }

    /// Whether something that it reads should have been simulated, and was not.
    pub(crate) fn is_short(&self) -> bool {
        self.reads.iter().flatten().any(|state| !state.is_file())
    }

    /// Removes what an earlier run has left, and makes room. Values of tfvars files are nobody else's to read.
    pub(crate) fn clear(&self) -> io::Result<()> {
        let mut folder = DirBuilder::new();
        folder.recursive(true).mode(0o700).create(&self.folder)?;
        let removed = self.state.as_ref().map(std::fs::remove_file);
        match removed.transpose() {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what it reads of earlier runs: only what was made or found good in this one is to be read.
    pub(crate) fn forget_all_but(&self, good: &BTreeSet<Utf8PathBuf>) {
        let reads = self.reads.iter().flatten();
        for stale in reads.filter(|state| !good.contains(*state)) {
            // Another consumer may have been first; what cannot be removed could not be written either.
            let _ = std::fs::remove_file(stale);
        }
    }

    /// Takes note of its own state as good.
    pub(crate) fn note(&self, good: &mut BTreeSet<Utf8PathBuf>) {
        good.extend(self.state.clone());
    }

    /// The hash of the outputs in the stack's own state, if there is one.
    pub(crate) fn outputs(&self) -> Option<String> {
        self.state
            .as_deref()
            .and_then(|state| self.outputs_of(state))
    }

    fn outputs_of(&self, state: &Utf8Path) -> Option<String> {
        let stamp = stamp(state.as_std_path()).ok()?;
        let mut known = lock(&self.known);
        known.entry(stamp).or_insert_with(|| outputs(state)).clone()
    }

    /// The hash of all outputs that it reads, and where. What is not there counts as that.
    pub(crate) fn inputs(&self) -> String {
        let mut hash = Hash::new();
        for state in self.reads.iter().flatten() {
            hash.add(state.file_name().unwrap_or_default());
            hash.add(format!("{:?}", self.outputs_of(state)));
        }
        hash.text()
    }
}

/// Whether nothing happens when it is applied to an AWS that is not there. A provisioner is a program that terraform
/// itself runs; what modules from elsewhere do is not known.
fn is_harmless(estate: &Estate, stack: &Stack) -> bool {
    let mut modules = [&stack.module].into_iter().chain(&stack.modules);
    let providers = locked(estate, stack).unwrap_or_default();
    modules.all(|module| !module.provisions && !module.calls_others)
        && providers.iter().all(is_harmless_provider)
        && stack.is_complete()
}

fn is_harmless_provider(locked: &LockedProvider) -> bool {
    locked.address.is_builtin() || HARMLESS.contains(&locked.address.to_string().as_str())
}

/// The name of a state's file: see [`terraform::RemoteStateBlock`]. A local state is nobody else's to read.
fn name(state: &StateAddress) -> String {
    match state {
        StateAddress::S3 { bucket, key, .. } => terraform::simulated_state(bucket, key),
        StateAddress::Local { path } => terraform::simulated_state("", path),
    }
}

fn outputs(state: &Utf8Path) -> Option<String> {
    let state: State = serde_json::from_slice(&std::fs::read(state).ok()?).ok()?;
    let mut hash = Hash::new();
    hash.add(state.outputs.to_string());
    Some(hash.text())
}
