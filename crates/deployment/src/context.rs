//! What all steps of a run share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use ::smoke::Outputs;
use artifact::Commit;
use doctor::Examination;
use estate::{Gate, Stack, StackAddress};
use finding::{Code, Finding};
use process::Cancel;
use run::{Artifact, Record, Selection, Status, Step, StepKind, StepResult, Tasks, lock};
use terraform::{Imports, Ready};

use crate::prepare::{Ground, check_files};
use crate::review::Review;
use crate::{Audience, Aws, Options, Order, Report, Site, backend, bound, unsaved};

/// What all steps of a run share.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options<'a>,
    pub(crate) site: Site<'a>,
    pub(crate) order: Order<'a>,
    /// What was built, by the Lambda's name.
    pub(crate) artifacts: Mutex<BTreeMap<String, Artifact>>,
    /// What is to be done, by the stack's position.
    pub(crate) reviews: Mutex<BTreeMap<usize, Review>>,
    /// The stacks of which something that they read has changed in this run.
    pub(crate) stale: Mutex<BTreeSet<StackAddress>>,
    /// The addresses of what AWS said is there already, by the stack's position.
    pub(crate) existing: Mutex<BTreeMap<usize, BTreeSet<String>>>,
    /// What was applied puts out.
    pub(crate) outputs: Mutex<Outputs>,
    /// What the compiler said.
    pub(crate) diagnostics: Mutex<String>,
    /// What people should know of the build.
    pub(crate) notes: Mutex<Vec<String>>,
}

/// What a run begins with. The report says why there is none.
pub(crate) struct Start<'a> {
    /// The stacks that it is about.
    pub(crate) stacks: Vec<&'a Stack>,
    /// Where they are planned.
    pub(crate) ground: Ground,
    /// What they were copied from.
    pub(crate) commit: Commit,
}

impl<'a> Start<'a> {
    /// Checks the files and the credentials, and prepares the rest. With `needs_commit`, for what is to be reviewed
    /// or applied behind a gate, the files have to be those of a commit.
    pub(crate) fn new(
        options: &Options<'a>,
        needs_commit: bool,
        cancel: &Cancel,
        audience: &dyn Audience,
        report: &mut Report,
    ) -> Option<Self> {
        let selection = selection(options);
        let check = || checked(options, &selection);
        let (result, findings) = run::once(StepKind::Contracts, cancel, audience, check);
        let agrees = result.status == Status::Ok;
        report.steps.push(result);
        report.findings.extend(findings);
        if !agrees {
            return None;
        }
        let start = Self::prepare(options, selection.stacks, needs_commit, cancel, report);
        if start.is_none() && cancel.is_requested() {
            interrupted(report);
        }
        start
    }

    fn prepare(
        options: &Options<'a>,
        stacks: Vec<&'a Stack>,
        needs_commit: bool,
        cancel: &Cancel,
        report: &mut Report,
    ) -> Option<Self> {
        let (estate, work_dir) = (options.estate, options.work_dir);
        let unsaved = unsaved::all(options.root, &work_dir.path().join("terraform"));
        let is_safe = unsaved.is_empty();
        report.findings.extend(unsaved);
        let commit = bound::commit(options, cancel, report).filter(|_| is_safe)?;
        let environment = options.environment;
        let is_reviewed = options.saves_plans || environment.gate != Gate::None;
        if needs_commit && is_reviewed && !bound::is_committed(options, &commit, cancel, report) {
            return None;
        }
        let findings = &mut report.findings;
        let imports = Imports::Kept;
        let settings = options.settings;
        let ground = Ground::prepare(
            estate, &stacks, settings, work_dir, imports, cancel, findings,
        )?;
        // A file that was not copied would be one that nobody wants any more.
        if findings.iter().any(Finding::is_error) {
            return None;
        }
        let refused = credentials(options, &ground.ready, cancel);
        let is_trusted = refused.is_none();
        if !cancel.is_requested() {
            findings.extend(refused);
        }
        is_trusted.then_some(Self {
            stacks,
            ground,
            commit,
        })
    }
}

/// Takes note of an interruption that came between two steps.
pub(crate) fn interrupted(report: &mut Report) {
    let next = Step::once(StepKind::Plan);
    let interrupted = StepResult::not_run(next, Status::Interrupted);
    report.steps.push(interrupted);
}

