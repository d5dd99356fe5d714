//! Running terraform's commands: [`Runner`].

use std::fs::File;

use camino::{Utf8Path, Utf8PathBuf};

use crate::binary::Binary;
use crate::cli_config::CliConfig;
use crate::environment::Environment;
use crate::lock_file::LockFile;
use crate::outcome::{InitOutcome, PlanOutcome, TestOutcome, ValidateOutcome};
use process::{Cancel, CommandError, Invocation, Output};

/// Runs terraform's commands, from as many threads as you like.
///
/// Each command appends all that it prints to the given log file. A command that fails is an
/// outcome with diagnostics; an error means that there is no outcome.
#[derive(Debug)]
pub struct Runner {
    binary: Binary,
    cli_config: CliConfig,
    cancel: Cancel,
}

/// What to plan with, and where to put the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The tfvars files; a later one wins. A relative path is one from the current folder.
    pub var_files: Vec<Utf8PathBuf>,
    /// Where the plan goes; `None` for a plan that is only looked at.
    pub out: Option<Utf8PathBuf>,
    /// The AWS account that terraform sees.
    pub env: Environment,
}

impl Runner {
    /// Brings together the terraform to run, its configuration, and what stops it.
    pub fn new(binary: Binary, cli_config: CliConfig, cancel: Cancel) -> Self {
        Self {
            binary,
            cli_config,
            cancel,
        }
    }

    /// Runs `terraform init` in `dir`. A lock file that is there is not changed.
    pub fn init(
        &self,
        dir: &Utf8Path,
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<InitOutcome, CommandError> {
        let mut args = vec!["init", "-input=false", "-no-color", "-json"];
        if LockFile::path_in(dir).exists() {
            args.push("-lockfile=readonly");
        }
        let _one_at_a_time = self.guard_of_cache()?;
        let output = self.command(dir, &args, log, env)?;
        Ok(InitOutcome::new(&output))
    }

    /// Runs `terraform validate` in `dir`, after `init`.
    pub fn validate(
        &self,
        dir: &Utf8Path,
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<ValidateOutcome, CommandError> {
        let output = self.command(dir, &["validate", "-no-color", "-json"], log, env)?;
        Ok(ValidateOutcome::new(&output))
    }

    /// Runs `terraform plan` in `dir`, after `init`. Several plans of one folder may run at a
    /// time: there is no state to lock (a lock would only be left behind by a killed run),
    /// and none to refresh, so both are switched off.
    pub fn plan(
        &self,
        dir: &Utf8Path,
        options: &PlanOptions,
        log: &Utf8Path,
    ) -> Result<PlanOutcome, CommandError> {
        let mut args = [
            "plan",
            "-input=false",
            "-no-color",
            "-lock=false",
            "-refresh=false",
            "-json",
        ]
        .map(str::to_owned)
        .to_vec();
        let out = options.out.as_ref();
        args.extend(out.map(|out| format!("-out={}", absolute(out))));
        let files = options
            .var_files
            .iter()
            .map(|file| format!("-var-file={}", absolute(file)));
        args.extend(files);
        let output = self.command(dir, &args, log, &options.env)?;
        Ok(PlanOutcome::new(&output))
    }

    /// Runs `terraform test` in `dir`, a module's folder, after `init`.
    pub fn test(
        &self,
        dir: &Utf8Path,
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<TestOutcome, CommandError> {
        let output = self.command(dir, &["test", "-no-color", "-json"], log, env)?;
        Ok(TestOutcome::new(&output))
    }

    /// Runs any terraform command in `dir` and returns what it printed.
    pub fn command(
        &self,
        dir: &Utf8Path,
        args: &[impl AsRef<str>],
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<Output, CommandError> {
        let args: Vec<String> = args.iter().map(|arg| arg.as_ref().to_owned()).collect();
        let variables = env.variables(std::env::vars_os(), Some(self.cli_config.path()));
        let invocation = Invocation {
            program: &self.binary.path,
            dir,
            args: &args,
            env: &variables,
            log: Some(log),
            limit: None,
        };
        invocation.run(&self.cancel)
    }

    /// Terraform's plugin cache is not safe for two `init` at a time, says its documentation.
    /// Without a cache they share nothing and need not wait for each other. The lock is the
    /// system's, so that it holds between commands too and ends with the process.
    fn guard_of_cache(&self) -> Result<Option<File>, CommandError> {
        let Some(cache) = self.cli_config.plugin_cache() else {
            return Ok(None);
        };
        let path = cache.join("lock");
        let locked = File::create(&path).and_then(|file| file.lock().map(|()| file));
        locked
            .map(Some)
            .map_err(|source| CommandError::Log { path, source })
    }
}

/// Terraform runs in another folder than we do. Only an empty path has no absolute form.
fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned())
}
