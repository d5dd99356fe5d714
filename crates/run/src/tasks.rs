//! Steps with their work, and what each waits for.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use finding::Finding;
use process::Cancel;
use schedule::Graph;
use terraform::Changes;

use crate::step::{Observer, Status, Step, StepResult, Tests};

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// What it found.
    pub findings: Vec<Finding>,
    /// What a plan would do, or an apply did.
    pub changes: Option<Changes>,
    /// How tests ended.
    pub tests: Option<Tests>,
    /// Whether it was not done, because nothing has changed since it ended well.
    pub unchanged: bool,
    /// Whether its plan was applied to a simulated AWS.
    pub simulated: bool,
    /// Whether the recorded schema of a provider stood in for the provider.
    pub recorded: bool,
}

impl Outcome {
    /// It ended so, and found nothing.
    pub fn of(status: Status) -> Self {
        Self {
            status,
            findings: Vec::new(),
            changes: None,
            tests: None,
            unchanged: false,
            simulated: false,
            recorded: false,
        }
    }

    /// It was fine before, and nothing has changed since.
    pub fn unchanged(changes: Option<Changes>) -> Self {
        Self {
            changes,
            unchanged: true,
            ..Self::of(Status::Ok)
        }
    }

    /// It failed if there is an error among what it found.
    pub fn found(findings: Vec<Finding>) -> Self {
        let failed = findings.iter().any(Finding::is_error);
        Self {
            findings,
            ..Self::of(if failed { Status::Failed } else { Status::Ok })
        }
    }
}

/// How all of them ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// Each step, in the order in which they were added.
    pub steps: Vec<StepResult>,
    /// What they found, in that order too.
    pub findings: Vec<Finding>,
}

/// Steps to run, side by side where nothing stands against it.
#[derive(Default)]
pub struct Tasks<'a> {
    list: Vec<Task<'a>>,
    graph: Graph,
}

struct Task<'a> {
    step: Step,
    needs: Vec<usize>,
    work: Box<dyn Fn() -> Outcome + Send + Sync + 'a>,
}

impl<'a> Tasks<'a> {
    /// Adds a step and returns its number. It starts when those that it `needs` and those that it comes
    /// `after` have ended, and is skipped unless all that it needs ended well.
    pub fn add(
        &mut self,
        step: Step,
        needs: &[usize],
        after: &[usize],
        work: impl Fn() -> Outcome + Send + Sync + 'a,
    ) -> usize {
        let (needs, work) = (needs.to_vec(), Box::new(work));
        let waits_for = needs.iter().chain(after).copied().collect::<Vec<_>>();
        self.list.push(Task { step, needs, work });
        self.graph.add(waits_for)
    }

    /// The steps, in the order in which they were added.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.list.iter().map(|task| &task.step)
    }

    /// Runs all of them, at most `jobs` at a time. Once `cancel` is requested nothing new is started.
    pub fn run(self, jobs: NonZeroUsize, cancel: &Cancel, observer: &dyn Observer) -> Ended {
        let count = self.list.len();
        let statuses = Mutex::new(vec![None; count]);
        // They end in any order; what is told is told in theirs.
        let findings = Mutex::new(vec![Vec::new(); count]);
        let work = |at: usize| {
            let (result, found) = self.list[at].run(&statuses, observer);
            lock(&statuses)[at] = Some(result.status);
            lock(&findings)[at] = found;
            observer.ended(&result);
            result
        };
        let results = schedule::run(&self.graph, jobs, || cancel.is_requested(), work);
        let steps = self.list.iter().zip(results).map(|(task, result)| {
            let not_started = || StepResult::not_run(task.step.clone(), Status::Interrupted);
            result.unwrap_or_else(not_started)
        });
        let steps = steps.collect();
        let findings = into_inner(findings);
        Ended {
            steps,
            findings: findings.into_iter().flatten().collect(),
        }
    }

    /// Takes note of all of them as not run.
    pub fn skip(self) -> Vec<StepResult> {
        let steps = self.list.into_iter().map(|task| task.step);
        steps
            .map(|step| StepResult::not_run(step, Status::Skipped))
            .collect()
    }
}

