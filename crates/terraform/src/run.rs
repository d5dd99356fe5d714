//! Running terraform's commands: [`Runner`].

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::fs::File;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use provider_proxy::{ProxyError, Session, World};
use serde::de::DeserializeOwned;

use crate::attached::{Attached, User, needs_any};
use crate::binary::Binary;
use crate::cli_config::CliConfig;
use crate::diagnostic::Diagnostic;
use crate::document::{self, OutputValue};
use crate::environment::Environment;
use crate::init_failure::InitFailure;
use crate::lock_file::LockFile;
use crate::outcome::{ApplyOutcome, InitOutcome, PlanOutcome, TestOutcome, ValidateOutcome};
use process::{Cancel, CommandError, Invocation, Output};

/// Runs terraform's commands, from as many threads as you like.
///
/// Each command appends all that it prints to the given log file. A command that fails is an
/// outcome with diagnostics; an error means that there is no outcome.
#[derive(Debug)]
pub struct Runner {
    binary: Binary,
    cli_config: CliConfig,
    /// The providers; `None` if terraform always starts its own.
    attached: Option<Arc<Attached>>,
    /// Whether terraform starts its own wherever a real one can do what is to be done.
    stock: bool,
    cancel: Cancel,
}

/// What to plan with, and where to put the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The tfvars files; a later one wins. A relative path is one from the current folder.
    pub var_files: Vec<Utf8PathBuf>,
    /// Where the plan goes; `None` for a plan that is only looked at.
    pub out: Option<Utf8PathBuf>,
    /// Whether there is a state, to be locked and compared with what really is there. Without one,
    /// several plans of one folder may run at a time.
    pub has_state: bool,
    /// The AWS account that terraform sees.
    pub env: Environment,
    /// What answers where AWS would have to be asked; `None` to simulate nothing.
    pub simulated: Option<Simulated>,
}

/// A simulated AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// The folder of its states, in which `terraform_remote_state` looks for them: see
    /// [`RemoteStateBlock`](crate::RemoteStateBlock).
    pub states: Utf8PathBuf,
    /// The account, twelve digits. The region is that of the environment.
    pub account_id: String,
    /// What tells the things of one stack in one environment from those of others: `dev/shop/api`.
    pub scope: String,
}

