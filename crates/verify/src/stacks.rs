//! The terraform commands for stacks: `init` and `validate` once, a plan for each environment.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;

use camino::Utf8PathBuf;
use estate::{Environment, Estate, Module, Stack};
use finding::{Code, Finding};
use run::{Artifact, Observer, Step, StepKind};
use terraform::{
    Cancel, Imports, LockFile, LockedProvider, Overrides, PlanMode, PlanOptions, ProviderBlock,
    Ready, RemoteStateBlock, Scratch, ScratchError,
};

use crate::engine::{Command, Engine, Task, Tasks};
use crate::keys::{Hash, Inputs, Keys};
use crate::memory::Memory;
use crate::plan::Plan;
use crate::simulated::States;
use crate::{Options, Report};

/// Runs them all, after or beside what comes `first`; all of them are skipped where there is no terraform, or
/// nowhere to write.
pub(crate) fn run(
    options: &Options<'_>,
    ready: Option<&Ready>,
    memory: &Memory,
    first: run::Tasks<'_>,
    cancel: &Cancel,
    observer: &dyn Observer,
    report: &mut Report,
) {
    let scratch_dir = options.work_dir.path().join("terraform");
    let states = States::new(options.work_dir.path(), options.estate);
    let prepared = prepare(options, &states);
    let tasks = Stacks {
        options,
        states,
        scratch_dir: scratch_dir.clone(),
        memory,
    }
    .tasks();
    let (Some(ready), Ok(left_out)) = (ready, &prepared) else {
        report.findings.extend(prepared.err());
        report.add(first.run(options.jobs, cancel, observer));
        tasks.skip(report);
        return;
    };
    report.findings.extend(left_out.iter().cloned());
    let engine = Engine::new(
        ready.runner(cancel.clone()),
        &options.estate.root,
        &scratch_dir,
        memory,
    );
    engine.run(&tasks, first, options.jobs, cancel, observer, report);
}

/// Makes the scratch copy, with what lets each stack be planned there, and the inputs of every
/// plan. Returns what could not be copied.
fn prepare(options: &Options<'_>, states: &States) -> Result<Vec<Finding>, Finding> {
    let (root, work_dir) = (&options.estate.root, options.work_dir);
    states.remove_strangers().map_err(|source| {
        let path = work_dir.path().to_owned();
        unwritable(&ScratchError::Write { path, source })
    })?;
    let scratch = Scratch::prepare(root, work_dir.path(), Imports::Left)
        .map_err(|error| unwritable(&error))?;
    for stack in &options.selection.stacks {
        write_overrides(&scratch, stack).map_err(|error| unwritable(&error))?;
        for environment in options.selection.environments_of(stack) {
            let path = work_dir.inputs(stack, &environment.name);
            run::write_inputs(stack, environment, &Artifact::unbuilt(stack), None, &path)
                .map_err(|source| unwritable(&ScratchError::Write { path, source }))?;
        }
    }
    Ok(scratch
        .skipped()
        .iter()
        .map(terraform::Skipped::to_finding)
        .collect())
}

pub(crate) fn unwritable(error: &ScratchError) -> Finding {
    let code = match error {
        ScratchError::Write { .. } => Code::UnwritableFile,
        ScratchError::Source { .. } => Code::UnreadableFile,
    };
    Finding::error(code, error.to_string())
        .with_hint("check the rights of the folder and the space on its disk")
}

/// Makes a stack one whose providers need no AWS, and whose producers, or those of a module that
/// it calls, may never have been applied.
fn write_overrides(scratch: &Scratch, stack: &Stack) -> Result<(), ScratchError> {
    let providers = stack
        .module
        .providers
        .iter()
        .filter(|provider| provider.name == "aws");
    let providers = providers.map(|provider| ProviderBlock {
        local_name: provider.name.clone(),
        alias: provider.alias.clone(),
    });
    let root = Overrides {
        is_root: true,
        providers: providers.collect(),
        remote_states: remote_states(&stack.module),
    };
    scratch.write_overrides(&folder(scratch, &stack.module), &root)?;
    for module in &stack.modules {
        let remote_states = remote_states(module);
        if !remote_states.is_empty() {
            let overrides = Overrides {
                remote_states,
                ..Overrides::default()
            };
            scratch.write_overrides(&folder(scratch, module), &overrides)?;
        }
    }
    Ok(())
}

