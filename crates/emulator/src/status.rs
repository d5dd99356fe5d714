//! How things are.

use camino::Utf8Path;
use serde::Serialize;

use crate::background::ANSWER;
use crate::error::Error;
use crate::http;
use crate::state::State;

/// How things are in a work folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing runs.
    Stopped,
    /// It runs and answers.
    Running(State),
    /// A command is starting it, or was killed while it did.
    Starting(State),
    /// It runs and does not answer.
    Silent(State),
}

/// How things are in a work folder. Changes nothing and waits for no other command.
pub fn status(work_dir: &Utf8Path) -> Result<Status, Error> {
    let state = State::read(work_dir)?.filter(|state| state.process.is_alive());
    Ok(match state {
        None => Status::Stopped,
        Some(state) if !state.ready => Status::Starting(state),
        Some(state) if http::answers(state.port, &state.token, ANSWER) => Status::Running(state),
        Some(state) => Status::Silent(state),
    })
}

/// [`Status`] as it is printed for machines. What a stopped one does not have is null.
#[derive(Debug, Serialize)]
struct StatusJson<'a> {
    running: bool,
    status: &'static str,
    endpoint: Option<String>,
    pid: Option<i32>,
    version: Option<&'a str>,
    region: Option<&'a str>,
    account: Option<&'a str>,
    uptime_seconds: Option<u64>,
}

impl Status {
    /// Whether it runs and answers.
    pub fn is_running(&self) -> bool {
        matches!(self, Status::Running(_))
    }

    /// `stopped`, `running`, `starting`, `silent`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Status::Stopped => "stopped",
            Status::Running(_) => "running",
            Status::Starting(_) => "starting",
            Status::Silent(_) => "silent",
        }
    }

    /// What is known of its process, if there is one.
    pub fn state(&self) -> Option<&State> {
        match self {
            Status::Stopped => None,
            Status::Running(state) | Status::Starting(state) | Status::Silent(state) => Some(state),
        }
    }

    /// For machines.
    pub fn json(&self) -> impl Serialize + '_ {
        let state = self.state();
        StatusJson {
            running: self.is_running(),
            status: self.as_str(),
            endpoint: state.map(State::endpoint),
            pid: state.map(State::pid),
            version: state.map(|state| state.version.as_str()),
            region: state.map(|state| state.region.as_str()),
            account: state.map(|state| state.account.as_str()),
            uptime_seconds: state.map(|state| state.uptime().as_secs()),
        }
    }
}
