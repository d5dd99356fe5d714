//! What all steps of a rehearsal share.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ::smoke::{Check, Outputs};
use camino::{Utf8Path, Utf8PathBuf};
use deployment::{Ground, Order, Site, drifts};
use emulator::{Inspector, Running};
use estate::{Environment, Stack};
use process::Cancel;
use run::{Artifact, Record, lock};
use terraform::OutputValue;

use crate::{Api, Kept, Options};

/// What all steps of a rehearsal share.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options<'a>,
    /// The stacks that are deployed, producers first.
    pub(crate) order: Order<'a>,
    pub(crate) site: Site<'a>,
    pub(crate) local: &'a Running,
    pub(crate) inspector: Inspector,
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
        ground: &'a Ground,
        cancel: &'a Cancel,
    ) -> Self {
        let environment = options.environment;
        let states = options.work_dir.path().join(states(&environment.name));
        let site = Site {
            root: &options.estate.root,
            estate: options.estate,
            environment,
            runner: ground.ready.runner(cancel.clone()),
            scratch: &ground.scratch,
            work_dir: options.work_dir,
            aws: terraform::Environment::Local {
                endpoint: local.endpoint(),
                account_id: environment.account.clone(),
                region: environment.region.clone(),
            },
            stock_applies: false,
            states: Some(states),
            record: Record::now(None, None),
            cancel,
        };
        Self {
            options,
            order: Order::new(options.estate, environment, stacks),
            site,
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
            let (url, lines) = ::smoke::of(system)?.invitation(&self.inspector, &outputs)?;
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
