//! Running one command to its end: captured, logged, and stoppable.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use crate::cancel::{Asked, Cancel};
use crate::log::Log;
use crate::outliving::{Follow, Outliving};

/// How a process ended. One of the two is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Its exit code.
    pub code: Option<i32>,
    /// The signal that killed it.
    pub signal: Option<i32>,
}

impl Exit {
    /// Whether it ended with exit code 0.
    pub fn is_success(self) -> bool {
        self.code == Some(0)
    }
}

impl From<ExitStatus> for Exit {
    fn from(status: ExitStatus) -> Self {
        Self {
            code: status.code(),
            signal: status.signal(),
        }
    }
}

/// What a command that ran to its end left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// How it ended.
    pub exit: Exit,
    /// The lines of its standard output, without line ends. What is not UTF-8 is replaced.
    pub stdout: Vec<String>,
    /// The lines of its standard error, likewise.
    pub stderr: Vec<String>,
    /// From its start to its end.
    pub elapsed: Duration,
}

/// Why a command has no result.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The run was interrupted before the command had ended.
    #[error("interrupted")]
    Interrupted,
    /// It cannot be started.
    #[error("cannot run `{program}` in `{dir}`: {source}")]
    Spawn {
        /// The program.
        program: Utf8PathBuf,
        /// The working folder.
        dir: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It did not end in the time it was given.
    #[error("`{program}` did not end within {} s and was killed", limit.as_secs_f32())]
    TimedOut {
        /// The program.
        program: Utf8PathBuf,
        /// The time it was given.
        limit: Duration,
    },
    /// A file that goes with it, such as its log, cannot be written.
    #[error("cannot write `{path}`: {source}")]
    Log {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A command to run.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// The program: a path, or a name to be looked for on PATH.
    pub program: &'a Utf8Path,
    /// The working folder.
    pub dir: &'a Utf8Path,
    /// Its arguments.
    pub args: &'a [String],
    /// The whole environment.
    pub env: &'a BTreeMap<OsString, OsString>,
    /// Where everything that the command prints is appended, but for secrets.
    pub log: Option<&'a Utf8Path>,
    /// Longest time that it may run.
    pub limit: Option<Duration>,
}

/// The environment that we were given, to pass on as it is.
pub fn inherited_environment() -> BTreeMap<OsString, OsString> {
    std::env::vars_os().collect()
}

/// How a command ended and the lines that it printed.
struct Ended {
    /// `None` when time was up.
    status: Option<ExitStatus>,
    stdout: Vec<String>,
    stderr: Vec<String>,
}

impl Invocation<'_> {
    /// Runs the command to its end, whatever its exit code.
    pub fn run(&self, cancel: &Cancel) -> Result<Output, CommandError> {
        self.run_to_end(cancel, |log| self.run_logged(cancel, log))
    }

    /// The same for one that goes on when we are killed.
    pub fn run_outliving(
        &self,
        outliving: &Outliving<'_>,
        cancel: &Cancel,
    ) -> Result<Output, CommandError> {
        self.run_to_end(cancel, |log| self.run_followed(outliving, cancel, log))
    }

    fn run_to_end(
        &self,
        cancel: &Cancel,
        run: impl FnOnce(&Log) -> Result<Ended, CommandError>,
    ) -> Result<Output, CommandError> {
        let log = Log::open(self, cancel.secrets())?;
        let started = Instant::now();
        let ended = run(&log)?;
        // An interrupted command may still end well: what it says is not the whole story.
        if cancel.is_requested() {
            return Err(CommandError::Interrupted);
        }
        log.finish(self)?;
        let status = ended.status.ok_or_else(|| self.timed_out())?;
        Ok(Output {
            exit: status.into(),
            stdout: ended.stdout,
            stderr: ended.stderr,
            elapsed: started.elapsed(),
        })
    }

    /// Runs the command to its end with its output going where ours goes; there is no log. All that it
    /// has started in its group hear of an interruption, and are waited for.
    pub fn run_visibly(&self, cancel: &Cancel) -> Result<Exit, CommandError> {
        let mut command = self.command();
        command.stdout(Stdio::inherit()).stderr(Stdio::inherit());
        let spawned = cancel
            .spawn(&mut command, Asked::Group)
            .map_err(|source| self.failed(source))?;
        let mut group = spawned.ok_or(CommandError::Interrupted)?;
        let status = group
            .wait(self.limit)
            .map_err(|source| self.failed(source))?;
        if cancel.is_requested() {
            return Err(CommandError::Interrupted);
        }
        status.map(Exit::from).ok_or_else(|| self.timed_out())
    }

    /// Each pipe has a reader of its own, so that neither can fill up while we look at the other.
    fn run_logged(&self, cancel: &Cancel, log: &Log<'_>) -> Result<Ended, CommandError> {
        let spawned = cancel
            .spawn(&mut self.command(), Asked::Leader)
            .map_err(|source| self.failed(source))?;
        let mut group = spawned.ok_or(CommandError::Interrupted)?;
        let stdout = group.child().stdout.take();
        let stderr = group.child().stderr.take();
        // The group moves in: should anything go wrong, it is killed before the readers are
        // waited for, or they would wait for ever.
        std::thread::scope(move |scope| {
            let stdout = scope.spawn(move || lines(stdout, log));
            let stderr = scope.spawn(move || lines(stderr, log));
            let status = group.wait(self.limit).map_err(|source| self.failed(source));
            drop(group);
            let stdout = stdout.join().unwrap_or_default();
            let stderr = stderr.join().unwrap_or_default();
            Ok(Ended {
                status: status?,
                stdout,
                stderr,
            })
        })
    }

    /// What it writes to its files is read while it does.
    fn run_followed(
        &self,
        outliving: &Outliving<'_>,
        cancel: &Cancel,
        log: &Log,
    ) -> Result<Ended, CommandError> {
        let mut command = self.command();
        let files = outliving.connect(&mut command);
        let files = files.map_err(|(path, source)| CommandError::Log { path, source })?;
        let spawned = cancel
            .spawn(&mut command, Asked::Leader)
            .map_err(|source| self.failed(source))?;
        let mut group = spawned.ok_or(CommandError::Interrupted)?;
        let has_ended = &AtomicBool::new(false);
        std::thread::scope(move |scope| {
            let follow = |file| {
                let follow = Follow { file, has_ended };
                scope.spawn(move || lines(Some(follow), log))
            };
            let (stdout, stderr) = (follow(files.stdout), follow(files.stderr));
            let status = group.wait(self.limit).map_err(|source| self.failed(source));
            drop(group);
            has_ended.store(true, Ordering::Release);
            Ok(Ended {
                stdout: stdout.join().unwrap_or_default(),
                stderr: stderr.join().unwrap_or_default(),
                status: status?,
            })
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.args(self.args).current_dir(self.dir);
        command.env_clear().envs(self.env);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn timed_out(&self) -> CommandError {
        CommandError::TimedOut {
            program: self.program.to_owned(),
            limit: self.limit.unwrap_or_default(),
        }
    }

    fn failed(&self, source: io::Error) -> CommandError {
        CommandError::Spawn {
            program: self.program.to_owned(),
            dir: self.dir.to_owned(),
            source,
        }
    }
}

/// Reads a pipe to its end.
fn lines(pipe: Option<impl Read>, log: &Log<'_>) -> Vec<String> {
    let Some(pipe) = pipe else { return Vec::new() };
    let mut reader = BufReader::new(pipe);
    let (mut out, mut line) = (Vec::new(), Vec::new());
    while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
        log.write(&line);
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        out.push(String::from_utf8_lossy(text).into_owned());
        line.clear();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longest time that anything may take on a busy machine.
    const PATIENCE: Duration = Duration::from_mins(2);

    /// The leader is xargs, which ends at once when interrupted.
    const LEADER: &str = "exec xargs sh child <<x\ngo\nx\n";

    /// The other one has something to do first: it waits until the leader was collected and there is a
    /// file `gate`.
    const CHILD: &str = r#"
        trap '
            while kill -0 $PPID || ! [ -e gate ]; do sleep 0.05; done
            : > tidied
            exit' INT
        : > ready
        while :; do sleep 0.05; done
    "#;

    fn appears(path: &Utf8Path) {
        let deadline = Instant::now() + PATIENCE;
        while !path.exists() {
            assert!(Instant::now() < deadline, "{path}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn interrupt(times: usize, then: impl FnOnce(&Utf8Path)) -> bool {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        std::fs::write(dir.join("child"), CHILD).unwrap();
        let args = ["-c", LEADER].map(str::to_owned);
        let invocation = Invocation {
            program: Utf8Path::new("sh"),
            dir,
            args: &args,
            env: &inherited_environment(),
            log: None,
            limit: None,
        };
        // A grace period that this test would not live to see the end of.
        let cancel = Cancel::with_grace(Duration::from_secs(100_000));
        std::thread::scope(|scope| {
            let run = scope.spawn(|| invocation.run_visibly(&cancel));
            appears(&dir.join("ready"));
            for _ in 0..times {
                cancel.request();
            }
            then(dir);
            let result = run.join().unwrap();
            assert!(
                matches!(result, Err(CommandError::Interrupted)),
                "{result:?}"
            );
        });
        assert!(cancel.running().is_empty());
        dir.join("tidied").exists()
    }

    #[test]
    fn who_runs_visibly_is_interrupted_with_all_its_group_and_waited_for() {
        assert!(interrupt(1, |dir| {
            std::fs::write(dir.join("gate"), "").unwrap();
        }));
    }

    #[test]
    fn a_second_request_kills_the_whole_group() {
        assert!(!interrupt(2, |_| ()));
    }
}
