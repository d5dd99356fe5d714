//! A run of the binary: going on, and ended.

use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use camino::{Utf8Path, Utf8PathBuf};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{poll, redact};

/// What a run came to. The root's path is `[ROOT]` in both texts.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Whatever a test is about: no panic, no backtrace, no death by a signal.
    pub(crate) fn new(output: &Output, root: &Utf8Path) -> Self {
        let text = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).unwrap();
            text.replace(root.as_str(), "[ROOT]")
        };
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        for text in [&stdout, &stderr] {
            let clean = !text.contains("panicked") && !text.contains("RUST_BACKTRACE");
            assert!(clean && !text.contains("stack backtrace"), "{text}");
        }
        let signal = output.status.signal();
        let code = output.status.code();
        let code = code.unwrap_or_else(|| panic!("killed by signal {signal:?}: {stderr}"));
        Self {
            code,
            stdout,
            stderr,
        }
    }

    /// Exit code and both texts, without times and what differs between machines.
    pub(crate) fn golden(&self) -> String {
        golden(self.code, &self.stdout, &self.stderr)
    }

    /// The same where stdout has columns that are as wide as what was redacted in them.
    pub(crate) fn loose_golden(&self) -> String {
        golden(self.code, &redact::blanks(&self.stdout), &self.stderr)
    }

    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "{self:#?}");
        self
    }

    /// What is on stdout, which must be JSON and nothing else.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The findings of `verify --format json`, each as `code stack env file:line:column`.
    #[track_caller]
    pub(crate) fn findings(&self) -> String {
        let json = self.json();
        let findings = json["findings"].as_array().unwrap().iter();
        findings.map(finding).collect()
    }

    /// The findings of one code, whole: a line a key, an empty line between two.
    #[track_caller]
    pub(crate) fn findings_with(&self, code: &str) -> String {
        let json = self.json();
        let findings = json["findings"].as_array().unwrap().iter();
        let findings = findings.filter(|it| it["code"] == code);
        redact::machine(&findings.map(whole).collect::<Vec<_>>().join("\n"))
    }

    /// The steps of `verify --format json`, each as `stack env step status`.
    #[track_caller]
    pub(crate) fn steps(&self) -> String {
        let json = self.json();
        let steps = json["steps"].as_array().unwrap().iter();
        let keys = ["stack", "env", "step", "status"];
        let steps = steps.map(|step| keys.map(|key| text(&step[key])).join(" ") + "\n");
        steps.collect()
    }
}

fn golden(code: i32, stdout: &str, stderr: &str) -> String {
    let text = format!("exit: {code}\n--- stdout\n{stdout}--- stderr\n{stderr}");
    redact::machine(&redact::times(&text))
}

fn whole(finding: &Value) -> String {
    let keys = finding.as_object().unwrap().iter();
    let lines = keys.map(|(key, value)| match value.as_str() {
        Some(text) => format!("{key}: {text}\n"),
        None => format!("{key}: {value}\n"),
    });
    lines.collect()
}

fn finding(finding: &Value) -> String {
    let keys = ["code", "stack", "env", "file"];
    let mut line = keys.map(|key| text(&finding[key])).join(" ");
    for key in ["line", "column"] {
        if let Some(number) = finding[key].as_u64() {
            line = format!("{line}:{number}");
        }
    }
    line + "\n"
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("-").to_owned()
}

/// A run that goes on. One that a failed test leaves behind is killed.
pub(crate) struct Running {
    child: Child,
    root: Utf8PathBuf,
    stdout: Option<JoinHandle<Vec<u8>>>,
    stderr: Option<JoinHandle<()>>,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Running {
    pub(crate) fn start(mut command: Command, root: Utf8PathBuf) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let said = Arc::new(Mutex::new(Vec::new()));
        let hear = Arc::clone(&said);
        let stdout = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).unwrap();
            bytes
        });
        let stderr = std::thread::spawn(move || {
            let mut reader = BufReader::new(stderr);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).unwrap() > 0 {
                hear.lock().unwrap().append(&mut line);
            }
        });
        Self {
            child,
            root,
            stdout: Some(stdout),
            stderr: Some(stderr),
            said,
        }
    }

    /// Waits until a text is on stderr.
    pub(crate) fn wait_for(&mut self, text: &str) {
        poll(text, || {
            let said = String::from_utf8_lossy(&self.said.lock().unwrap()).into_owned();
            if said.contains(text) {
                return Some(());
            }
            assert!(!self.has_ended(), "ended without `{text}`: {said}");
            None
        });
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end.
    pub(crate) fn end(self) -> Run {
        let root = self.root.clone();
        Run::new(&self.output(), &root)
    }

    /// The same where it may be killed; `None` then.
    pub(crate) fn end_or_death(self) -> Option<Run> {
        let root = self.root.clone();
        let output = self.output();
        output.status.code().map(|_| Run::new(&output, &root))
    }

    fn output(mut self) -> Output {
        let status = poll("the end of the command", || self.child.try_wait().unwrap());
        let stdout = self.stdout.take().unwrap().join().unwrap();
        self.stderr.take().unwrap().join().unwrap();
        let stderr = std::mem::take(&mut *self.said.lock().unwrap());
        Output {
            status,
            stdout,
            stderr,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
