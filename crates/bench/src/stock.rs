//! The stock way: a loop of terraform commands, each with providers of its own.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use camino::{Utf8Path, Utf8PathBuf};
use run::Selection;
use serde_json::Value;
use terraform::{
    Cancel, CommandError, Environment, PlanMode, PlanOptions, Ready, Runner, Settings, Simulated,
    Toolchain,
};

use crate::BenchError;
use crate::plans::Plans;

/// What the loop runs over, where an earlier `verify` has made it ready: the stacks' copies and the inputs.
pub(crate) struct Stock<'a> {
    pub(crate) selection: &'a Selection<'a>,
    /// The repository.
    pub(crate) root: &'a Utf8Path,
    /// The work folder of `verify`.
    pub(crate) work: Utf8PathBuf,
    /// What of the stacks is taken: so many of the first.
    pub(crate) stacks: Option<NonZeroUsize>,
}

impl Stock<'_> {
    /// Looks for terraform and the providers.
    pub(crate) fn ready(&self, settings: &Settings, cancel: &Cancel) -> Result<Ready, BenchError> {
        let settings = Settings {
            stock_provider: true,
            ..settings.clone()
        };
        let dirs = self.selection.stacks.iter().map(|stack| stack.dir.clone());
        let dirs: Vec<_> = dirs.collect();
        let toolchain = Toolchain::prepare(&settings, self.root, &dirs, &self.folder(), cancel);
        toolchain.ready.ok_or(BenchError::NoTerraform)
    }

    fn folder(&self) -> Utf8PathBuf {
        self.work.join("stock")
    }

    /// Runs `init`, `validate`, `plan` and `show` for one stack after the other.
    pub(crate) fn run(&self, ready: &Ready, cancel: &Cancel) -> Result<Plans, BenchError> {
        let (runner, folder) = (ready.runner(cancel.clone()), self.folder());
        let mut plans = Plans::default();
        let count = self.stacks.map_or(usize::MAX, NonZeroUsize::get);
        for stack in self.selection.stacks.iter().take(count) {
            let address = stack.address.to_string();
            let one = One {
                runner: &runner,
                dir: self.work.join("terraform").join(&address),
                log: folder.join("log"),
            };
            one.begin()?;
            for environment in self.selection.environments_of(stack) {
                let env = &environment.name;
                let inputs = format!("inputs/{address}/{env}.tfvars.json");
                let options = PlanOptions {
                    var_files: vec![self.work.join(inputs), self.root.join(stack.tfvars(env))],
                    out: Some(folder.join("tfplan")),
                    has_state: false,
                    mode: PlanMode::Normal,
                    // With what `verify` has left there, so that the plans are the same.
                    simulated: Some(Simulated {
                        states: self.work.join("states").join(env),
                        account_id: environment.account.clone(),
                        scope: format!("{env}/{address}"),
                    }),
                    env: Environment::Offline {
                        region: environment.region.clone(),
                    },
                    imports: BTreeMap::new(),
                };
                plans.add(format!("{env}/{address}.json"), one.plan(&options)?);
            }
        }
        Ok(plans)
    }
}

/// One stack.
struct One<'a> {
    runner: &'a Runner,
    dir: Utf8PathBuf,
    log: Utf8PathBuf,
}

impl One<'_> {
    fn begin(&self) -> Result<(), BenchError> {
        let nowhere = &Environment::nowhere();
        // As in a fresh clone; there may be none.
        let _ = std::fs::remove_dir_all(self.dir.join(".terraform"));
        let init = self.runner.init(&self.dir, &self.log, nowhere)?;
        self.check(init.ok)?;
        let validate = self.runner.validate(&self.dir, &self.log, nowhere)?;
        self.check(validate.ok)
    }

    fn plan(&self, options: &PlanOptions) -> Result<Value, BenchError> {
        let plan = self.runner.plan(&self.dir, options, &self.log)?;
        self.check(plan.ok)?;
        let out = options.out.as_deref().unwrap_or(Utf8Path::new(""));
        let shown = self.runner.show(&self.dir, out, &options.env)?;
        shown.map_err(|_| self.failed())
    }

    fn check(&self, ok: bool) -> Result<(), BenchError> {
        if ok { Ok(()) } else { Err(self.failed()) }
    }

    fn failed(&self) -> BenchError {
        BenchError::Stock {
            dir: self.dir.clone(),
            log: self.log.clone(),
        }
    }
}

impl From<CommandError> for BenchError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Interrupted => BenchError::Interrupted,
            error => BenchError::Command(error),
        }
    }
}
