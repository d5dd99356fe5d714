//! What can go wrong.

use std::io;
use std::time::Duration;

use camino::Utf8PathBuf;

/// Why there is no local AWS.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no Python.
    #[error(
        "the local AWS needs Python 3.10 or newer, and `{program}` cannot be run ({said}): {}",
        install_python()
    )]
    NoPython {
        /// What was tried.
        program: Utf8PathBuf,
        /// What came of it.
        said: String,
    },
    /// Python is too old.
    #[error(
        "the local AWS needs Python 3.10 or newer, and `{program}` is {version}: {}",
        install_python()
    )]
    OldPython {
        /// What was tried.
        program: Utf8PathBuf,
        /// Its version.
        version: String,
    },
    /// Debian and Ubuntu have these modules in a package of their own.
    #[error(
        "`{program}` lacks the module {module}, without which it makes no virtual environment: {}",
        install_venv(version)
    )]
    NoVenv {
        /// What was tried.
        program: Utf8PathBuf,
        /// Its version.
        version: String,
        /// `venv` or `ensurepip`.
        module: String,
    },
    /// The virtual environment cannot be made.
    #[error("cannot make a virtual environment with `{program}`: {said} (all of it: {log})")]
    Venv {
        /// The Python.
        program: Utf8PathBuf,
        /// What it said last.
        said: String,
        /// Everything that it said.
        log: Utf8PathBuf,
    },
    /// pip reached no index.
    #[error(
        "the local AWS is installed at first use, for which pip needs PyPI (or the index in its configuration), and it cannot be reached: {said} (all of it: {log})"
    )]
    Unreachable {
        /// What pip said about it last.
        said: String,
        /// Everything that it said.
        log: Utf8PathBuf,
    },
    /// pip reached its index and failed all the same.
    #[error("pip cannot install the local AWS: {said} (all of it: {log})")]
    Pip {
        /// What it said last.
        said: String,
        /// Everything that it said.
        log: Utf8PathBuf,
    },
    /// The emulator ended instead of starting.
    #[error("the local AWS ended with {how} before it was ready; the end of {log}:\n{tail}")]
    Died {
        /// `exit code 1`.
        how: String,
        /// Its log.
        log: Utf8PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// The emulator ended while it was needed.
    #[error("the local AWS ended by itself, with {how}; the end of {log}:\n{tail}")]
    Ended {
        /// `exit code 1`.
        how: String,
        /// Its log.
        log: Utf8PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// The emulator did not answer in time.
    #[error("the local AWS gave no answer within {} s and was ended; the end of {log}:\n{tail}", limit.as_secs())]
    NotReady {
        /// The time it had.
        limit: Duration,
        /// Its log.
        log: Utf8PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// Each port that was free a moment ago was taken.
    #[error(
        "no loopback port stays free: {tried} were taken before the local AWS could listen there"
    )]
    NoPort {
        /// How many were tried.
        tried: usize,
    },
    /// It runs in the background and does not answer.
    #[error(
        "the local AWS runs (process {pid}) but does not answer at {endpoint}: end it, then start it again; its log is {log}"
    )]
    NotAnswering {
        /// Its process id.
        pid: i32,
        /// Where it should answer.
        endpoint: String,
        /// Its log.
        log: Utf8PathBuf,
    },
    /// The work folder is in use by one in the background.
    #[error("the local AWS already runs in the background in `{work_dir}` (process {pid})")]
    InUse {
        /// The work folder.
        work_dir: Utf8PathBuf,
        /// Its process id.
        pid: i32,
    },
    /// A process is there after SIGKILL.
    #[error("process {pid} of the local AWS does not end, not even when killed")]
    Undead {
        /// Its process id.
        pid: i32,
    },
    /// A request to the emulator failed.
    #[error("{url}: {said}")]
    Request {
        /// Where.
        url: String,
        /// What came of it.
        said: String,
    },
    /// A service of the emulator gave no answer.
    #[error("the local AWS at {endpoint} gave no answer to {request} of {service}: {said}")]
    Unanswered {
        /// Where it should answer.
        endpoint: String,
        /// The service, as signatures name it.
        service: &'static str,
        /// What was asked of it.
        request: String,
        /// What came of it.
        said: String,
    },
    /// A service of the emulator said no.
    #[error("the local AWS refused {request} of {service} with status {status}: {said}")]
    Refused {
        /// The service, as signatures name it.
        service: &'static str,
        /// What was asked of it.
        request: String,
        /// HTTP's number for it.
        status: u16,
        /// The beginning of its answer.
        said: String,
    },
    /// A service of the emulator answered what is not understood.
    #[error(
        "the local AWS answered {request} of {service} with something else than was asked for: {said}"
    )]
    Answer {
        /// The service, as signatures name it.
        service: &'static str,
        /// What was asked of it.
        request: String,
        /// What is wrong with the answer.
        said: String,
    },
    /// There is no such queue.
    #[error("the local AWS has no queue `{name}` in account {account} and region {region}")]
    NoQueue {
        /// The name asked for.
        name: String,
        /// The account looked into.
        account: String,
        /// The region looked into.
        region: String,
    },
    /// A process cannot be started, looked at or waited for.
    #[error("cannot run `{program}`: {source}")]
    Process {
        /// The program.
        program: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder cannot be read or written.
    #[error("`{path}`: {source}")]
    File {
        /// Which.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No account id.
    #[error("`{0}` is no account id: those have twelve digits")]
    Account(String),
    /// No region.
    #[error("`{0}` is no region")]
    Region(String),
    /// The host said so.
    #[error("interrupted")]
    Interrupted,
}

impl Error {
    /// Whether something is missing on this machine, and not wrong with the emulator.
    pub fn is_missing(&self) -> bool {
        matches!(
            self,
            Error::NoPython { .. }
                | Error::OldPython { .. }
                | Error::NoVenv { .. }
                | Error::Unreachable { .. }
        )
    }

    /// Whether it was interrupted.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Error::Interrupted)
    }
}

fn install_python() -> &'static str {
    if cfg!(target_os = "macos") {
        "`brew install python` installs one"
    } else {
        "`sudo apt-get install python3 python3-venv` installs one on Debian and Ubuntu"
    }
}

/// `3.11.2` is in the packages `python3.11` and `python3.11-venv`.
fn install_venv(version: &str) -> String {
    let minor = version.rsplit_once('.').map_or(version, |(minor, _)| minor);
    if cfg!(target_os = "macos") {
        "`brew install python` installs one that has it".to_owned()
    } else {
        format!("`sudo apt-get install python{minor}-venv` installs it on Debian and Ubuntu")
    }
}
