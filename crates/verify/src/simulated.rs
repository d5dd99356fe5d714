//! The states of the simulated AWS.
//!
//! Each stack of each environment is applied to an AWS that is not there, and its state kept in
//! `states/<env>/<bucket>/<key>`: where its consumers look for it, which are planned with its outputs.

use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use estate::{Environment, Estate, Stack, StateAddress};
use serde::Deserialize;
use serde_json::Value;

use crate::keys::Hash;

/// The folder of all states in a work folder.
const FOLDER: &str = "states";

/// What a plan is simulated with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Simulated {
    /// The folder with the states of the environment.
    pub(crate) folder: Utf8PathBuf,
    /// Where the stack's own state goes; `None` if it cannot be simulated.
    state: Option<Utf8PathBuf>,
    /// The states that it reads; `None` for one that is not simulated.
    reads: Vec<Option<Utf8PathBuf>>,
}

/// As much of a state as its consumers see.
#[derive(Deserialize)]
struct State {
    outputs: Value,
}

impl Simulated {
    /// For a stack in an environment.
    pub(crate) fn new(
        work: &Utf8Path,
        estate: &Estate,
        stack: &Stack,
        environment: &Environment,
    ) -> Self {
        let env = &environment.name;
        let folder = work.join(FOLDER).join(env);
        let reads = estate.reads.iter();
        let reads = reads.filter(|read| read.consumer == stack.address && read.env == *env);
        let producers: BTreeSet<_> = reads.map(|read| &read.producer).collect();
        let producers = producers.into_iter().map(|producer| {
            let mut stacks = estate.stacks.iter();
            let producer = stacks.find(|stack| stack.address == *producer)?;
            file(&folder, producer, env)
        });
        Self {
            reads: producers.collect(),
            state: file(&folder, stack, env),
            folder,
        }
    }

    /// Where the stack's own state goes, if it and all that it reads is simulated.
    pub(crate) fn state(&self) -> Option<&Utf8Path> {
        let is_there = |state: &Option<Utf8PathBuf>| state.as_ref().is_some_and(|it| it.is_file());
        let state = self.state.as_deref();
        state.filter(|_| self.reads.iter().all(is_there))
    }

    /// Removes what an earlier run has left, and makes room.
    pub(crate) fn clear(&self) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let Some(state) = &self.state else {
            return Ok(());
        };
        std::fs::create_dir_all(state.parent().unwrap_or(state))?;
        match std::fs::remove_file(state) {
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
        self.state.as_deref().and_then(outputs)
    }

    /// The hash of all outputs that it reads. What is not there counts as that.
    pub(crate) fn inputs(&self) -> String {
        let mut hash = Hash::new();
        for state in &self.reads {
            let outputs = state.as_deref().and_then(outputs);
            hash.add(outputs.unwrap_or_default());
        }
        hash.text()
    }
}

/// Removes all states of what is no more.
pub(crate) fn remove_strangers(work: &Utf8Path, estate: &Estate) -> io::Result<()> {
    let folder = work.join(FOLDER);
    let environments = estate.environments.iter().flat_map(|environment| {
        let folder = folder.join(&environment.name);
        let stacks = estate.stacks.iter();
        stacks.filter_map(move |stack| file(&folder, stack, &environment.name))
    });
    let known: BTreeSet<Utf8PathBuf> = environments.collect();
    for file in files(&folder)? {
        if !known.contains(&file) {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

fn files(dir: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
    let mut out = Vec::new();
    if !dir.is_dir() {
        return Ok(out);
    }
    for entry in dir.read_dir_utf8()? {
        let path = entry?.into_path();
        if path.is_dir() {
            out.extend(files(&path)?);
        } else {
            out.push(path);
        }
    }
    Ok(out)
}

/// Where the state of a stack lies, in the folder of its environment. `None` for one that must not be applied, not
/// even so, because terraform itself would run programs.
fn file(folder: &Utf8Path, stack: &Stack, env: &str) -> Option<Utf8PathBuf> {
    let mut modules = [&stack.module].into_iter().chain(&stack.modules);
    let is_ours = modules.all(|module| !module.provisions && !module.calls_others);
    let path = match stack.states.get(env)? {
        StateAddress::S3 { bucket, key, .. } => Utf8Path::new(bucket).join(key),
        // No bucket can be called so: nobody reads a file of another machine.
        StateAddress::Local { path } => Utf8Path::new("_local").join(path),
    };
    let is_below = |part: Utf8Component<'_>| matches!(part, Utf8Component::Normal(_));
    (is_ours && stack.is_complete() && path.components().all(is_below)).then(|| folder.join(path))
}

fn outputs(state: &Utf8Path) -> Option<String> {
    let state: State = serde_json::from_slice(&std::fs::read(state).ok()?).ok()?;
    let mut hash = Hash::new();
    hash.add(state.outputs.to_string());
    Some(hash.text())
}