impl Task<'_> {
    fn run(
        &self,
        statuses: &Mutex<Vec<Option<Status>>>,
        observer: &dyn Observer,
    ) -> (StepResult, Vec<Finding>) {
        let is_ok = |needed: &usize| lock(statuses)[*needed] == Some(Status::Ok);
        if !self.needs.iter().all(is_ok) {
            let result = StepResult::not_run(self.step.clone(), Status::Skipped);
            return (result, Vec::new());
        }
        observer.started(&self.step);
        let start = Instant::now();
        let outcome = (self.work)();
        let elapsed = match outcome.status {
            Status::Skipped => Duration::ZERO,
            _ => start.elapsed(),
        };
        let result = StepResult {
            changes: outcome.changes,
            tests: outcome.tests,
            unchanged: outcome.unchanged,
            simulated: outcome.simulated,
            recorded: outcome.recorded,
            ..StepResult::new(self.step.clone(), outcome.status, elapsed)
        };
        (result, outcome.findings)
    }
}

/// What was noted. A panic elsewhere leaves it as it is.
pub fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Takes note of something. A panic elsewhere leaves what was noted so far as it is.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use finding::Code;

    use super::*;
    use crate::step::StepKind;

    struct Silent;

    impl Observer for Silent {
        fn started(&self, _: &Step) {}
        fn ended(&self, _: &StepResult) {}
    }

    fn step(name: &str) -> Step {
        Step {
            subject: Some(name.to_owned()),
            env: None,
            kind: StepKind::Apply,
        }
    }

    fn jobs() -> NonZeroUsize {
        NonZeroUsize::new(4).unwrap()
    }

    fn statuses(ended: &Ended) -> Vec<Status> {
        ended.steps.iter().map(|step| step.status).collect()
    }

    #[test]
    fn what_needs_a_failed_step_is_skipped_and_what_only_comes_after_it_runs() {
        let mut tasks = Tasks::default();
        let fault = || Outcome::found(vec![Finding::error(Code::TerraformPlan, "no")]);
        let failed = tasks.add(step("a"), &[], &[], fault);
        let skipped = tasks.add(step("b"), &[failed], &[], || Outcome::of(Status::Ok));
        tasks.add(step("c"), &[skipped], &[], || Outcome::of(Status::Ok));
        tasks.add(step("d"), &[], &[failed], || Outcome::of(Status::Ok));
        let ended = tasks.run(jobs(), &Cancel::new(), &Silent);
        let expected = [Status::Failed, Status::Skipped, Status::Skipped, Status::Ok];
        assert_eq!(statuses(&ended), expected);
        assert_eq!(ended.findings.len(), 1);
    }

    #[test]
    fn findings_come_in_the_order_of_the_steps() {
        let mut tasks = Tasks::default();
        let gate = Mutex::new(());
        let guard = gate.lock().unwrap();
        let found =
            |message: &str| Outcome::found(vec![Finding::error(Code::TerraformPlan, message)]);
        std::thread::scope(|scope| {
            tasks.add(step("slow"), &[], &[], || {
                drop(lock(&gate));
                found("slow")
            });
            tasks.add(step("quick"), &[], &[], || found("quick"));
            let run = scope.spawn(|| tasks.run(jobs(), &Cancel::new(), &Silent));
            drop(guard);
            let ended = run.join().unwrap();
            let messages: Vec<_> = ended
                .findings
                .iter()
                .map(|it| it.message.as_str())
                .collect();
            assert_eq!(messages, ["slow", "quick"]);
        });
    }

    #[test]
    fn what_had_not_started_by_an_interruption_is_interrupted() {
        let cancel = Cancel::new();
        let mut tasks = Tasks::default();
        let first = tasks.add(step("a"), &[], &[], || {
            cancel.request();
            Outcome::of(Status::Ok)
        });
        tasks.add(step("b"), &[first], &[], || Outcome::of(Status::Ok));
        let ended = tasks.run(jobs(), &cancel, &Silent);
        assert_eq!(statuses(&ended), [Status::Ok, Status::Interrupted]);
    }
}
