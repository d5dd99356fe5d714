//! `terraform test` for every reusable module.

use std::num::NonZeroUsize;

use camino::Utf8Path;
use estate::Estate;
use finding::{Code, Finding};
use run::{Observer, Step, StepResult, Tests, WorkDir};
use terraform::{Cancel, Imports, Scratch, Toolchain};

use crate::Report;
use crate::engine::{Command, Engine, Task, Tasks};
use crate::keys::Inputs;
use crate::memory::Memory;
use crate::stacks::unwritable;

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
    report.findings.extend(toolchain.findings);
    let scratch_dir = work_dir.path().join("terraform");
    let tasks = tasks(estate, &scratch_dir, work_dir);
    let scratch = Scratch::prepare(&estate.root, work_dir.path(), Imports::Left);
    let (Some(ready), Ok(scratch)) = (&toolchain.ready, &scratch) else {
        report
            .findings
            .extend(scratch.err().as_ref().map(unwritable));
        tasks.skip(&mut report);
        return report;
    };
    report
        .findings
        .extend(scratch.skipped().iter().map(terraform::Skipped::to_finding));
    let memory = Memory::load(work_dir.path().join("memory.json"), None, false);
    let runner = ready.runner(cancel.clone());
    let engine = Engine::new(runner, &estate.root, &scratch_dir, &memory);
    let first = run::Tasks::default();
    engine.run(&tasks, first, jobs, cancel, observer, &mut report);
    let is_empty =
        |result: &&StepResult| result.tests.is_some_and(|tests| tests == Tests::default());
    let empty = report.steps.iter().filter(is_empty);
    let empty: Vec<Finding> = empty.filter_map(|result| untested(&result.step)).collect();
    report.findings.extend(empty);
    report
}

fn tasks(estate: &Estate, scratch_dir: &Utf8Path, work_dir: &WorkDir) -> Tasks {
    let mut tasks = Tasks::default();
    for module in &estate.modules {
        let task = |command: Command| Task {
            dir: scratch_dir.join(module.strip_prefix("terraform").unwrap_or(module)),
            log: work_dir.log(module.as_str(), command.kind().as_str()),
            step: Step {
                subject: Some(module.to_string()),
                env: None,
                kind: command.kind(),
            },
            command,
            // A module locks none.
            providers: Vec::new(),
            is_blocked: false,
            key: None,
            is_wanted: true,
            inputs: Inputs::default(),
        };
        let init = tasks.add(task(Command::Init), None, Vec::new());
        tasks.add(task(Command::Test), Some(init), Vec::new());
    }
    tasks
}

fn untested(step: &Step) -> Option<Finding> {
    let module = step.subject.as_ref()?;
    let finding = Finding::error(Code::TerraformTest, format!("`{module}` has no test"));
    Some(finding.with_hint(format!("write {module}/tests/<subject>.tftest.hcl")))
}
