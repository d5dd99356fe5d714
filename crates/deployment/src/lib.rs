//! The stacks of one environment, planned and applied in order by the real Terraform.
//!
//! [`plan`] saves a plan for each stack and tells what they would do ([`Review`]); [`deploy`] does the same, asks
//! the environment's gate, and applies exactly these plans, a stack after all that it reads. What reads something
//! that changes on the way is planned again before its own apply. [`destroy`], [`drift`] and [`outputs`] go the
//! same road. [`At`] is one step of it, which a rehearsal takes too.

mod apply;
mod at;
mod backend;
mod bound;
mod build;
mod bundle;
mod code;
mod context;
mod destroy;
pub mod drifts;
mod gate;
mod hide;
mod import_ids;
mod look;
mod order;
mod planning;
mod prepare;
mod retry;
mod review;
mod reviewed;
mod seal;
mod site;
mod smoke;
mod taken_in;
mod unsaved;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use camino::Utf8Path;
use estate::{Environment, Estate};
use finding::{Code, Finding};
use release::Release;
use run::{Observer, Record, Selection, Status, StepResult, WorkDir};
use terraform::OutputValue;

pub use apply::deploy;
pub use at::{At, Planned};
pub use build::{Built, Lambdas, unfit};
pub use bundle::{Bound, Bundle};
pub use destroy::destroy;
pub use gate::{Asker, Given};
pub use look::{drift, outputs, status};
pub use order::Order;
pub use planning::plan;
pub use prepare::{Ground, check_files};
pub use review::{Action, Output, Plan, Resource, Review};
pub use seal::{PlanKey, PlanKeys};
pub use site::{PLANS, Site};

/// What a run against an environment needs to know.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// What is in it; with a release, what is in that.
    pub estate: &'a Estate,
    /// Where all files and all code come from instead of the repository.
    pub release: Option<&'a Release>,
    /// What loading the estate found.
    pub estate_findings: &'a [Finding],
    /// The stacks.
    pub selection: &'a Selection<'a>,
    /// Whether the user has named stacks. Those that keep their state in a file are left out otherwise: they are
    /// applied once in an account, by who makes it ready.
    pub is_narrowed: bool,
    /// Where.
    pub environment: &'a Environment,
    /// Which AWS.
    pub aws: &'a Aws,
    /// Which terraform and providers to use.
    pub settings: &'a terraform::Settings,
    /// How many steps may run at a time.
    pub jobs: NonZeroUsize,
    /// Where everything that is written goes.
    pub work_dir: &'a WorkDir,
    /// Whether the compiler may use colours.
    pub color: bool,
    /// Whether the plans are to be applied another time.
    pub saves_plans: bool,
    /// What the user has said to the gate.
    pub given: &'a Given,
    /// Who else may be asked.
    pub asker: &'a dyn Asker,
}

/// Which AWS a run is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aws {
    /// The real one, by the caller's own credentials.
    Real,
    /// One on this machine, at this address.
    Local(String),
}

impl Aws {
    /// As a bundle names it.
    pub fn as_str(&self) -> &str {
        match self {
            Aws::Real => "aws",
            Aws::Local(endpoint) => endpoint,
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The environment.
    pub env: String,
    /// All steps, in order.
    pub steps: Vec<StepResult>,
    /// What was, or is, to be done with each stack, in order.
    pub reviews: Vec<Review>,
    /// The outputs of each stack that was looked at.
    pub outputs: BTreeMap<String, BTreeMap<String, OutputValue>>,
    /// What each stack that was looked at was last changed by.
    pub deployed: BTreeMap<String, Deployed>,
    /// What the plans hang on.
    pub bound: Option<Bound>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
    /// The compiler's errors and warnings as cargo shows them; empty without any.
    pub diagnostics: String,
    /// What people should know, a sentence each.
    pub notes: Vec<String>,
}

/// What a stack was last changed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deployed {
    /// It is not there.
    Not,
    /// It is there, and does not say: plain terraform, or a stack without such an output.
    ByOthers,
    /// `cargo xtask deploy`.
    By(Record),
}

impl Report {
    fn new(options: &Options<'_>) -> Self {
        Self {
            env: options.environment.name.clone(),
            ..Self::default()
        }
    }

    /// Whether everything was done and nothing is wrong.
    pub fn is_ok(&self) -> bool {
        let is_done = |result: &StepResult| result.status == Status::Ok;
        self.steps.iter().all(is_done) && !self.findings.iter().any(Finding::is_error)
    }

    /// Whether the user interrupted it.
    pub fn is_interrupted(&self) -> bool {
        let is_interrupted = |result: &StepResult| result.status == Status::Interrupted;
        self.steps.iter().any(is_interrupted)
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.reviews.iter().all(Review::is_empty)
    }

    /// Whether a gate stayed shut.
    pub fn is_refused(&self) -> bool {
        let codes = [
            Code::GateRefused,
            Code::BundleMismatch,
            Code::ReleaseMismatch,
            Code::ArtifactMismatch,
        ];
        self.findings.iter().any(|it| codes.contains(&it.code))
    }
}

/// Is told what goes on, from several threads at once.
pub trait Audience: Observer {
    /// Another command is building Lambdas, and this one waits for it.
    fn waits_for_build(&self);
    /// All plans are made, and the gate is asked next.
    fn reviews(&self, reviews: &[Review]);
}

/// Plans that were made, and reviewed, before.
#[derive(Clone, Copy, Debug)]
pub struct Reviewed<'a> {
    /// Them, and what they hang on.
    pub bundle: &'a Bundle,
    /// Where they are.
    pub folder: &'a Utf8Path,
    /// What decrypts them.
    pub key: &'a PlanKey,
}
