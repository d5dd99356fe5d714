//! What all steps of a run share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use doctor::Examination;
use estate::{Stack, StackAddress};
use finding::Finding;
use process::Cancel;
use run::{Artifact, Selection, Status, Step, StepKind, StepResult, lock};
use terraform::Ready;

use crate::prepare::{Ground, check_files};
use crate::review::Review;
use crate::{Audience, Aws, Options, Order, Report, Site, backend};

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
    /// What the compiler said.
    pub(crate) diagnostics: Mutex<String>,
    /// What people should know of the build.
    pub(crate) notes: Mutex<Vec<String>>,
}

/// What a run begins with: the stacks that it is about, and a ground to plan them on. The report says why there is
/// none.
pub(crate) struct Start<'a> {
    pub(crate) stacks: Vec<&'a Stack>,
    pub(crate) ground: Ground,
}

impl<'a> Start<'a> {
    /// Checks the files, and prepares the rest.
    pub(crate) fn new(
        options: &Options<'a>,
        cancel: &Cancel,
        audience: &dyn Audience,
        report: &mut Report,
    ) -> Option<Self> {
        let selection = selection(options);
        let env = &options.environment.name;
        let check = || check_files(options.estate, options.estate_findings, &selection, env);
        let (result, findings) = run::once(StepKind::Contracts, cancel, audience, check);
        let agrees = result.status == Status::Ok;
        report.steps.push(result);
        report.findings.extend(findings);
        if !agrees {
            return None;
        }
        let ground = Ground::prepare(
            options.estate,
            &selection.stacks,
            options.settings,
            options.work_dir,
            cancel,
            &mut report.findings,
        );
        if ground.is_none() && cancel.is_requested() {
            let next = Step::once(StepKind::Plan);
            let interrupted = StepResult::not_run(next, Status::Interrupted);
            report.steps.push(interrupted);
        }
        let ground = ground?;
        let refused = credentials(options, &ground.ready, cancel);
        let are_fine = refused.is_none();
        report.findings.extend(refused);
        are_fine.then_some(Self {
            stacks: selection.stacks,
            ground,
        })
    }
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
            estate: options.estate,
            environment,
            runner: start.ground.ready.runner(cancel.clone()),
            scratch: &start.ground.scratch,
            work_dir: options.work_dir,
            aws,
            stock_applies: true,
            states: None,
            cancel,
        };
        Self {
            order: Order::new(options.estate, environment, start.stacks.clone()),
            options,
            site,
            artifacts: Mutex::default(),
            reviews: Mutex::default(),
            stale: Mutex::default(),
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

    /// Adds what the steps have left.
    pub(crate) fn finish(&self, report: &mut Report) {
        report.reviews = self.all_reviews();
        report.diagnostics = std::mem::take(&mut lock(&self.diagnostics));
        report.notes.append(&mut lock(&self.notes));
    }
}

/// A step of a stack.
pub(crate) fn of(stack: &Stack, kind: StepKind) -> Step {
    Step {
        subject: Some(stack.address.to_string()),
        env: None,
        kind,
    }
}
