//! One plan.

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use terraform::{CommandError, PlanOptions, PlanOutcome, Runner};

use crate::simulated::Simulated;

/// A plan to make, and what to do with it.
pub(crate) struct Plan {
    pub(crate) options: PlanOptions,
    /// The file for the plan as JSON, if it is wanted.
    pub(crate) json: Option<Utf8PathBuf>,
    /// What it is simulated with.
    pub(crate) simulated: Simulated,
}

impl Plan {
    /// Makes the plan, and applies it to the simulated AWS if all that it reads is there too. The plan itself
    /// does not stay: nobody shall apply it.
    pub(crate) fn make(
        &self,
        runner: &Runner,
        dir: &Utf8Path,
        log: &Utf8Path,
    ) -> Result<Made, CommandError> {
        self.begin()?;
        let state = self.simulated.state().filter(|_| runner.simulates(dir));
        // An apply plans too, but with our providers, and leaves no plan to be shown.
        let plan = match &self.json {
            Some(json) => Some(self.shown(runner, dir, json, log)?),
            None if runner.is_stock() => Some(runner.plan(dir, &self.options, log)?),
            None => None,
        };
        let has_failed = plan.as_ref().is_some_and(|plan| !plan.ok);
        match (state, plan) {
            (Some(state), _) if !has_failed => self.simulate(runner, dir, state, log),
            (_, Some(plan)) => Ok(Made::planned(plan)),
            (_, None) => runner.plan(dir, &self.options, log).map(Made::planned),
        }
    }

    fn begin(&self) -> Result<(), CommandError> {
        let path = self.simulated.folder.clone();
        let failed = |source| CommandError::Log { path, source };
        self.simulated.clear().map_err(failed)
    }

    fn simulate(
        &self,
        runner: &Runner,
        dir: &Utf8Path,
        state: &Utf8Path,
        log: &Utf8Path,
    ) -> Result<Made, CommandError> {
        let outcome = runner.simulate(dir, &self.options, state, log);
        if !outcome.as_ref().is_ok_and(|plan| plan.ok) {
            // Half a state is none: nobody shall be planned with it.
            self.begin()?;
        }
        outcome.map(|plan| Made {
            simulated: plan.ok,
            plan,
        })
    }

    /// Makes the plan and writes it as JSON.
    fn shown(
        &self,
        runner: &Runner,
        dir: &Utf8Path,
        json: &Utf8Path,
        log: &Utf8Path,
    ) -> Result<PlanOutcome, CommandError> {
        let failed = |source| CommandError::Log {
            path: json.to_owned(),
            source,
        };
        std::fs::create_dir_all(json.parent().unwrap_or(json)).map_err(failed)?;
        let file = json.with_extension("tfplan");
        let options = PlanOptions {
            out: Some(file.clone()),
            ..self.options.clone()
        };
        let mut plan = runner.plan(dir, &options, log)?;
        if !plan.ok {
            return Ok(plan);
        }
        match runner.show::<Value>(dir, &file, &options.env)? {
            Ok(document) => std::fs::write(json, format!("{document:#}\n")).map_err(failed)?,
            Err(error) => {
                plan.ok = false;
                plan.diagnostics.push(error);
            }
        }
        std::fs::remove_file(file).map_err(failed)?;
        Ok(plan)
    }
}

/// A plan that was made.
pub(crate) struct Made {
    pub(crate) plan: PlanOutcome,
    /// Whether it was applied to the simulated AWS.
    pub(crate) simulated: bool,
}

impl Made {
    fn planned(plan: PlanOutcome) -> Self {
        Self {
            plan,
            simulated: false,
        }
    }
}
