//! `cargo xtask verify`: every stack of every environment, checked by the real Terraform and the
//! real AWS provider, with nothing deployed, no credentials and no network.
//!
//! [`run`] goes the whole road: contracts first, then, beside the formatting, `init` and `validate` once a
//! stack, and a plan for each stack in each environment. Nothing stops at the first fault.

mod engine;
mod fmt;
mod keys;
mod memory;
mod modules;
mod plan;
mod schemas;
mod simulated;
mod stacks;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use camino::Utf8Path;
use estate::Estate;
use finding::{Code, Finding};
use run::{Ended, Observer, Selection, Status, Step, StepKind, StepResult, Tasks, WorkDir};
use terraform::{Cancel, Toolchain};

use keys::Keys;
use memory::Memory;
pub use modules::test_modules;
pub use schemas::locks;

/// What a run needs to know.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The repository.
    pub estate: &'a Estate,
    /// What loading the estate found.
    pub estate_findings: &'a [Finding],
    /// What to verify.
    pub selection: &'a Selection<'a>,
    /// Which terraform and providers to use.
    pub settings: &'a terraform::Settings,
    /// How many terraform processes may run at a time.
    pub jobs: NonZeroUsize,
    /// Where everything that is written goes.
    pub work_dir: &'a WorkDir,
    /// Where each plan goes as JSON, as `<env>/<system>/<stack>.json`; `None` for nowhere.
    pub plans: Option<&'a Utf8Path>,
    /// Whether what was fine, and has not changed since, is left out.
    pub cache: bool,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// All steps, in order.
    pub steps: Vec<StepResult>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether everything was done, and something was, and nothing is wrong.
    pub fn is_ok(&self) -> bool {
        let proof = [StepKind::Plan, StepKind::Test];
        self.steps
            .iter()
            .any(|result| proof.contains(&result.step.kind))
            && self.steps.iter().all(|result| result.status == Status::Ok)
            && !self.findings.iter().any(Finding::is_error)
    }

    /// Adds steps that have ended, and what they found.
    fn add(&mut self, ended: Ended) {
        self.steps.extend(ended.steps);
        self.findings.extend(ended.findings);
    }

    /// Whether the user interrupted the run.
    pub fn is_interrupted(&self) -> bool {
        self.steps
            .iter()
            .any(|result| result.status == Status::Interrupted)
    }
}

/// Verifies what is selected.
pub fn run(options: &Options<'_>, cancel: &Cancel, observer: &dyn Observer) -> Report {
    let mut report = Report::default();
    // A plan is made with the outputs of what it reads, which therefore comes along.
    let selection = options.selection.with_producers(options.estate);
    once(&mut report, StepKind::Contracts, cancel, observer, || {
        let mut findings = options.estate_findings.to_vec();
        findings.extend(contracts::check_outputs(options.estate));
        findings.extend(schemas::check(options.estate));
        findings.retain(|finding| selection.concerns(finding));
        findings
    });
    let root = &options.estate.root;
    let stacks: Vec<_> = selection
        .stacks
        .iter()
        .map(|stack| stack.dir.clone())
        .collect();
    let config_dir = options.work_dir.path();
    let toolchain = Toolchain::prepare(options.settings, root, &stacks, config_dir, cancel);
    let keys = toolchain.ready.as_ref();
    let keys = keys.and_then(|ready| Keys::new(ready, options.settings).ok());
    let memory = Memory::load(config_dir.join("memory.json"), keys, options.cache);
    report.findings.extend(toolchain.findings.iter().cloned());
    let options = Options {
        selection: &selection,
        ..*options
    };
    let mut first = Tasks::default();
    let fmt = || fmt::check(root, &toolchain, &memory, cancel);
    first.add(Step::once(StepKind::Fmt), &[], &[], fmt);
    let ready = toolchain.ready.as_ref();
    stacks::run(
        &options,
        ready,
        &memory,
        first,
        cancel,
        observer,
        &mut report,
    );
    memory.save();
    drop_repeated(&mut report.findings);
    report.findings = options.estate.merge_environments(report.findings);
    report
}

/// A file that cannot be read is met by all who want to read it: the first has read the furthest.
/// And what the files alone told of a line, Terraform need not say again.
fn drop_repeated(findings: &mut Vec<Finding>) {
    let mut files = BTreeSet::new();
    let mut lines = BTreeSet::new();
    findings.retain(|finding| match (finding.code, &finding.location) {
        (Code::UnreadableFile | Code::HclSyntax | Code::TomlSyntax, Some(at)) => {
            files.insert((finding.code, at.file.clone()))
        }
        (Code::TerraformInit | Code::TerraformValidate | Code::TerraformPlan, Some(at)) => {
            !lines.contains(&(at.file.clone(), at.line))
        }
        (_, Some(at)) => {
            // Terraform names no line for a variable that a tfvars file should not set.
            lines.extend([(at.file.clone(), at.line), (at.file.clone(), 0)]);
            true
        }
        (_, None) => true,
    });
}

/// Runs a step that is done once for the repository.
fn once(
    report: &mut Report,
    kind: StepKind,
    cancel: &Cancel,
    observer: &dyn Observer,
    work: impl FnOnce() -> Vec<Finding>,
) {
    let (result, findings) = run::once(kind, cancel, observer, work);
    report.steps.push(result);
    report.findings.extend(findings);
}
