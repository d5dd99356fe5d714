//! An estate in a temporary folder, and the real binary to run there.

pub(crate) mod redact;
mod run;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

pub(crate) use run::{Run, Running};

/// Longest time that anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// What a command inherits. Everything else that changes what it does, a test sets itself.
const INHERITED: [&str; 9] = [
    "PATH",
    "HOME",
    "TMPDIR",
    // As set by the `cargo test` that runs us.
    "CARGO",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
];

const SET: [(&str, &str); 6] = [
    ("RUST_BACKTRACE", "1"),
    // No credentials of whoever runs the tests; a device is no file to read them from.
    ("AWS_CONFIG_FILE", "/dev/null"),
    ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
];

/// What a stack says that has the AWS provider.
pub(crate) const AWS: &str = r#"
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}
"#;

/// A repository in a temporary folder, gone at the end of the test.
///
/// [`TestContext::new`] has `audit/log`, which reads `shop/api`, which reads
/// `shop/infrastructure`: against the alphabet. `audit` lives in `dev`, `shop` in `dev` and
/// `prod`. No stack uses a provider that would have to be installed.
pub(crate) struct TestContext {
    _temp: TempDir,
    pub(crate) root: Utf8PathBuf,
}

impl TestContext {
    /// The sound estate of `tests/fixtures/estate`.
    pub(crate) fn new() -> Self {
        let context = Self::empty();
        copy(&fixture("estate"), &context.root);
        context
    }

    /// The same, with more in its first stack, which has the AWS provider.
    pub(crate) fn with_aws(text: &str) -> Self {
        let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
        let dir = "terraform/shop/infrastructure";
        Self::new()
            .with(&format!("{dir}/aws.tf"), format!("{AWS}{text}"))
            .with(&format!("{dir}/.terraform.lock.hcl"), lock)
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
        Self { _temp: temp, root }
    }

    /// Writes a file.
    pub(crate) fn with(self, file: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Replaces text that stands in a file once.
    pub(crate) fn edit(self, file: &str, from: &str, to: &str) -> Self {
        let text = self.read(file);
        assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
        self.with(file, text.replace(from, to))
    }

    /// Writes more at the end of a file.
    pub(crate) fn append(self, file: &str, text: &str) -> Self {
        let before = self.read(file);
        self.with(file, before + text)
    }

    /// Deletes a file or folder.
    pub(crate) fn without(self, path: &str) -> Self {
        let full = self.root.join(path);
        if full.is_dir() {
            std::fs::remove_dir_all(full).unwrap();
        } else {
            std::fs::remove_file(full).unwrap();
        }
        self
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.root.join(file)).unwrap()
    }

    /// All files below the root but those in `target/` and `.git/`, with their content.
    pub(crate) fn sources(&self) -> Vec<(Utf8PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.root, &mut files);
        files.sort();
        files
    }

    /// The binary with arguments, ready to run in the root.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Xtask {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let inherited = INHERITED.map(|name| Some((name, std::env::var_os(name)?)));
        command
            .current_dir(&self.root)
            .args(arguments)
            .stdin(Stdio::null())
            .env_clear()
            .envs(inherited.into_iter().flatten())
            .envs(SET);
        Xtask {
            command,
            root: self.root.clone(),
        }
    }

    /// Runs the binary with arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.xtask(arguments).run()
    }
}

/// The binary, about to run.
pub(crate) struct Xtask {
    pub(crate) command: Command,
    root: Utf8PathBuf,
}

impl Xtask {
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    /// With one of the stand-ins for terraform in `tests/fixtures/terraform`.
    pub(crate) fn terraform(self, name: &str) -> Self {
        self.env("XTASK_TERRAFORM", fixture("terraform").join(name))
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Run {
        Run::new(&self.command.output().unwrap(), &self.root)
    }

    /// Starts it.
    pub(crate) fn start(self) -> Running {
        Running::start(self.command, self.root)
    }
}

/// Runs git in a folder, as nobody in particular; what it prints.
pub(crate) fn git(root: &Utf8Path, arguments: &[&str]) -> String {
    let who = [
        "-c",
        "user.name=nobody",
        "-c",
        "user.email=nobody@localhost",
    ];
    let mut git = Command::new("git");
    let git = git.args(who).args(arguments).current_dir(root).envs(SET);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Something below `tests/fixtures`. Scripts are files of the repository: one that a test writes
/// can be "busy" when it is run.
pub(crate) fn fixture(name: &str) -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// Waits until `get` gives something, or fails after [`PATIENCE`].
pub(crate) fn poll<T>(what: &str, mut get: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = get() {
            return value;
        }
        assert!(Instant::now() < deadline, "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn copy(from: &Utf8Path, to: &Utf8Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).unwrap();
        }
    }
}

fn collect(dir: &Utf8Path, files: &mut Vec<(Utf8PathBuf, Vec<u8>)>) {
    for entry in dir.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let path = entry.path().to_owned();
        if !entry.file_type().unwrap().is_dir() {
            let content = std::fs::read(&path).unwrap();
            files.push((path, content));
        } else if !matches!(entry.file_name(), "target" | ".git") {
            collect(&path, files);
        }
    }
}

/// How many processes of a group are alive, as `ps` (of Linux and macOS) sees it. A dead one that
/// its parent has not looked after yet does not count.
pub(crate) fn group_size(group: &str) -> usize {
    let mut ps = Command::new("ps");
    let output = ps
        .args(["-A", "-o", "pgid=", "-o", "stat="])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let processes = text.lines().filter_map(|line| line.trim().split_once(' '));
    let alive = processes.filter(|(_, state)| !state.trim().starts_with('Z'));
    alive.filter(|(id, _)| *id == group).count()
}
