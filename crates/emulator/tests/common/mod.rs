//! Emulators to start and stop. They share one installation, which the first test makes.

// Each test file is a program of its own and uses a part of this.
#![allow(dead_code)]
// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use emulator::{Event, Host, Running, Settings, State, Status, Up};
use process::Cancel;
use serde_json::Value;

/// Longest time that anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);

pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const ACCOUNT: &str = "123456789012";

/// The installation that all tests of the workspace share. Those that install at once wait for
/// each other, across programs too.
pub(crate) fn shared_installation() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("emulator")
}

/// A work folder, and whatever runs in it in the background is ended with it.
pub(crate) struct Bench {
    pub(crate) settings: Settings,
    pub(crate) cancel: Cancel,
    events: Mutex<Vec<Event>>,
    temp: tempfile::TempDir,
}

impl Bench {
    /// Its path has what a path may have: a blank, a quote, a dollar.
    pub(crate) fn new() -> Self {
        let prefix = "it's a \"$folder\" ";
        let temp = tempfile::Builder::new().prefix(prefix).tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        let settings = Settings {
            install_dir: shared_installation(),
            ..Settings::new(&dir.join("work"), REGION, ACCOUNT)
        };
        Self {
            settings,
            cancel: Cancel::new(),
            events: Mutex::default(),
            temp,
        }
    }

    /// One whose ministack is a script of `tests/fixtures`, in an installation that seems whole.
    pub(crate) fn with_fake(name: &str) -> Self {
        let mut bench = Self::new();
        let real = bench
            .with(|host| emulator::install(&bench.settings, host))
            .unwrap();
        let fake = Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name);
        let dir = Utf8Path::from_path(bench.temp.path()).unwrap().join("fake");
        std::fs::create_dir_all(dir.join("venv/bin")).unwrap();
        std::fs::copy(real.join("xtask.json"), dir.join("venv/xtask.json")).unwrap();
        std::os::unix::fs::symlink(fake, dir.join("venv/bin/python")).unwrap();
        bench.settings.install_dir = dir;
        bench.events().clear();
        bench
    }

    /// Calls `with` with a host that notes what goes on.
    pub(crate) fn with<T>(&self, with: impl FnOnce(&Host<'_>) -> T) -> T {
        with(&Host {
            cancel: &self.cancel,
            observer: &|event| self.events().push(event),
        })
    }

    pub(crate) fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap()
    }

    pub(crate) fn work_dir(&self) -> &Utf8Path {
        &self.settings.work_dir
    }

    pub(crate) fn start(&self) -> Result<Running, emulator::Error> {
        self.with(|host| emulator::start(&self.settings, host))
    }

    pub(crate) fn up(&self) -> Result<Up, emulator::Error> {
        self.with(|host| emulator::up(&self.settings, host))
    }

    /// Starts one that was not running.
    pub(crate) fn started(&self) -> State {
        match self.up().unwrap() {
            Up::Started(state) => state,
            Up::AlreadyRunning(state) => panic!("runs already: {state:?}"),
        }
    }

    pub(crate) fn down(&self) -> Result<Option<State>, emulator::Error> {
        self.with(|host| emulator::down(self.work_dir(), host))
    }

    pub(crate) fn status(&self) -> Status {
        emulator::status(self.work_dir()).unwrap()
    }

    pub(crate) fn state_path(&self) -> Utf8PathBuf {
        self.work_dir().join("state.json")
    }

    /// Changes a value in the state file.
    pub(crate) fn set_in_state(&self, key: &str, value: Value) {
        let text = std::fs::read_to_string(self.state_path()).unwrap();
        let mut state: Value = serde_json::from_str(&text).unwrap();
        assert!(state.get(key).is_some(), "{state}");
        state[key] = value;
        std::fs::write(self.state_path(), state.to_string()).unwrap();
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // A test that was cancelled has nothing running.
        let _ = self.down();
    }
}

/// Asks until there is an answer.
pub(crate) fn poll<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "no {what} after {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Whether a process runs; one that ended and was not collected does not.
pub(crate) fn runs(pid: i32) -> bool {
    let output = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

pub(crate) fn kill(pid: i32) {
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

/// A request to an AWS API, signed as far as the emulator looks: by an access key.
pub(crate) fn aws(port: u16, service: &str, access_key: &str, action: &str) -> String {
    let credential = format!("{access_key}/20260101/{REGION}/{service}/aws4_request");
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0");
    let mut answer = agent
        .post(format!("http://127.0.0.1:{port}/"))
        .header("Authorization", authorization)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .send(action)
        .unwrap();
    answer.body_mut().read_to_string().unwrap()
}

pub(crate) fn queues(port: u16) -> usize {
    let text = aws(port, "sqs", ACCOUNT, "Action=ListQueues&Version=2012-11-05");
    text.matches("<QueueUrl>").count()
}

pub(crate) fn create_queue(port: u16) -> String {
    let action = "Action=CreateQueue&QueueName=orders&Version=2012-11-05";
    aws(port, "sqs", ACCOUNT, action)
}
