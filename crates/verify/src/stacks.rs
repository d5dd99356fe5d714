//! The terraform commands for stacks: `init` and `validate` once, a plan for each environment.

use camino::Utf8PathBuf;
use estate::{Environment, Stack};
use finding::{Code, Finding};
use terraform::{Cancel, PlanOptions, ProviderBlock, Ready, Scratch, ScratchError, StackOverrides};

use crate::engine::{Engine, Task, Tasks};
use crate::step::{Observer, Step, StepKind};
use crate::{Options, Report, WorkDir, inputs};

/// Runs them all; all are skipped where there is no terraform, or nowhere to write.
pub(crate) fn run(
    options: &Options<'_>,
    ready: Option<&Ready>,
    cancel: &Cancel,
    observer: &dyn Observer,
    report: &mut Report,
) {
    let scratch_dir = options.work_dir.path().join("terraform");
    let tasks = Stacks {
        options,
        scratch_dir: scratch_dir.clone(),
    }
    .tasks();
    let prepared = prepare(options);
    let (Some(ready), Ok(skipped)) = (ready, &prepared) else {
        report.findings.extend(prepared.err());
        tasks.skip(report);
        return;
    };
    report.findings.extend(skipped.iter().cloned());
    let engine = Engine {
        runner: ready.runner(cancel.clone()),
        root: &options.estate.root,
        scratch: &scratch_dir,
        jobs: options.jobs,
        cancel,
        observer,
    };
    engine.run(tasks, report);
}

/// Makes the scratch copy, with what lets each stack be planned there, and the inputs of every
/// plan. Returns what could not be copied.
fn prepare(options: &Options<'_>) -> Result<Vec<Finding>, Finding> {
    let root = &options.estate.root;
    let scratch = Scratch::prepare(root, options.work_dir.path()).map_err(unwritable)?;
    for stack in &options.selection.stacks {
        let dir = scratch.stack_dir(&stack.address.to_string());
        scratch
            .write_overrides(&dir, &overrides(stack))
            .map_err(unwritable)?;
        for environment in options.selection.environments_of(stack) {
            prepare_plan(options.work_dir, stack, environment).map_err(unwritable)?;
        }
    }
    Ok(scratch
        .skipped()
        .iter()
        .map(terraform::Skipped::to_finding)
        .collect())
}

/// Writes a plan's inputs, and makes the folder that it goes to.
fn prepare_plan(
    work_dir: &WorkDir,
    stack: &Stack,
    environment: &Environment,
) -> Result<(), ScratchError> {
    let plan = work_dir.plan(stack, &environment.name);
    let folder = plan.parent().unwrap_or(&plan);
    std::fs::create_dir_all(folder).map_err(|source| ScratchError::Write {
        path: folder.to_owned(),
        source,
    })?;
    let path = work_dir.inputs(stack, &environment.name);
    inputs::write(stack, environment, &path).map_err(|source| ScratchError::Write { path, source })
}

fn unwritable(error: ScratchError) -> Finding {
    Finding::error(Code::UnwritableFile, error.to_string())
        .with_hint("check the rights of `target/` and the space on its disk")
}

/// A stack whose providers need no AWS, and whose producers may never have been applied.
fn overrides(stack: &Stack) -> StackOverrides {
    let providers = stack
        .module
        .providers
        .iter()
        .filter(|provider| provider.name == "aws");
    let providers = providers.map(|provider| ProviderBlock {
        local_name: provider.name.clone(),
        alias: provider.alias.clone(),
    });
    StackOverrides {
        providers: providers.collect(),
        remote_states: stack.module.remote_state_names(),
    }
}

/// Makes the tasks, in the order of the stacks.
struct Stacks<'a> {
    options: &'a Options<'a>,
    scratch_dir: Utf8PathBuf,
}

impl Stacks<'_> {
    fn tasks(&self) -> Tasks {
        let mut tasks = Tasks::default();
        for stack in &self.options.selection.stacks {
            let init = tasks.add(self.task(stack, None, StepKind::Init, None), Vec::new());
            let validate = self.task(stack, None, StepKind::Validate, Some(init));
            let validate = tasks.add(validate, Vec::new());
            for environment in self.options.selection.environments_of(stack) {
                let plans = self.plans_of_producers(&tasks, stack, environment);
                let plan = self.task(stack, Some(environment), StepKind::Plan, Some(validate));
                tasks.add(plan, plans);
            }
        }
        tasks
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
        let tasks = tasks.list.iter().enumerate().filter(|(_, task)| {
            let subject = task.step.subject.as_ref();
            task.step.kind == StepKind::Plan
                && task.step.env.as_ref() == Some(&environment.name)
                && subject.is_some_and(|subject| producers.contains(subject))
        });
        tasks.map(|(at, _)| at).collect()
    }

    fn task(
        &self,
        stack: &Stack,
        environment: Option<&Environment>,
        kind: StepKind,
        needs: Option<usize>,
    ) -> Task {
        let work_dir = self.options.work_dir;
        let address = stack.address.to_string();
        let log = match environment {
            Some(environment) => format!("{}-{}", kind.as_str(), environment.name),
            None => kind.as_str().to_owned(),
        };
        let env = offline(environment);
        Task {
            dir: self.scratch_dir.join(&address),
            log: work_dir.log(&address, &log),
            plan: environment.map(|environment| PlanOptions {
                var_files: vec![
                    work_dir.inputs(stack, &environment.name),
                    self.options
                        .estate
                        .root
                        .join(stack.tfvars(&environment.name)),
                ],
                out: work_dir.plan(stack, &environment.name),
                env: env.clone(),
            }),
            step: Step {
                subject: Some(address),
                env: environment.map(|environment| environment.name.clone()),
                kind,
            },
            env,
            needs,
        }
    }
}

/// No account at all. Steps that are done once for all environments look at none.
fn offline(environment: Option<&Environment>) -> terraform::Environment {
    match environment {
        Some(environment) => terraform::Environment::Offline {
            account_id: environment.account.clone(),
            region: environment.region.clone(),
        },
        None => terraform::Environment::nowhere(),
    }
}