fn remote_states(module: &Module) -> Vec<RemoteStateBlock> {
    let blocks = module.remote_state_configs().into_iter();
    blocks
        .map(|(name, config)| RemoteStateBlock { name, config })
        .collect()
}

/// A module's folder in the scratch copy. One outside `terraform/` is in no copy.
fn folder(scratch: &Scratch, module: &Module) -> Utf8PathBuf {
    scratch
        .dir()
        .join(module.dir.strip_prefix("terraform").unwrap_or(&module.dir))
}

/// Makes the tasks, in the order of the stacks.
struct Stacks<'a> {
    options: &'a Options<'a>,
    states: States,
    scratch_dir: Utf8PathBuf,
    memory: &'a Memory,
}

impl Stacks<'_> {
    fn tasks(&self) -> Tasks {
        let mut tasks = Tasks::default();
        // Plans that are remembered with all that they read: those of others may yet have to be made.
        let mut settled = BTreeSet::new();
        for stack in &self.options.selection.stacks {
            let hash = self.hash(stack);
            let mut validate = self.task(stack, Command::Validate);
            validate.key = hash.as_ref().map(Hash::text);
            let environments = self.options.selection.environments_of(stack).into_iter();
            let plans = environments.map(|environment| {
                let plan = self.plan(stack, environment, hash.as_ref());
                let producers = self.plans_of_producers(&tasks, stack, environment);
                let is_settled =
                    self.is_remembered(&plan) && producers.iter().all(|at| settled.contains(at));
                (plan, producers, is_settled)
            });
            let plans: Vec<_> = plans.collect();
            let mut init = self.task(stack, Command::Init);
            init.key.clone_from(&validate.key);
            // What has to be done needs what `init` leaves in the folder.
            init.is_wanted = !self.is_remembered(&validate)
                || !plans.iter().all(|(_, _, is_settled)| *is_settled);
            let init = tasks.add(init, None, Vec::new());
            let validate = tasks.add(validate, Some(init), Vec::new());
            // One after the other, so that one provider serves them all: it is started for a folder.
            let mut before = None;
            for (plan, mut after, is_settled) in plans {
                after.extend(before);
                let at = tasks.add(plan, Some(validate), after);
                settled.extend(is_settled.then_some(at));
                before = Some(at);
            }
        }
        tasks
    }

    fn is_remembered(&self, task: &Task) -> bool {
        self.memory.recall(task, task.key().as_deref()).is_some()
    }

    /// What a stack's configuration is, if that is all that counts.
    fn hash(&self, stack: &Stack) -> Option<Hash> {
        let keys = self.memory.keys.as_ref()?;
        let lock = LockFile::path_in(&self.options.estate.root.join(&stack.dir));
        let providers = LockFile::read(&lock).ok()?.providers;
        let providers: Vec<_> = providers.iter().map(|it| it.address.to_string()).collect();
        let mut all = [&stack.module].into_iter().chain(&stack.modules);
        if all.any(|module| module.calls_others) {
            return None;
        }
        let modules = [&stack.module].into_iter().chain(&stack.modules);
        let folders = modules.map(|module| {
            let dir = module.dir.strip_prefix("terraform");
            // One outside `terraform/` is in no copy; it is not there, and then there is no key.
            self.scratch_dir.join(dir.unwrap_or(&module.dir))
        });
        let folders: Vec<_> = folders.collect();
        keys.stack(&folders, &providers)
            .filter(|_| stack.is_complete())
    }

    /// A plan waits for these, so that producers come first; it does not need them to succeed.
    fn plans_of_producers(
        &self,
        tasks: &Tasks,
        consumer: &Stack,
        environment: &Environment,
    ) -> Vec<usize> {
        let producers = self.options.estate.producers(&consumer.address);
        let producers: Vec<String> = producers.map(ToString::to_string).collect();
        let tasks = tasks.list.iter().enumerate().filter(|(_, planned)| {
            let step = &planned.task.step;
            let subject = step.subject.as_ref();
            step.kind == StepKind::Plan
                && step.env.as_ref() == Some(&environment.name)
                && subject.is_some_and(|subject| producers.contains(subject))
        });
        tasks.map(|(at, _)| at).collect()
    }

    fn plan(&self, stack: &Stack, environment: &Environment, hash: Option<&Hash>) -> Task {
        let (env, work_dir) = (&environment.name, self.options.work_dir);
        let tfvars = self.options.estate.root.join(stack.tfvars(env));
        let json = self.options.plans.map(|dir| {
            let file = format!("{env}/{}.json", stack.address);
            dir.join(file)
        });
        let simulated = self.states.of(self.options.estate, stack, environment);
        let var_files = vec![work_dir.inputs(stack, env), tfvars];
        let inputs = Inputs::of(&var_files);
        // What is read of a state that nobody knows of is in no key.
        let hash = hash.filter(|_| self.options.estate.knows_reads(&stack.address, env));
        let key = hash.and_then(|hash| Keys::plan(hash, stack, environment, &var_files));
        let options = PlanOptions {
            var_files,
            out: None,
            has_state: false,
            mode: PlanMode::Normal,
            simulated: Some(terraform::Simulated {
                states: simulated.folder.clone(),
                account_id: environment.account.clone(),
                scope: format!("{env}/{}", stack.address),
            }),
            env: terraform::Environment::Offline {
                region: environment.region.clone(),
            },
            imports: BTreeMap::new(),
        };
        let plan = Plan {
            options,
            json,
            simulated,
        };
        let command = Command::Plan(Box::new(plan));
        let mut task = self.task(stack, command);
        task.log = work_dir.log(&stack.address.to_string(), &format!("plan-{env}"));
        task.step.env = Some(env.clone());
        (task.key, task.inputs) = (key, inputs);
        // Who wants the plan itself gets one that is made now.
        task.is_wanted = self.options.plans.is_some();
        // A missing tfvars file has been told, too.
        task.is_blocked |= !self.options.estate.root.join(stack.tfvars(env)).is_file();
        task
    }

    fn task(&self, stack: &Stack, command: Command) -> Task {
        let address = stack.address.to_string();
        let kind = command.kind();
        let providers = providers(self.options.estate, stack);
        Task {
            dir: self.scratch_dir.join(&address),
            log: self.options.work_dir.log(&address, kind.as_str()),
            step: Step {
                subject: Some(address),
                env: None,
                kind,
            },
            command,
            // What Terraform would say of a file that cannot be read, or of a lock file that is not
            // there, has been said.
            is_blocked: !stack.is_complete() || providers.is_err(),
            providers: providers.unwrap_or_default(),
            key: None,
            is_wanted: false,
            inputs: Inputs::default(),
        }
    }
}

/// The providers that a stack locks.
pub(crate) fn locked(estate: &Estate, stack: &Stack) -> io::Result<Vec<LockedProvider>> {
    let path = LockFile::path_in(&estate.root.join(&stack.dir));
    let file = LockFile::read(&path).map_err(io::Error::other)?;
    Ok(file.providers)
}

/// The same, as terraform names them: `hashicorp/aws`.
fn providers(estate: &Estate, stack: &Stack) -> io::Result<Vec<String>> {
    let locked = locked(estate, stack)?;
    let addresses = locked.iter().map(|locked| &locked.address);
    Ok(addresses
        .map(|address| format!("{}/{}", address.namespace, address.name))
        .collect())
}
