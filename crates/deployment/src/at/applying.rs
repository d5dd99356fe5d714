//! Applying what was planned, so that nothing is lost whoever is killed meanwhile.

use camino::Utf8Path;
use finding::{Code, Finding};
use process::Outliving;
use run::Outcome;
use terraform::{ApplyOutcome, CommandError, Journal};

use super::At;

impl At<'_> {
    /// Applies a saved plan. Terraform may take its time to finish what it is at, also after Ctrl-C, and if we are killed.
    pub(crate) fn apply_plan(&self, file: &Utf8Path) -> Result<ApplyOutcome, CommandError> {
        let _hold = self.site.cancel.hold();
        let runner = self.site.applier();
        let journal = self.site.journal(self.stack);
        let outliving = Outliving {
            stdout: &journal,
            stderr: &journal.with_extension("err"),
            lock: self.site.work_dir.lock(),
        };
        let (aws, log) = (&self.site.aws, &self.log);
        let applied = runner.apply_plan(&self.dir, file, aws, log, &outliving);
        // What did not end well may know more than the state, even by what an earlier one has left in it.
        match &applied {
            Ok(applied) if applied.ok => self.forget_journal(),
            // Should this fail, more is told than need be.
            Ok(applied) => drop(Journal::condense(&journal, !applied.killed)),
            Err(_) => drop(Journal::condense(&journal, !self.site.cancel.has_killed())),
        }
        let _ = std::fs::remove_file(outliving.stderr);
        applied
    }

    /// Takes into the state what has come of what was applied: one thing says what another is by then, such as a queue
    /// which policy it was given. From now on all that differs is drift.
    pub(crate) fn settle(&self) -> Outcome {
        let settled = self.holding_lock(|outliving| {
            let runner = &self.site.runner;
            let (files, env) = (self.var_files(), &self.site.aws);
            runner.refresh(&self.dir, &files, env, &self.log, outliving)
        });
        match settled {
            Ok(settled) => self.outcome(settled.ok, terraform::Step::Apply, &settled.diagnostics),
            Err(error) => self.not_run(&error),
        }
    }

    /// Runs what holds the state's lock and makes nothing. It may take its time to release it, also if we are killed.
    pub(super) fn holding_lock<T>(
        &self,
        work: impl FnOnce(&Outliving<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let _hold = self.site.cancel.hold();
        let printed = self.site.journal(self.stack).with_extension("read");
        let outliving = Outliving {
            stdout: &printed,
            stderr: &printed.with_extension("read.err"),
            lock: self.site.work_dir.lock(),
        };
        let done = work(&outliving);
        // All of it is in the log.
        for file in [outliving.stdout, outliving.stderr] {
            let _ = std::fs::remove_file(file);
        }
        done
    }

    /// What an earlier apply has printed that was cut off.
    pub(crate) fn journal(&self) -> Result<Option<Journal>, Outcome> {
        let file = self.site.journal(self.stack);
        Journal::read(&file).map_err(|error| {
            let message = format!("cannot read `{file}`, which tells of the last apply: {error}");
            let finding = Finding::error(Code::UnreadableFile, message);
            Outcome::found(vec![self.in_scope(finding)])
        })
    }

    /// Removes what an apply has printed. Should it stay, it tells what the state knows.
    pub(crate) fn forget_journal(&self) {
        let file = self.site.journal(self.stack);
        for file in [file.with_extension("err"), file] {
            let _ = std::fs::remove_file(file);
        }
    }
}
