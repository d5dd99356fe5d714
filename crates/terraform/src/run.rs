//! Running terraform's commands: [`Runner`].

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use process::{Cancel, CommandError, Outliving, Output};
use serde::de::DeserializeOwned;

use crate::attached::Attached;
use crate::binary::Binary;
use crate::call::{Call, Types};
use crate::cli_config::CliConfig;
use crate::diagnostic::Diagnostic;
use crate::document::{self, OutputValue};
use crate::environment::Environment;
use crate::imports::PutIn;
use crate::lock_file::LockFile;
use crate::options::PlanOptions;
use crate::outcome::{InitOutcome, PlanOutcome, TestOutcome, ValidateOutcome};

/// Runs terraform's commands, from as many threads as you like.
///
/// Each command appends all that it prints to the given log file. A command that fails is an
/// outcome with diagnostics; an error means that there is no outcome.
#[derive(Clone, Debug)]
pub struct Runner {
    pub(crate) binary: Binary,
    pub(crate) cli_config: CliConfig,
    /// The providers; `None` if terraform always starts its own.
    pub(crate) attached: Option<Arc<Attached>>,
    /// Whether terraform starts its own wherever a real one can do what is to be done.
    pub(crate) stock: bool,
    pub(crate) cancel: Cancel,
}

impl Runner {
    /// Brings together the terraform to run, its configuration, and what stops it.
    pub fn new(binary: Binary, cli_config: CliConfig, cancel: Cancel) -> Self {
        Self {
            binary,
            cli_config,
            attached: None,
            stock: true,
            cancel,
        }
    }

    /// The same, but for terraform, which starts its providers itself.
    #[must_use]
    pub fn with_stock_providers(&self) -> Self {
        Self {
            stock: true,
            ..self.clone()
        }
    }

    /// Lets terraform use providers that run already; with `stock` only where no real one would do.
    pub(crate) fn with_providers(mut self, attached: Arc<Attached>, stock: bool) -> Self {
        self.attached = Some(attached);
        self.stock = stock;
        self
    }

    /// Runs `terraform init` in `dir`. A lock file that is there is not changed.
    pub fn init(
        &self,
        dir: &Utf8Path,
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<InitOutcome, CommandError> {
        self.init_with(dir, &[], log, env)
    }

    /// Runs `terraform init` in `dir` for the state that `backend` names, as `name=value` each,
    /// whatever state the folder was used with before. What terraform noted of that is of no use, and where it was
    /// killed while it wrote it, or the disk was full, it would not begin.
    pub fn init_backend(
        &self,
        dir: &Utf8Path,
        backend: &[String],
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<InitOutcome, CommandError> {
        let path = dir.join(".terraform/terraform.tfstate");
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(CommandError::Log { path, source });
            }
            _ => {}
        }
        let settings = backend.iter().map(|it| format!("-backend-config={it}"));
        let args: Vec<String> = settings.chain(["-reconfigure".to_owned()]).collect();
        self.init_with(dir, &args, log, env)
    }

