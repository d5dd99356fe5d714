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
            (Some(state), plan) if !has_failed => {
                let simulated = self.simulate(runner, dir, state, log)?;
                Ok(Made {
                    // What the stock provider has planned is what was asked for.
                    plan: plan
                        .filter(|_| simulated.simulated && runner.is_stock())
                        .unwrap_or(simulated.plan),
                    simulated: simulated.simulated,
                    is_short: false,
                })
            }
            (_, Some(plan)) => Ok(self.planned(plan)),
            (_, None) => Ok(self.planned(runner.plan(dir, &self.options, log)?)),
        }
    }

    fn begin(&self) -> Result<(), CommandError> {
        let path = self.simulated.folder.clone();
        let failed = |source| CommandError::Log { path, source };
        self.simulated.clear().map_err(failed)
    }

    fn planned(&self, plan: PlanOutcome) -> Made {
        Made {
            plan,
            simulated: false,
            is_short: self.simulated.is_short(),
        }
    }

    /// What is made is a state only once all of it is there.
    fn simulate(
        &self,
        runner: &Runner,
        dir: &Utf8Path,
        state: &Utf8Path,
        log: &Utf8Path,
    ) -> Result<Made, CommandError> {
        let part = Utf8PathBuf::from(format!("{state}.{}.part", std::process::id()));
        let plan = runner.simulate(dir, &self.options, &part, log)?;
        let failed = |source| CommandError::Log {
            path: state.to_owned(),
            source,
        };
        if plan.ok {
            std::fs::rename(&part, state).map_err(failed)?;
        } else {
            // There is none if nothing was applied.
            let _ = std::fs::remove_file(&part);
        }
        Ok(Made {
            simulated: plan.ok,
            is_short: false,
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
    /// Whether outputs were unknown that it reads, because their stack has failed.
    pub(crate) is_short: bool,
}
