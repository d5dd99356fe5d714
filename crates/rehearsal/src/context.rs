//! What all steps of a rehearsal share.

use std::collections::BTreeMap;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use emulator::{Inspector, Running};
use estate::{Environment, Stack};
use process::Cancel;
use run::{Artifact, lock};
use terraform::{OutputValue, Ready, Runner, Scratch};

use crate::smoke::{self, Check, Outputs};
use crate::{Api, Kept, Options, drifts};

/// What all steps of a rehearsal share.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options<'a>,
    /// The stacks that are deployed, producers first.
    pub(crate) stacks: Vec<&'a Stack>,
    pub(crate) runner: Runner,
    pub(crate) scratch: &'a Scratch,
    pub(crate) cancel: &'a Cancel,
    pub(crate) local: &'a Running,
    pub(crate) inspector: Inspector,
    /// The AWS that terraform sees.
    pub(crate) aws: terraform::Environment,
    /// What was built, by the Lambda's name.
    pub(crate) artifacts: Mutex<BTreeMap<String, Artifact>>,
    /// What was applied, by the stack's address.
    pub(crate) outputs: Mutex<Outputs>,
    pub(crate) smoke: Mutex<Vec<Check>>,
    /// What second plans have met of the emulator's own drifts.
    pub(crate) drifts: Mutex<drifts::Met>,
    /// What the compiler said.
    pub(crate) diagnostics: Mutex<String>,
    /// What people should know of the build.
    pub(crate) notes: Mutex<Vec<String>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        options: &'a Options<'a>,
        stacks: Vec<&'a Stack>,
        local: &'a Running,
        ready: &Ready,
        scratch: &'a Scratch,
        cancel: &'a Cancel,
    ) -> Self {
        Self {
            aws: terraform::Environment::Local {
                endpoint: local.endpoint(),
                account_id: options.environment.account.clone(),
                region: options.environment.region.clone(),
            },
            options,
            stacks,
            runner: ready.runner(cancel.clone()),
            scratch,
            cancel,
            local,
            inspector: local.inspector(),
            artifacts: Mutex::default(),
            outputs: Mutex::default(),
            smoke: Mutex::default(),
            drifts: Mutex::default(),
            diagnostics: Mutex::default(),
            notes: Mutex::default(),
        }
    }

    pub(crate) fn environment(&self) -> &'a Environment {
        self.options.environment
    }

    /// Where states are that no bucket holds.
    pub(crate) fn states(&self) -> Utf8PathBuf {
        let env = &self.environment().name;
        self.options.work_dir.path().join(states(env))
    }

    /// A file as people name it: relative to the repository's root.
    pub(crate) fn relative<'b>(&self, file: &'b Utf8Path) -> &'b Utf8Path {
        file.strip_prefix(&self.options.estate.root).unwrap_or(file)
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

    /// The systems that were asked for. Of others only what these need is there.
    pub(crate) fn systems(&self) -> Vec<&'a str> {
        let systems = self
            .options
            .selection
            .stacks
            .iter()
            .map(|stack| stack.address.system());
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
            endpoint: self.local.endpoint(),
            apis: apis.collect(),
        }
    }
}

/// Where the states of an environment are that no bucket holds, below the work folder.
pub(crate) fn states(env: &str) -> Utf8PathBuf {
    Utf8Path::new("states").join(env)
}

/// Where plans are, below the work folder.
pub(crate) const PLANS: &str = "plans";
