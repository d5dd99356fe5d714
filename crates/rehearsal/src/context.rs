//! What all steps of a rehearsal share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use camino::Utf8PathBuf;
use emulator::Inspector;
use estate::{Environment, Stack};
use process::Cancel;
use run::Artifact;
use terraform::{OutputValue, Ready, Runner, Scratch};

use crate::local::Local;
use crate::smoke::{self, Check, Outputs};
use crate::{Api, Kept, Options};

/// What all steps of a rehearsal share.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options<'a>,
    /// The stacks, producers first.
    pub(crate) stacks: Vec<&'a Stack>,
    pub(crate) runner: Runner,
    pub(crate) scratch: &'a Scratch,
    pub(crate) cancel: &'a Cancel,
    /// Where the local AWS answers.
    pub(crate) endpoint: String,
    pub(crate) inspector: Inspector,
    /// The AWS that terraform sees.
    pub(crate) aws: terraform::Environment,
    /// What was built, by the Lambda's name.
    pub(crate) artifacts: Mutex<BTreeMap<String, Artifact>>,
    /// What was applied, by the stack's address.
    pub(crate) outputs: Mutex<Outputs>,
    pub(crate) smoke: Mutex<Vec<Check>>,
    /// What the compiler said.
    pub(crate) diagnostics: Mutex<String>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        options: &'a Options<'a>,
        stacks: Vec<&'a Stack>,
        local: &Local,
        ready: &Ready,
        scratch: &'a Scratch,
        cancel: &'a Cancel,
    ) -> Self {
        let endpoint = local.endpoint();
        Self {
            aws: terraform::Environment::Local {
                endpoint: endpoint.clone(),
                account_id: options.environment.account.clone(),
                region: options.environment.region.clone(),
            },
            options,
            stacks,
            runner: ready.runner(cancel.clone()),
            scratch,
            cancel,
            endpoint,
            inspector: local.inspector(),
            artifacts: Mutex::default(),
            outputs: Mutex::default(),
            smoke: Mutex::default(),
            diagnostics: Mutex::default(),
        }
    }

    pub(crate) fn environment(&self) -> &'a Environment {
        self.options.environment
    }

    /// Where states are that no bucket holds.
    pub(crate) fn states(&self) -> Utf8PathBuf {
        self.options.work_dir.path().join("states")
    }

    /// The code of a stack's Lambda.
    pub(crate) fn artifact(&self, stack: &Stack) -> Artifact {
        let built = lock(&self.artifacts).get(stack.address.name()).cloned();
        built.unwrap_or_else(|| Artifact::unbuilt(stack))
    }

    /// The outputs of a stack that was applied.
    pub(crate) fn note_outputs(&self, stack: &Stack, outputs: BTreeMap<String, OutputValue>) {
        lock(&self.outputs).insert(stack.address.to_string(), outputs);
    }

    /// The systems whose stacks are rehearsed.
    pub(crate) fn systems(&self) -> Vec<&'a str> {
        let systems = self.stacks.iter().map(|stack| stack.address.system());
        let mut systems: Vec<&str> = systems.collect();
        systems.sort_unstable();
        systems.dedup();
        systems
    }

    /// What is there to try, once it is left running.
    pub(crate) fn kept(&self) -> Kept {
        let outputs = lock(&self.outputs);
        let apis = self.systems().into_iter().filter_map(|system| {
            let (url, lines) = smoke::of(system)?.invitation(&self.inspector, &outputs)?;
            Some(Api { url, lines })
        });
        Kept {
            endpoint: self.endpoint.clone(),
            apis: apis.collect(),
        }
    }
}

/// A panic elsewhere leaves what was noted so far as it is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
