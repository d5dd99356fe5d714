//! `terraform test` for every reusable module.

use std::num::NonZeroUsize;

use estate::Estate;
use finding::{Code, Finding};
use terraform::{Cancel, Environment, Scratch, Toolchain};

use crate::engine::{Engine, Task, Tasks};
use crate::step::{Observer, Step, StepKind};
use crate::{Report, WorkDir};

/// Tests every module, each in a scratch copy. A module without a test is a finding.
pub fn test_modules(
    estate: &Estate,
    settings: &terraform::Settings,
    jobs: NonZeroUsize,
    work_dir: &WorkDir,
    cancel: &Cancel,
    observer: &dyn Observer,
) -> Report {
    let mut report = Report::default();
    let stacks: Vec<_> = estate
        .stacks
        .iter()
        .map(|stack| stack.dir.clone())
        .collect();
    let toolchain = Toolchain::prepare(settings, &estate.root, &stacks, work_dir.path(), cancel);
    let scratch = Scratch::prepare(&estate.root, work_dir.path());
    let (ready, scratch) = match (&toolchain.ready, scratch) {
        (Some(ready), Ok(scratch)) => (ready, scratch),
        (_, scratch) => {
            let unwritable = scratch
                .err()
                .map(|e| Finding::error(Code::UnwritableFile, e.to_string()));
            report.findings.extend(toolchain.findings);
            report.findings.extend(unwritable);
            return report;
        }
    };
    let engine = Engine {
        runner: ready.runner(cancel.clone()),
        root: &estate.root,
        scratch: scratch.dir(),
        jobs,
        cancel,
        observer,
    };
    engine.run(tasks(estate, &scratch, work_dir), &mut report);
    let empty = report.steps.iter().filter(|result| {
        result
            .tests
            .is_some_and(|tests| tests.passed + tests.failed == 0)
    });
    let empty: Vec<Finding> = empty.filter_map(|result| untested(&result.step)).collect();
    report
        .findings
        .extend(toolchain.findings.into_iter().chain(empty));
    report
}

fn tasks(estate: &Estate, scratch: &Scratch, work_dir: &WorkDir) -> Tasks {
    let mut tasks = Tasks::default();
    for module in &estate.modules {
        let task = |kind: StepKind, needs| Task {
            step: Step {
                subject: Some(module.to_string()),
                env: None,
                kind,
            },
            dir: scratch
                .dir()
                .join(module.strip_prefix("terraform").unwrap_or(module)),
            log: work_dir.log(module.as_str(), kind.as_str()),
            env: Environment::nowhere(),
            plan: None,
            needs,
        };
        let init = tasks.add(task(StepKind::Init, None), Vec::new());
        tasks.add(task(StepKind::Test, Some(init)), Vec::new());
    }
    tasks
}

fn untested(step: &Step) -> Option<Finding> {
    let module = step.subject.as_ref()?;
    let finding = Finding::error(Code::TerraformTest, format!("`{module}` has no test"));
    Some(finding.with_hint(format!("write {module}/tests/<subject>.tftest.hcl")))
}
