//! An emulator that outlives the command that started it.

use std::time::Duration;

use camino::Utf8Path;

use crate::error::Error;
use crate::host::{Event, Host};
use crate::http;
use crate::install::install;
use crate::launch::launch;
use crate::lock::Lock;
use crate::running::clear;
use crate::settings::Settings;
use crate::state::{self, State};

/// How long it may take to end by itself after it was asked to.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// How long a healthy one may take to say how it is.
pub(crate) const ANSWER: Duration = Duration::from_secs(10);

/// What came of [`up`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Up {
    /// It was started.
    Started(State),
    /// It was running already, perhaps in another region.
    AlreadyRunning(State),
}

/// Starts an emulator in the background, installing it first if needed. Two of these at once in
/// one work folder: the second waits, and finds the first one's.
pub fn up(settings: &Settings, host: &Host<'_>) -> Result<Up, Error> {
    settings.check()?;
    let work_dir = &settings.work_dir;
    let _lock = Lock::take(work_dir, "lock", host)?;
    if let Some(state) = settle(work_dir, host)? {
        if http::answers(state.port, &state.token, ANSWER) {
            return Ok(Up::AlreadyRunning(state));
        }
        return Err(Error::NotAnswering {
            pid: state.pid(),
            endpoint: state.endpoint(),
            log: state::log_path(work_dir),
        });
    }
    let venv = install(settings, host)?;
    let mut launched = launch(settings, &venv, true, host)?;
    launched.group.detach();
    Ok(Up::Started(launched.state))
}

/// Ends the emulator of a work folder and tells which it was; none when nothing runs there.
pub fn down(work_dir: &Utf8Path, host: &Host<'_>) -> Result<Option<State>, Error> {
    if !work_dir.exists() {
        return Ok(None);
    }
    let _lock = Lock::take(work_dir, "lock", host)?;
    let found = State::read(work_dir)?.filter(|state| state.process.is_alive());
    if let Some(state) = &found {
        state.process.end(GRACE)?;
    }
    clear(work_dir)?;
    Ok(found)
}

/// The emulator that runs in the background in a work folder whose lock we hold. Any other one
/// whose run was killed is ended, and the state of one that is gone is removed.
pub(crate) fn settle(work_dir: &Utf8Path, host: &Host<'_>) -> Result<Option<State>, Error> {
    let Some(state) = State::read(work_dir)? else {
        return Ok(None);
    };
    if state.process.is_alive() {
        if state.background && state.ready {
            return Ok(Some(state));
        }
        host.tell(Event::EndingStray { pid: state.pid() });
        state.process.end(GRACE)?;
    }
    clear(work_dir)?;
    Ok(None)
}
