//! What goes on while a command works: a bar a stack on a terminal, a line a step elsewhere.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use run::{Observer, Status, Step, StepResult};

use crate::screen;

/// Progress on stderr.
pub(crate) struct Progress {
    bars: Option<Bars>,
}

struct Bars {
    all: MultiProgress,
    /// One spinner for each stack (or module) that is being worked on, with how many of its steps
    /// are running.
    running: Mutex<BTreeMap<String, (ProgressBar, usize)>>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bars = std::io::stderr().is_terminal().then(|| Bars {
            all: MultiProgress::new(),
            running: Mutex::new(BTreeMap::new()),
        });
        Self { bars }
    }

    /// Says something, above what goes on.
    pub(crate) fn say(&self, line: &str) {
        match &self.bars {
            Some(bars) => {
                let _ = bars.all.println(line);
            }
            None => screen::complain(line),
        }
    }

    /// Takes everything off the screen.
    pub(crate) fn finish(&self) {
        if let Some(bars) = &self.bars {
            let _ = bars.all.clear();
        }
    }
}

impl Observer for Progress {
    fn started(&self, step: &Step) {
        if let Some(bars) = &self.bars {
            bars.start(step);
        }
    }

    fn ended(&self, result: &StepResult) {
        let line = line(result);
        match &self.bars {
            Some(bars) => bars.end(&result.step, &line),
            None => screen::complain(&line),
        }
    }
}

impl Bars {
    fn start(&self, step: &Step) {
        let mut running = self.running();
        let (bar, count) = running.entry(subject(step)).or_insert_with(|| {
            let bar = self.all.add(ProgressBar::new_spinner());
            bar.set_style(spinner());
            bar.set_prefix(subject(step));
            bar.enable_steady_tick(Duration::from_millis(120));
            (bar, 0)
        });
        *count += 1;
        bar.set_message(action(step));
    }

    /// Leaves a line for the step above the spinners. A step that was not run has no spinner.
    fn end(&self, step: &Step, line: &str) {
        let mut running = self.running();
        if let Some((bar, count)) = running.get_mut(&subject(step)) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                bar.finish_and_clear();
                running.remove(&subject(step));
            }
        }
        let _ = self.all.println(line);
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<String, (ProgressBar, usize)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn spinner() -> ProgressStyle {
    let style = ProgressStyle::with_template("{spinner} {prefix} {wide_msg} {elapsed}");
    style.unwrap_or_else(|_| ProgressStyle::default_spinner())
}

fn subject(step: &Step) -> String {
    match &step.subject {
        Some(subject) => subject.clone(),
        None => "repository".to_owned(),
    }
}

fn action(step: &Step) -> String {
    match &step.env {
        Some(env) => format!("{} {env}", step.kind.as_str()),
        None => step.kind.as_str().to_owned(),
    }
}

/// `ok       product/infrastructure  plan dev   5.3 s  +41 ~0 -0`
fn line(result: &StepResult) -> String {
    let (subject, action) = (subject(&result.step), action(&result.step));
    let seconds = match result.status {
        _ if result.unchanged => "  unchanged".to_owned(),
        Status::Ok | Status::Failed => format!("  {:.1} s", result.elapsed.as_secs_f64()),
        Status::Skipped | Status::Interrupted => String::new(),
    };
    let changes = result
        .changes
        .map(|it| format!("  +{} ~{} -{}", it.add, it.change, it.destroy))
        .unwrap_or_default();
    let tests = result
        .tests
        .map(|it| format!("  {} passed, {} failed", it.passed, it.failed))
        .unwrap_or_default();
    let status = result.status.as_str();
    format!("{status:<11} {subject}  {action}{seconds}{changes}{tests}")
}