/// What to apply with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyOptions {
    /// The tfvars files, as in [`PlanOptions`].
    pub var_files: Vec<Utf8PathBuf>,
    /// Variables that win over those files, as `name=value` each.
    pub variables: Vec<String>,
    /// Whether all that is in the state is to go.
    pub destroy: bool,
    /// The AWS account that terraform sees.
    pub env: Environment,
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
    /// whatever state the folder was used with before.
    pub fn init_backend(
        &self,
        dir: &Utf8Path,
        backend: &[String],
        log: &Utf8Path,
        env: &Environment,
    ) -> Result<InitOutcome, CommandError> {
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

    /// Whether nothing but providers is missing, and their recorded schemas can take their place.
    fn can_go_on(&self, dir: &Utf8Path, init: &InitOutcome) -> bool {
        let missing = init.failures.iter().map(|failure| match failure {
            InitFailure::ProviderUnavailable { provider } => Some(provider.as_str()),
            InitFailure::ProviderLock { .. } | InitFailure::Other => None,
        });
        let missing: Option<Vec<&str>> = missing.collect();
        let attached = self.attached.as_ref().filter(|_| !self.stock);
        match (attached, missing) {
            (Some(attached), Some(missing)) if !missing.is_empty() => {
                attached.go_on_without(dir, &missing)
            }
            _ => false,
        }
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
        let mut args = owned(["plan", "-input=false", "-no-color", "-json"]);
        if !options.has_state {
            args.extend(owned(["-lock=false", "-refresh=false"]));
        }
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
            ..Call::new(dir, &args, &options.env)
        };
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

    /// Runs `terraform apply` in `dir`, after `init`: what there is to do is done, and not asked for.
    pub fn apply(
        &self,
        dir: &Utf8Path,
        options: &ApplyOptions,
        log: &Utf8Path,
    ) -> Result<ApplyOutcome, CommandError> {
        let mut args = owned(["apply", "-input=false", "-no-color", "-json"]);
        args.push("-auto-approve".to_owned());
        if options.destroy {
            args.push("-destroy".to_owned());
        }
        args.extend(var_files(&options.var_files));
        args.extend(options.variables.iter().map(|it| format!("-var={it}")));
        let call = Call {
            types: Types::ToApply,
            ..Call::new(dir, &args, &options.env)
        };
        let output = self.invoke(&call.logged(log))?;
        Ok(ApplyOutcome::new(&output))
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

    fn invoke(&self, call: &Call<'_>) -> Result<Output, CommandError> {
        let mut variables = call
            .env
            .variables(std::env::vars_os(), Some(self.cli_config.path()));
        if self.attached(call).is_some() {
            collect_no_garbage(&mut variables);
        }
        let mut session = self.session(call, &variables, &[])?;
        if session.is_none() && matches!(call.types, Types::ToSimulate) && needs_any(call.dir) {
            let reason = "they are not as they are locked, and this is not for real ones to apply";
            return Err(providers_failed(call, &reason));
        }
        attach(&mut variables, session.as_ref());
        if session.is_some() && call.types.are_of_the_state() {
            let args = owned(["state", "pull"]);
            let pull = Call::new(call.dir, &args, call.env);
            // Should there be none, terraform will tell.
            let state = self.run(&pull, &variables)?;
            variables.remove(OsStr::new(REATTACH));
            session = self.session(call, &variables, &state.stdout)?;
            attach(&mut variables, session.as_ref());
        }
        self.run(call, &variables)
    }

    fn run(
        &self,
        call: &Call<'_>,
        env: &BTreeMap<OsString, OsString>,
    ) -> Result<Output, CommandError> {
        let chdir = call
            .simulated
            .map(|_| format!("-chdir={}", absolute(call.dir)));
        let args: Vec<String> = chdir.into_iter().chain(call.args.iter().cloned()).collect();
        let invocation = Invocation {
            program: &self.binary.path,
            dir: call
                .simulated
                .map_or(call.dir, |simulated| &simulated.states),
            args: &args,
            env,
            log: call.log,
            limit: None,
        };
        invocation.run(&self.cancel)
    }

    /// The providers that run already, if the command is to use them.
    fn attached(&self, call: &Call<'_>) -> Option<&Attached> {
        let is_wanted = !self.stock || matches!(call.types, Types::ToSimulate);
        self.attached.as_deref().filter(|_| is_wanted)
    }

    /// The providers for one command, which may use a state with these lines; `None` if terraform
    /// starts them itself.
    fn session(
        &self,
        call: &Call<'_>,
        env: &BTreeMap<OsString, OsString>,
        state: &[String],
    ) -> Result<Option<Session>, CommandError> {
        let Some(attached) = self.attached(call) else {
            return Ok(None);
        };
        let user = User {
            dir: call.dir,
            env: &of_providers(env),
            state,
            alone: matches!(call.types, Types::ToApply),
            offline: matches!(call.env, Environment::Offline { .. }),
            simulated: call.world(),
        };
        attached
            .session(&user, &self.cancel)
            .map_err(|error| match error {
                ProxyError::Interrupted => CommandError::Interrupted,
                error => providers_failed(call, &error),
            })
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

fn providers_failed(call: &Call<'_>, error: &dyn Display) -> CommandError {
    CommandError::Spawn {
        program: "terraform's providers".into(),
        dir: call.dir.to_owned(),
        source: io::Error::other(format!(
            "{error}\n(with --stock-provider terraform starts them itself)"
        )),
    }
}

/// One command.
#[derive(Clone, Copy)]
struct Call<'a> {
    dir: &'a Utf8Path,
    args: &'a [String],
    log: Option<&'a Utf8Path>,
    env: &'a Environment,
    types: Types,
    /// What answers in place of AWS.
    simulated: Option<&'a Simulated>,
}

impl<'a> Call<'a> {
    /// One that is not logged, needs the types of the files, and simulates nothing.
    fn new(dir: &'a Utf8Path, args: &'a [String], env: &'a Environment) -> Self {
        Self {
            dir,
            args,
            log: None,
            env,
            types: Types::OfTheFiles,
            simulated: None,
        }
    }

    fn world(&self) -> Option<World> {
        let simulated = self.simulated?;
        Some(World {
            account: simulated.account_id.clone(),
            region: self.env.region()?.to_owned(),
            scope: simulated.scope.clone(),
        })
    }

    fn logged(self, log: &'a Utf8Path) -> Self {
        Self {
            log: Some(log),
            ..self
        }
    }
}

/// The types of resources that a command needs to understand.
#[derive(Clone, Copy)]
enum Types {
    OfTheFiles,
    /// What was applied may be gone from the files: it is to be destroyed.
    AndOfTheState,
    /// The same, by providers of its own: an interrupt has to reach them, or they would go on for longer
    /// than terraform is waited for, and what they make would be in no state.
    ToApply,
    /// Those of the files, and no state: what is made is made up.
    ToSimulate,
}

impl Types {
    fn are_of_the_state(self) -> bool {
        matches!(self, Self::AndOfTheState | Self::ToApply)
    }
}

/// What tells terraform of providers that run already.
const REATTACH: &str = "TF_REATTACH_PROVIDERS";

/// A provider that starts, and a terraform that plans, are done before their garbage matters; a quarter of
/// their time went into its collection. From so much on it is collected all the same. Both are in Go:
/// <https://pkg.go.dev/runtime#hdr-Environment_Variables>.
const GARBAGE: [&str; 2] = ["GOGC", "GOMEMLIMIT"];

/// Where terraform begins.
const TERRAFORMS_LIMIT: &str = "400MiB";

/// Where a provider begins. It lives longer, there are more of them, and it needs 60 MB itself.
const PROVIDERS_LIMIT: &str = "160MiB";

fn collect_no_garbage(env: &mut BTreeMap<OsString, OsString>) {
    let names = GARBAGE.map(OsStr::new);
    if names.iter().all(|name| !env.contains_key(*name)) {
        let values = ["off", TERRAFORMS_LIMIT].map(OsString::from);
        env.extend(names.map(OsStr::to_owned).into_iter().zip(values));
    }
}

/// The environment of the providers of a terraform that has this one.
fn of_providers(env: &BTreeMap<OsString, OsString>) -> BTreeMap<OsString, OsString> {
    let mut env = env.clone();
    let limit = env.get_mut(OsStr::new(GARBAGE[1]));
    // One that is the user's own stays.
    if let Some(limit) = limit.filter(|limit| *limit == TERRAFORMS_LIMIT) {
        *limit = PROVIDERS_LIMIT.into();
    }
    env
}

fn attach(env: &mut BTreeMap<OsString, OsString>, session: Option<&Session>) {
    let value = session.map(|session| session.reattach().into());
    env.extend(value.map(|value| (REATTACH.into(), value)));
}

fn owned<const N: usize>(args: [&str; N]) -> Vec<String> {
    args.map(str::to_owned).to_vec()
}

fn var_files(files: &[Utf8PathBuf]) -> impl Iterator<Item = String> {
    files
        .iter()
        .map(|file| format!("-var-file={}", absolute(file)))
}

/// Terraform runs in another folder than we do. Only an empty path has no absolute form.
fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned())
}