    fn init_with(
        &self,
        dir: &Utf8Path,
        more: &[String],
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<InitOutcome, CommandError> {
        let mut args = owned(["init", "-input=false", "-no-color", "-json"]);
        if LockFile::path_in(dir).exists() {
            args.push("-lockfile=readonly".to_owned());
        }
        args.extend_from_slice(more);
        let _one_at_a_time = self.guard_of_cache()?;
        let init = || {
            let output = self.command(dir, &args, log, env)?;
            Ok(InitOutcome::new(&output))
        };
        let outcome = init()?;
        if self.can_go_on(dir, &outcome) {
            init()
        } else {
            Ok(outcome)
        }
    }

    /// Whether what is recorded of the providers can take their place.
    fn can_go_on(&self, dir: &Utf8Path, init: &InitOutcome) -> bool {
        let attached = self.attached.as_ref().filter(|_| !self.stock);
        attached.is_some_and(|attached| attached.records.go_on_after(init, dir))
    }

    /// Whether a provider that a folder needs is not on this machine, and its recorded schema takes its place.
    pub fn is_recorded(&self, dir: &Utf8Path) -> bool {
        let attached = self.attached.as_ref();
        attached.is_some_and(|attached| attached.is_recorded(dir))
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

    /// Runs `terraform plan` in `dir`, after `init`. Without a state there is none to lock (a lock
    /// would only be left behind by a killed run) and none to refresh, so both are switched off.
    pub fn plan(
        &self,
        dir: &Utf8Path,
        options: &PlanOptions,
        log: &Utf8Path,
    ) -> Result<PlanOutcome, CommandError> {
        self.plan_with(dir, options, log, None)
    }

    /// The same, but that terraform goes on if we are killed, and so releases the lock of the state.
    pub fn plan_outliving(
        &self,
        dir: &Utf8Path,
        options: &PlanOptions,
        log: &Utf8Path,
        outliving: &Outliving<'_>,
    ) -> Result<PlanOutcome, CommandError> {
        self.plan_with(dir, options, log, Some(outliving))
    }

    fn plan_with(
        &self,
        dir: &Utf8Path,
        options: &PlanOptions,
        log: &Utf8Path,
        outliving: Option<&Outliving<'_>>,
    ) -> Result<PlanOutcome, CommandError> {
        let mut args = owned(["plan", "-input=false", "-no-color", "-json"]);
        if !options.has_state {
            args.extend(owned(["-lock=false", "-refresh=false"]));
        }
        args.extend(options.mode.flag());
        let out = options.out.as_ref();
        args.extend(out.map(|out| format!("-out={}", absolute(out))));
        args.extend(var_files(&options.var_files));
        let types = if options.has_state {
            Types::AndOfTheState
        } else {
            Types::OfTheFiles
        };
        let call = Call {
            types,
            simulated: options.simulated.as_ref(),
            outliving,
            ..Call::new(dir, &args, &options.env)
        };
        let _imports = PutIn::new(dir, &options.imports).map_err(|source| CommandError::Log {
            path: dir.to_owned(),
            source,
        })?;
        let output = self.invoke(&call.logged(log))?;
        Ok(PlanOutcome::new(&output))
    }

    /// Plans what `options` say and applies it at once to a simulated AWS, from nothing, which leaves a state in
    /// the file `state`. No provider is asked to make anything. What comes back is about the plan, and the
    /// diagnostics are about both. Only where [`Runner::simulates`] says so.
    pub fn simulate(
        &self,
        dir: &Utf8Path,
        options: &PlanOptions,
        state: &Utf8Path,
        log: &Utf8Path,
    ) -> Result<PlanOutcome, CommandError> {
        let mut args = owned(["apply", "-input=false", "-no-color", "-json"]);
        args.extend(owned(["-auto-approve", "-lock=false", "-refresh=false"]));
        args.extend([
            "-backup=-".to_owned(),
            format!("-state={}", absolute(state)),
        ]);
        args.extend(var_files(&options.var_files));
        let call = Call {
            types: Types::ToSimulate,
            simulated: options.simulated.as_ref(),
            ..Call::new(dir, &args, &options.env)
        };
        let output = self.invoke(&call.logged(log))?;
        let mut outcome = PlanOutcome::new(&output);
        // In place of a path in the backend's settings, which would be one for all environments.
        let is_ours = |it: &Diagnostic| it.summary.starts_with("Deprecated flag: -state");
        outcome.diagnostics.retain(|it| !is_ours(it));
        Ok(outcome)
    }

    /// Whether terraform starts its own providers wherever a real one can do what is to be done.
    pub fn is_stock(&self) -> bool {
        self.stock
    }

    /// Whether what a folder says can be applied to a simulated AWS. Providers that terraform starts itself would
    /// make real things.
    pub fn simulates(&self, dir: &Utf8Path) -> bool {
        let attached = self.attached.as_ref();
        attached.is_some_and(|attached| attached.has_all(dir))
    }

    /// The plan that was saved to `file`, read with `terraform show` in the folder it was made in: as
    /// much of it as `T`, a [`PlanDocument`](crate::PlanDocument) or all of its JSON, takes. Nothing of it is
    /// logged: it holds sensitive values in the clear.
    pub fn show<T: DeserializeOwned>(
        &self,
        dir: &Utf8Path,
        file: &Utf8Path,
        env: &Environment,
    ) -> Result<Result<T, Diagnostic>, CommandError> {
        let mut args = owned(["show", "-no-color", "-json"]);
        args.push(absolute(file).into_string());
        let call = Call {
            types: Types::AndOfTheState,
            ..Call::new(dir, &args, env)
        };
        let output = self.invoke(&call)?;
        Ok(document::parse(&output))
    }

    /// The outputs in the state of `dir`, by name, after `init`. Nothing is logged: some are sensitive.
    pub fn outputs(
        &self,
        dir: &Utf8Path,
        env: &Environment,
    ) -> Result<Result<BTreeMap<String, OutputValue>, Diagnostic>, CommandError> {
        // They stand in the state by themselves: no provider has to understand them.
        let args = owned(["output", "-no-color", "-json"]);
        let output = self.invoke(&Call::new(dir, &args, env))?;
        Ok(document::parse(&output))
    }

    /// The state of `dir`, after `init`: as much of it as `T`, a [`StateVersion`](crate::StateVersion) or a
    /// [`StateContent`](crate::StateContent), takes; `None` where there is none yet. Nothing is logged.
    pub fn state<T: DeserializeOwned>(
        &self,
        dir: &Utf8Path,
        env: &Environment,
    ) -> Result<Result<Option<T>, Diagnostic>, CommandError> {
        let output = self.invoke(&Call::new(dir, &owned(["state", "pull"]), env))?;
        let is_none = output.exit.is_success() && output.stdout.concat().trim().is_empty();
        Ok(if is_none {
            Ok(None)
        } else {
            document::parse(&output).map(Some)
        })
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
        self.invoke(&Call::new(dir, &args, env).logged(log))
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

pub(crate) fn owned<const N: usize>(args: [&str; N]) -> Vec<String> {
    args.map(str::to_owned).to_vec()
}

pub(crate) fn var_files(files: &[Utf8PathBuf]) -> impl Iterator<Item = String> {
    files
        .iter()
        .map(|file| format!("-var-file={}", absolute(file)))
}

/// Terraform runs in another folder than we do. Only an empty path has no absolute form.
pub(crate) fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned())
}
