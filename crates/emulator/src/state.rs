//! The state file: which process it is and where it listens.

use std::io::{self, Write as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::host;
use crate::inspector::Inspector;
use crate::settings::LOG_FILE;
use crate::witness::Witness;

/// An emulator that was started, as its state file tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(flatten)]
    pub(crate) process: Witness,
    /// The port that it listens on, at the loopback address.
    pub port: u16,
    /// The region that it is in.
    pub region: String,
    /// The account of callers whose access key is no account id.
    pub account: String,
    /// Its version.
    pub version: String,
    /// When it was started, in seconds since 1970.
    pub started_unix: u64,
    /// A word that it repeats when asked how it is: an answer without it is another's.
    pub(crate) token: String,
    /// Whether it outlives the command that started it.
    pub(crate) background: bool,
    /// Whether its start was seen to its end.
    pub(crate) ready: bool,
}

impl State {
    /// Its process id, which is that of its process group.
    pub fn pid(&self) -> i32 {
        self.process.pid
    }

    /// Where it answers: `http://127.0.0.1:<port>`. Its own answers, URLs of queues for instance,
    /// call the same place `localhost`.
    pub fn endpoint(&self) -> String {
        // An address and no name: with one, the SDKs and Terraform put a bucket into the path of
        // a URL by themselves. In front of a name they would put it into the host.
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A look into it, as the account and in the region that it was started for.
    pub fn inspector(&self) -> Inspector {
        Inspector::new(&self.endpoint(), &self.account, &self.region)
    }

    /// For how long it has been running.
    pub fn uptime(&self) -> Duration {
        let started = UNIX_EPOCH + Duration::from_secs(self.started_unix);
        SystemTime::now()
            .duration_since(started)
            .unwrap_or_default()
    }

    /// The state of the emulator of a work folder; none when the file is missing or nonsense.
    pub(crate) fn read(work_dir: &Utf8Path) -> Result<Option<Self>, Error> {
        let path = path(work_dir);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// Writes the state file so that nobody sees half of it.
    pub(crate) fn write(&self, work_dir: &Utf8Path) -> Result<(), Error> {
        let path = path(work_dir);
        let write = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(work_dir)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.persist(&path).map(drop).map_err(|failed| failed.error)
        };
        write().map_err(host::file_error(&path))
    }

    /// Removes the state file if there is one.
    pub(crate) fn remove(work_dir: &Utf8Path) -> Result<(), Error> {
        let path = path(work_dir);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(host::file_error(&path)(error))
            }
            _ => Ok(()),
        }
    }
}

fn path(work_dir: &Utf8Path) -> Utf8PathBuf {
    work_dir.join("state.json")
}

/// The log of the emulator of a work folder.
pub(crate) fn log_path(work_dir: &Utf8Path) -> Utf8PathBuf {
    work_dir.join(LOG_FILE)
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nonsense_is_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        assert_eq!(State::read(dir).unwrap(), None);
        State::remove(dir).unwrap();
        let state = State {
            process: Witness::of(rustix::process::getpid()).unwrap(),
            port: 4566,
            region: "eu-west-1".to_owned(),
            account: "123456789012".to_owned(),
            version: "1".to_owned(),
            started_unix: now() - 5,
            token: "t".to_owned(),
            background: true,
            ready: true,
        };
        state.write(dir).unwrap();
        assert_eq!(State::read(dir).unwrap(), Some(state.clone()));
        assert_eq!(state.endpoint(), "http://127.0.0.1:4566");
        assert!((5..60).contains(&state.uptime().as_secs()));
        std::fs::write(path(dir), "{\"pid\": ").unwrap();
        assert_eq!(State::read(dir).unwrap(), None);
        State::remove(dir).unwrap();
        assert_eq!(std::fs::read_dir(dir).unwrap().count(), 0);
    }
}
