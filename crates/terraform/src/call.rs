//! One terraform process with the providers that it uses.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io;

use camino::Utf8Path;
use process::{CommandError, Invocation, Outliving, Output};
use provider_proxy::{ProxyError, Session, World};

use crate::attached::{Attached, User, needs_any};
use crate::environment::Environment;
use crate::garbage;
use crate::options::Simulated;
use crate::run::{Runner, absolute, owned};
use crate::sensitive;

impl Runner {
    /// Runs a command to its end.
    pub(crate) fn invoke(&self, call: &Call<'_>) -> Result<Output, CommandError> {
        let mut variables = call
            .env
            .variables(std::env::vars_os(), Some(self.cli_config.path()));
        if self.attached(call).is_some() {
            garbage::leave(&mut variables);
        }
        if matches!(call.types, Types::ToSimulate) && !call.is_simulated() {
            return Err(providers_failed(
                call,
                &"nothing is simulated, and this is not for real ones to apply",
            ));
        }
        let mut session = self.session(call, &variables, &[])?;
        if session.is_none() && matches!(call.types, Types::ToSimulate) && needs_any(call.dir) {
            let reason = "they are not as they are locked, and this is not for real ones to apply";
            return Err(providers_failed(call, &reason));
        }
        attach(&mut variables, session.as_ref());
        if needs_state(call, session.as_ref()) {
            let args = owned(["state", "pull"]);
            let pull = Call::new(call.dir, &args, call.env);
            // Should there be none, terraform will tell.
            let state = self.run(&pull, &variables)?;
            let secrets = sensitive::of_state(&state.stdout.join("\n"));
            self.cancel.secrets().add(secrets);
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
        match call.outliving {
            Some(outliving) => invocation.run_outliving(outliving, &self.cancel),
            None => invocation.run(&self.cancel),
        }
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
            env: &garbage::of_providers(env),
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
}

/// Whether to look into the state first: for the types in it, and for what may not be in the log of a plan. The log
/// of an apply knows it from the plan.
fn needs_state(call: &Call<'_>, session: Option<&Session>) -> bool {
    let is_told = call.log.is_some() && matches!(call.types, Types::AndOfTheState);
    call.types.are_of_the_state() && (session.is_some() || is_told)
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
pub(crate) struct Call<'a> {
    pub(crate) dir: &'a Utf8Path,
    pub(crate) args: &'a [String],
    pub(crate) log: Option<&'a Utf8Path>,
    pub(crate) env: &'a Environment,
    pub(crate) types: Types,
    /// What answers in place of AWS.
    pub(crate) simulated: Option<&'a Simulated>,
    /// What lets it go on when we are killed; `None` if it is to end then.
    pub(crate) outliving: Option<&'a Outliving<'a>>,
}

impl<'a> Call<'a> {
    /// One that is not logged, needs the types of the files, and simulates nothing.
    pub(crate) fn new(dir: &'a Utf8Path, args: &'a [String], env: &'a Environment) -> Self {
        Self {
            dir,
            args,
            log: None,
            env,
            types: Types::OfTheFiles,
            simulated: None,
            outliving: None,
        }
    }

    /// Whether AWS neither can be reached nor is asked.
    fn is_simulated(&self) -> bool {
        self.simulated.is_some() && matches!(self.env, Environment::Offline { .. })
    }

    fn world(&self) -> Option<World> {
        let simulated = self.simulated?;
        Some(World {
            account: simulated.account_id.clone(),
            region: self.env.region()?.to_owned(),
            scope: simulated.scope.clone(),
        })
    }

    pub(crate) fn logged(self, log: &'a Utf8Path) -> Self {
        Self {
            log: Some(log),
            ..self
        }
    }
}

/// The types of resources that a command needs to understand.
#[derive(Clone, Copy)]
pub(crate) enum Types {
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

fn attach(env: &mut BTreeMap<OsString, OsString>, session: Option<&Session>) {
    let value = session.map(|session| session.reattach().into());
    env.extend(value.map(|value| (REATTACH.into(), value)));
}
