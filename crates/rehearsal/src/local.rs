//! The local AWS of a rehearsal: one of its own, or the one of `cargo xtask local` when it is to be kept.

use camino::Utf8PathBuf;
use emulator::{Error, Host, Inspector, Running, Settings, State, Up};
use finding::{Code, Finding};
use process::Cancel;

use crate::{Audience, Options};

/// A local AWS that runs.
pub(crate) enum Local {
    /// It ends with the rehearsal.
    Own(Running),
    /// It can outlive the rehearsal.
    Background {
        state: State,
        dir: Utf8PathBuf,
        cancel: Cancel,
        kept: bool,
    },
}

impl Local {
    /// Starts one with the environment's account and region.
    pub(crate) fn start(
        options: &Options<'_>,
        cancel: &Cancel,
        audience: &dyn Audience,
    ) -> Result<Self, Error> {
        let environment = options.environment;
        let dir = options.local_dir;
        let mut settings = Settings::new(dir, &environment.region, &environment.account);
        settings.python.clone_from(&options.python);
        let tell = |event| audience.local_aws(event);
        let host = Host {
            cancel,
            observer: &tell,
        };
        if !options.keep {
            settings.work_dir = options.work_dir.path().join("local");
            return emulator::start(&settings, &host).map(Self::Own);
        }
        match emulator::up(&settings, &host)? {
            Up::Started(state) => Ok(Self::Background {
                state,
                dir: dir.to_owned(),
                cancel: cancel.clone(),
                kept: false,
            }),
            Up::AlreadyRunning(state) => Err(Error::InUse {
                work_dir: dir.to_owned(),
                pid: state.pid(),
            }),
        }
    }

    /// Where it answers.
    pub(crate) fn endpoint(&self) -> String {
        match self {
            Self::Own(running) => running.endpoint(),
            Self::Background { state, .. } => state.endpoint(),
        }
    }

    /// What looks into it.
    pub(crate) fn inspector(&self) -> Inspector {
        match self {
            Self::Own(running) => running.inspector(),
            Self::Background { state, .. } => state.inspector(),
        }
    }

    /// Leaves it running.
    pub(crate) fn keep(mut self) {
        if let Self::Background { kept, .. } = &mut self {
            *kept = true;
        }
    }

    /// Ends it.
    pub(crate) fn end(mut self) -> Result<(), Error> {
        self.stop()
    }

    fn stop(&mut self) -> Result<(), Error> {
        match self {
            // The drop of the first ends it.
            Self::Own(_) | Self::Background { kept: true, .. } => Ok(()),
            Self::Background {
                dir, cancel, kept, ..
            } => {
                *kept = true;
                let observer = |_| ();
                let host = Host {
                    cancel,
                    observer: &observer,
                };
                emulator::down(dir, &host).map(drop)
            }
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        // Nobody is there to tell; the next start finds what is left and ends it.
        let _ = self.stop();
    }
}

/// What an error of the local AWS means. One that an interruption caused means nothing more.
pub(crate) fn findings(error: &Error) -> Vec<Finding> {
    if error.is_interrupted() {
        return Vec::new();
    }
    let code = if error.is_missing() {
        Code::ToolMissing
    } else {
        Code::LocalAws
    };
    let finding = Finding::error(code, error.to_string());
    vec![match error {
        Error::InUse { .. } => finding.with_hint("end it first: cargo xtask local down"),
        _ => finding,
    }]
}
