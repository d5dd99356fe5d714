//! The start of an emulator, to the moment when it answers.

use std::fs::{File, OpenOptions};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use crate::environment::{self, Particulars};
use crate::error::Error;
use crate::group::Group;
use crate::host::{self, Event, Host, TICK};
use crate::settings::Settings;
use crate::state::{self, State};
use crate::witness::Witness;
use crate::{http, install, log, requirements};

/// How long it may take to answer. It takes less than a second; a machine may be busy.
const READY: Duration = Duration::from_mins(1);

/// How long one answer may take while it starts; then it is asked again.
const ANSWER: Duration = Duration::from_secs(1);

/// How many ports are tried. Each was free a moment before.
const PORTS: usize = 8;

/// An emulator that answers. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Launched {
    pub(crate) group: Group,
    pub(crate) state: State,
}

/// Starts an emulator. The caller holds the lock of the work folder.
pub(crate) fn launch(
    settings: &Settings,
    venv: &Utf8Path,
    background: bool,
    host: &Host<'_>,
) -> Result<Launched, Error> {
    let start = Start {
        settings,
        venv,
        background,
        temp_dir: temp_dir(&settings.work_dir),
        log: state::log_path(&settings.work_dir),
        limit: READY,
        host,
    };
    let launched = start.on_a_free_port();
    if launched.is_err() {
        // Whatever was started is gone. Why it failed is worth more than a file that stays.
        let _ = State::remove(&settings.work_dir);
    }
    launched
}

/// A word that no other start has: neither of another process, nor another of this one in the same
/// second.
fn token(port: u16, started_unix: u64) -> String {
    static STARTS: AtomicU64 = AtomicU64::new(0);
    let start = STARTS.fetch_add(1, Ordering::Relaxed);
    format!("xtask-{}-{start}-{port}-{started_unix}", std::process::id())
}

/// Where an emulator leaves files.
pub(crate) fn temp_dir(work_dir: &Utf8Path) -> Utf8PathBuf {
    work_dir.join("tmp")
}

struct Start<'a> {
    settings: &'a Settings,
    venv: &'a Utf8Path,
    background: bool,
    temp_dir: Utf8PathBuf,
    log: Utf8PathBuf,
    /// How long it may take to answer.
    limit: Duration,
    host: &'a Host<'a>,
}

impl Start<'_> {
    fn on_a_free_port(&self) -> Result<Launched, Error> {
        let mut wanted = self.settings.first_port;
        for _ in 0..PORTS {
            let port = match wanted.take() {
                Some(port) => port,
                None => free_port().map_err(|source| self.failed(source))?,
            };
            if let Some(launched) = self.on(port)? {
                return Ok(launched);
            }
            self.host.tell(Event::PortTaken { port });
        }
        Err(Error::NoPort { tried: PORTS })
    }

    /// Starts it on a port; `None` when somebody else has that.
    fn on(&self, port: u16) -> Result<Option<Launched>, Error> {
        let started_unix = state::now();
        let token = token(port, started_unix);
        let mut command = self.command(port, &token)?;
        let mut group = Group::spawn(&mut command).map_err(|source| self.failed(source))?;
        // None when it has ended already, which is found out below.
        if let Some(process) = Witness::of(group.pid()) {
            let state = State {
                process,
                port,
                region: self.settings.region.clone(),
                account: self.settings.account.clone(),
                version: requirements::version().to_owned(),
                started_unix,
                token,
                background: self.background,
                ready: false,
            };
            // At once: were we killed now, the next run would find it.
            state.write(&self.settings.work_dir)?;
            if self.wait(&mut group, &state)? {
                let state = State {
                    ready: true,
                    ..state
                };
                state.write(&self.settings.work_dir)?;
                return Ok(Some(Launched { group, state }));
            }
        }
        self.death(&mut group).map_or(Ok(None), Err)
    }

    fn command(&self, port: u16, token: &str) -> Result<Command, Error> {
        let temp_dir = &self.temp_dir;
        install::remove(temp_dir).map_err(host::file_error(temp_dir))?;
        std::fs::create_dir_all(temp_dir).map_err(host::file_error(temp_dir))?;
        let log = || -> io::Result<(File, File)> {
            // A new file, so that whoever follows the old one sees that it is another.
            install::remove(&self.log)?;
            let mut options = OpenOptions::new();
            let file = options.append(true).create_new(true).open(&self.log)?;
            Ok((file.try_clone()?, file))
        };
        let (stdout, stderr) = log().map_err(host::file_error(&self.log))?;
        let particulars = Particulars {
            port,
            region: &self.settings.region,
            account: &self.settings.account,
            token,
            temp_dir,
        };
        let mut command = Command::new(self.python());
        command
            .args(["-I", "-m", "ministack"])
            .current_dir(temp_dir)
            .env_clear()
            .envs(environment::emulator(std::env::vars_os(), &particulars))
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(stderr);
        Ok(command)
    }

    /// Waits until it answers (`true`) or has ended (`false`).
    fn wait(&self, group: &mut Group, state: &State) -> Result<bool, Error> {
        let deadline = Instant::now() + self.limit;
        loop {
            self.host.check()?;
            if group.has_ended().map_err(|source| self.failed(source))? {
                return Ok(false);
            }
            if http::answers(state.port, &state.token, ANSWER) {
                return Ok(true);
            }
            if Instant::now() > deadline {
                return Err(Error::NotReady {
                    limit: self.limit,
                    log: self.log.clone(),
                    tail: log::end(&self.log),
                });
            }
            std::thread::sleep(TICK);
        }
    }

    /// Why it ended; `None` when it found its port taken.
    fn death(&self, group: &mut Group) -> Option<Error> {
        let status = match group.reap() {
            Ok(status) => status.unwrap_or_default(),
            Err(source) => return Some(self.failed(source)),
        };
        let tail = log::end(&self.log);
        // Its own words when a connection is accepted there, and the system's when it binds.
        if tail.to_lowercase().contains("already in use") {
            return None;
        }
        Some(Error::Died {
            how: host::death(status.into()),
            log: self.log.clone(),
            tail,
        })
    }

    fn python(&self) -> Utf8PathBuf {
        self.venv.join("bin/python")
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Process {
            program: self.python(),
            source,
        }
    }
}

/// A loopback port on which nobody listens now.
fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::testing::quietly;

    #[test]
    fn one_that_does_not_answer_in_time_is_ended_and_its_log_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        let fake = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/silent");
        std::fs::create_dir(dir.join("bin")).unwrap();
        std::os::unix::fs::symlink(fake, dir.join("bin/python")).unwrap();
        let settings = Settings::new(dir, "eu-west-1", "123456789012");
        let error = quietly(|host| {
            let start = Start {
                settings: &settings,
                venv: dir,
                background: true,
                temp_dir: temp_dir(dir),
                log: state::log_path(dir),
                limit: Duration::from_secs(1),
                host,
            };
            start.on_a_free_port().unwrap_err()
        });
        let text = error.to_string();
        assert!(text.contains("no answer within 1 s"), "{text}");
        assert!(text.contains("not today"), "{text}");
        let state = State::read(dir).unwrap().unwrap();
        assert!(!state.process.is_alive());
    }
}
