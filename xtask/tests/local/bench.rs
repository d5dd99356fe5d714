//! A repository to run `cargo xtask local` in.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use emulator::{Host, Settings};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// Longest time that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);

/// A repository of which there is nothing but environments.
pub(crate) struct Bench {
    root: Utf8PathBuf,
    _temp: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let temp = tempfile::Builder::new()
            .prefix("a repo ")
            .tempdir()
            .unwrap();
        let root = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
        std::fs::create_dir_all(root.join("terraform")).unwrap();
        std::fs::create_dir_all(root.join("environments")).unwrap();
        for (name, account, region) in [
            ("dev", "111111111111", "eu-west-1"),
            ("prod", "222222222222", "af-south-1"),
        ] {
            let text = format!(
                "account = \"{account}\"\nregion = \"{region}\"\ngate = \"none\"\n\
                 monthly_budget_usd = 1\nsystems = []\n[state]\nbucket = \"b\"\nlock = \"file\"\n\
                 [tags]\nproject = \"p\"\nowner = \"o\"\ncost-center = \"c\"\n"
            );
            std::fs::write(root.join(format!("environments/{name}.toml")), text).unwrap();
        }
        Self { root, _temp: temp }
    }

    /// One where the emulator is installed: the installation that all tests share.
    pub(crate) fn installed() -> Self {
        let bench = Self::new();
        let shared = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("emulator");
        let settings = Settings::new(&shared, "eu-west-1", "111111111111");
        let host = Host {
            cancel: &process::Cancel::new(),
            observer: &|_| {},
        };
        let venv = emulator::install(&settings, &host).unwrap();
        std::fs::create_dir_all(bench.dir()).unwrap();
        std::os::unix::fs::symlink(venv, bench.dir().join("venv")).unwrap();
        bench
    }

    pub(crate) fn dir(&self) -> Utf8PathBuf {
        self.root.join("target/xtask/local")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(&self.root).arg("local").args(arguments);
        command.env_remove("XTASK_PYTHON");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::new(&self.command(arguments).output().unwrap())
    }

    pub(crate) fn status(&self) -> Value {
        let run = self.run(&["status", "--format", "json"]);
        let status: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(run.code, i32::from(status["running"] == false), "{status}");
        status
    }

    /// Starts a command whose stdout is read line by line.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.run(&["down"]);
    }
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn new(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn complains(&self, expected: &str) {
        assert!(self.stderr.contains(expected), "{self:#?}");
    }

    /// The value of a line `export NAME=value`.
    #[track_caller]
    pub(crate) fn exported(&self, name: &str) -> &str {
        let mut lines = self.stdout.lines();
        let prefix = format!("export {name}=");
        lines.find_map(|line| line.strip_prefix(&prefix)).unwrap()
    }
}

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
pub(crate) fn runs(pid: i64) -> bool {
    let mut ps = Command::new("ps");
    let output = ps.args(["-o", "stat=", "-p", &pid.to_string()]).output();
    let state = String::from_utf8(output.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

pub(crate) fn interrupt(child: &Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
}

/// Who a caller with this access key is, by `sts:GetCallerIdentity`.
pub(crate) fn identity(endpoint: &str, access_key: &str, region: &str) -> String {
    let port = endpoint.strip_prefix("http://127.0.0.1:").unwrap();
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let request = format!(
        "POST / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\
         Authorization: AWS4-HMAC-SHA256 \
         Credential={access_key}/20260101/{region}/sts/aws4_request, SignedHeaders=host, \
         Signature=0\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port.parse().unwrap())).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
