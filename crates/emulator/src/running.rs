//! An emulator for one run.

use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::background::{GRACE, settle};
use crate::client::client_variables;
use crate::error::Error;
use crate::host::{self, Host};
use crate::inspector::Inspector;
use crate::install::{self, install};
use crate::launch::{self, Launched, launch};
use crate::lock::Lock;
use crate::settings::Settings;
use crate::state::{self, State};
use crate::{http, log};

/// How long a reset may take.
const RESET: Duration = Duration::from_mins(1);

/// An emulator that belongs to this process. Dropping it ends it.
#[derive(Debug)]
pub struct Running {
    launched: Launched,
    work_dir: Utf8PathBuf,
    stopped: bool,
    /// Held to the end: the work folder is ours.
    _lock: Lock,
}

/// Starts an emulator for this process, installing it first if needed. One that a killed run left
/// in the work folder is ended; one that runs there in the background is an error.
pub fn start(settings: &Settings, host: &Host<'_>) -> Result<Running, Error> {
    settings.check()?;
    let work_dir = settings.work_dir.clone();
    let lock = Lock::take(&work_dir, "lock", host)?;
    if let Some(state) = settle(&work_dir, host)? {
        let pid = state.pid();
        return Err(Error::InUse { work_dir, pid });
    }
    let venv = install(settings, host)?;
    let launched = launch(settings, &venv, false, host)?;
    Ok(Running {
        launched,
        work_dir,
        stopped: false,
        _lock: lock,
    })
}

impl Running {
    /// Where it answers: `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> String {
        self.state().endpoint()
    }

    /// A look into it, as the account and in the region that it was started for.
    pub fn inspector(&self) -> Inspector {
        self.state().inspector()
    }

    /// The port that it listens on, at the loopback address.
    pub fn port(&self) -> u16 {
        self.state().port
    }

    /// Its process id, which is that of its process group.
    pub fn pid(&self) -> i32 {
        self.state().pid()
    }

    /// Where everything is that it prints.
    pub fn log_path(&self) -> Utf8PathBuf {
        state::log_path(&self.work_dir)
    }

    /// Environment variables that point Terraform, the AWS CLI and the SDKs at it.
    pub fn client_variables(&self) -> [(&'static str, String); 5] {
        let state = self.state();
        client_variables(&state.endpoint(), &state.account, &state.region)
    }

    /// Makes it forget everything.
    pub fn reset(&self) -> Result<(), Error> {
        http::reset(self.port(), RESET)
    }

    /// Why it no longer runs, if it has ended by itself.
    pub fn death(&self) -> Option<Error> {
        let exit = self.launched.group.end_of_leader().ok().flatten()?;
        let log = self.log_path();
        Some(Error::Ended {
            how: host::death(exit),
            tail: log::end(&log),
            log,
        })
    }

    /// Lets it live on, in the background of its work folder: [`down`](crate::down) ends it.
    pub fn keep(mut self) -> Result<State, Error> {
        let state = &mut self.launched.state;
        state.background = true;
        state.write(&self.work_dir)?;
        let state = state.clone();
        self.launched.group.detach();
        self.stopped = true;
        Ok(state)
    }

    /// Ends it, with whatever it has started.
    pub fn stop(mut self) -> Result<(), Error> {
        self.end()
    }

    fn end(&mut self) -> Result<(), Error> {
        if std::mem::replace(&mut self.stopped, true) {
            return Ok(());
        }
        let ended = self.launched.group.end(GRACE);
        ended.map_err(|source| Error::Process {
            program: "ministack".into(),
            source,
        })?;
        clear(&self.work_dir)
    }

    fn state(&self) -> &State {
        &self.launched.state
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nobody is there to tell. The group's own drop kills what this has not ended.
        let _ = self.end();
    }
}

/// Removes what an emulator that has ended leaves in its work folder, but for its log.
pub(crate) fn clear(work_dir: &Utf8Path) -> Result<(), Error> {
    // What a killed Lambda has left there is not worth a failure; the next start tries again.
    let _ = install::remove(&launch::temp_dir(work_dir));
    State::remove(work_dir)
}