fn checked(options: &Options<'_>, selection: &Selection<'_>) -> Vec<Finding> {
    let env = &options.environment.name;
    if selection.stacks.is_empty() && !options.selection.stacks.is_empty() {
        let message =
            "what is selected keeps its state in a file, and is applied once in an account";
        let hint = "to do that, name it: --stack bootstrap/state";
        return vec![Finding::error(Code::SystemUnlisted, message).with_hint(hint)];
    }
    check_files(options.estate, options.estate_findings, selection, env)
}

/// What is wrong with the credentials. A local AWS takes any.
fn credentials(options: &Options<'_>, ready: &Ready, cancel: &Cancel) -> Option<Finding> {
    if *options.aws != Aws::Real {
        return None;
    }
    let examination = Examination {
        estate: options.estate,
        findings: options.estate_findings,
        env: Some(&options.environment.name),
        settings: options.settings,
        work_dir: options.work_dir.path().to_owned(),
    };
    examination.credentials(ready, cancel)
}

/// A commit as `git describe --dirty` shows one.
fn described(commit: &Commit) -> Option<String> {
    let id = commit.id.as_ref()?;
    let dirty = if commit.dirty == Some(false) {
        ""
    } else {
        "-dirty"
    };
    Some(format!("{id}{dirty}"))
}

/// The stacks that a run is about.
fn selection<'a>(options: &Options<'a>) -> Selection<'a> {
    let (environment, env) = (options.environment, &options.environment.name);
    let mut selection = options.selection.clone();
    selection.stacks.retain(|stack| {
        let lives = stack.states.contains_key(env);
        lives && (options.is_narrowed || !backend::is_local(stack, environment))
    });
    selection
}

impl<'a> Context<'a> {
    pub(crate) fn new(options: &'a Options<'a>, start: &'a Start<'a>, cancel: &'a Cancel) -> Self {
        let environment = options.environment;
        let aws = match options.aws {
            Aws::Real => terraform::Environment::Ambient,
            Aws::Local(endpoint) => terraform::Environment::Local {
                endpoint: endpoint.clone(),
                account_id: environment.account.clone(),
                region: environment.region.clone(),
            },
        };
        let site = Site {
            root: options.root,
            estate: options.estate,
            environment,
            runner: start.ground.ready.runner(cancel.clone()),
            scratch: &start.ground.scratch,
            work_dir: options.work_dir,
            aws,
            stock_applies: true,
            // An AWS on this machine is not the one that the file in the stack's folder knows.
            states: match options.aws {
                Aws::Real => None,
                Aws::Local(_) => Some(
                    options
                        .work_dir
                        .path()
                        .join("states")
                        .join(&environment.name),
                ),
            },
            record: Record::now(
                options.release.map(|it| it.form.name.clone()),
                described(&start.commit),
            ),
            cancel,
        };
        Self {
            order: Order::new(options.estate, environment, start.stacks.clone()),
            options,
            site,
            artifacts: Mutex::default(),
            reviews: Mutex::default(),
            stale: Mutex::default(),
            existing: Mutex::default(),
            outputs: Mutex::default(),
            diagnostics: Mutex::default(),
            notes: Mutex::default(),
        }
    }

    /// The code of a stack's Lambda.
    pub(crate) fn artifact(&self, stack: &Stack) -> Artifact {
        let built = lock(&self.artifacts).get(stack.address.name()).cloned();
        built.unwrap_or_else(|| Artifact::unbuilt(stack))
    }

    pub(crate) fn review(&self, at: usize) -> Option<Review> {
        lock(&self.reviews).get(&at).cloned()
    }

    /// All reviews, in the order of the stacks.
    pub(crate) fn all_reviews(&self) -> Vec<Review> {
        lock(&self.reviews).values().cloned().collect()
    }

    /// Runs steps, and adds how they ended to the report. Whether all went well.
    pub(crate) fn run(
        &self,
        tasks: Tasks<'_>,
        audience: &dyn Audience,
        report: &mut Report,
    ) -> bool {
        let ended = tasks.run(self.options.jobs, self.site.cancel, audience);
        let is_ok = ended.steps.iter().all(|step| step.status == Status::Ok);
        report.steps.extend(ended.steps);
        report.findings.extend(ended.findings);
        is_ok
    }

    /// Adds what the steps have left.
    pub(crate) fn finish(&self, report: &mut Report) {
        report.reviews = self.all_reviews();
        report.diagnostics = std::mem::take(&mut lock(&self.diagnostics));
        report.notes.append(&mut lock(&self.notes));
    }
}
