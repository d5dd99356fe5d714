//! The installation: a virtual environment, made once and anew when it is not what it should be.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use process::Output;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::Error;
use crate::host::{self, Event, Host};
use crate::lock::Lock;
use crate::python::{self, Python, Run};
use crate::requirements::{self, REQUIREMENTS};
use crate::settings::Settings;

/// For what a virtual environment was made. It is written last, so a half-made one has none.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    python: String,
    /// SHA-256 of the requirements.
    requirements: String,
}

/// The stamp's place in a virtual environment.
const STAMP: &str = "xtask.json";

const PIP_INSTALL: [&str; 14] = [
    "-I",
    "-m",
    "pip",
    "install",
    "--require-hashes",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar",
    "off",
    "--retries",
    "2",
];

/// Installs the emulator unless it is there. Returns the virtual environment.
///
/// Commands that do this at once for one folder wait for each other.
pub fn install(settings: &Settings, host: &Host<'_>) -> Result<Utf8PathBuf, Error> {
    let dir = &settings.install_dir;
    let venv = dir.join("venv");
    let _lock = Lock::take(dir, "install.lock", host)?;
    let python = Python::find(settings.python.as_deref(), host)?;
    let stamp = Stamp {
        python: python.identity.clone(),
        requirements: requirements::digest(),
    };
    if stamp_of(&venv).as_ref() == Some(&stamp) && check::is_whole(&venv, host)? {
        return Ok(venv);
    }
    host.tell(Event::Installing);
    let fresh = Fresh::new(dir, host)?;
    fresh.build(&python, &stamp)?;
    fresh.move_to(&venv)?;
    Ok(venv)
}

/// The stamp of a virtual environment; none if it has none or nonsense.
fn stamp_of(venv: &Utf8Path) -> Option<Stamp> {
    let bytes = std::fs::read(venv.join(STAMP)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// A virtual environment that is being made beside the place where it will be.
struct Fresh<'a> {
    dir: &'a Utf8Path,
    /// Where it is made. One that a killed run left there is removed first.
    path: Utf8PathBuf,
    log: Utf8PathBuf,
    host: &'a Host<'a>,
}

impl<'a> Fresh<'a> {
    fn new(dir: &'a Utf8Path, host: &'a Host<'a>) -> Result<Self, Error> {
        let (path, log) = (dir.join("venv.new"), dir.join("install.log"));
        for left_over in [&path, &dir.join("venv.old"), &log] {
            remove(left_over).map_err(host::file_error(left_over))?;
        }
        Ok(Self {
            dir,
            path,
            log,
            host,
        })
    }

    fn build(&self, python: &Python, stamp: &Stamp) -> Result<(), Error> {
        let venv = Run {
            program: &python.program,
            args: &["-I", "-m", "venv", self.path.as_str()],
            log: Some(&self.log),
        };
        let output = venv.run(self.host)?;
        if !output.exit.is_success() {
            return Err(Error::Venv {
                program: python.program.clone(),
                said: python::last_line(&output),
                log: self.log.clone(),
            });
        }
        self.fill()?;
        let path = self.path.join(STAMP);
        let text = serde_json::to_vec_pretty(stamp).map_err(io::Error::from);
        text.and_then(|text| std::fs::write(&path, text))
            .map_err(host::file_error(&path))
    }

    /// Only wheels: nothing is built, so nothing that is not pinned runs at the installation.
    fn fill(&self) -> Result<(), Error> {
        let list = self.path.join("requirements.txt");
        std::fs::write(&list, REQUIREMENTS).map_err(host::file_error(&list))?;
        let mut args = PIP_INSTALL.to_vec();
        args.extend(["--requirement", list.as_str()]);
        let pip = Run {
            program: &self.path.join("bin/python"),
            args: &args,
            log: Some(&self.log),
        };
        let output = pip.run(self.host)?;
        if output.exit.is_success() {
            return Ok(());
        }
        Err(pip_error(&output, &self.log))
    }

    /// Puts it in its place. Scripts in its `bin` name the folder where it was made: it is always
    /// run as `bin/python -m`, which looks at where it is.
    fn move_to(self, venv: &Utf8Path) -> Result<(), Error> {
        let old = self.dir.join("venv.old");
        match std::fs::rename(venv, &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(host::file_error(venv)(error));
            }
            _ => {}
        }
        std::fs::rename(&self.path, venv).map_err(host::file_error(venv))?;
        remove(&old).map_err(host::file_error(&old))
    }
}

/// Why pip failed: an index that cannot be reached, or what it said last.
fn pip_error(output: &Output, log: &Utf8Path) -> Error {
    let log = log.to_owned();
    let lines = || output.stderr.iter().rev();
    let broken = lines().find_map(|line| line.split_once("connection broken by "));
    if let Some((_, cause)) = broken {
        let said = cause.trim().to_owned();
        return Error::Unreachable { said, log };
    }
    let error = lines().find_map(|line| line.strip_prefix("ERROR: "));
    let said = error.map_or_else(|| python::last_line(output), str::to_owned);
    // What it says when it knows of no index at all, or of an empty one.
    if said.starts_with("No matching distribution") {
        return Error::Unreachable { said, log };
    }
    Error::Pip { said, log }
}

/// Removes a folder, a file or a link, or does nothing when there is none.
pub(crate) fn remove(path: &Utf8Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use process::Exit;
    use std::time::Duration;

    #[test]
    fn an_index_that_cannot_be_reached_is_told_from_other_failures() {
        let refused = "WARNING: Retrying (Retry(total=1)) after connection broken by \
            'NewConnectionError(refused)': /simple/botocore/\n\
            ERROR: No matching distribution found for botocore==1";
        let differs = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n    Expected sha256 a\n";
        for (text, missing, said) in [
            (
                refused,
                true,
                "'NewConnectionError(refused)': /simple/botocore/",
            ),
            (
                "ERROR: No matching distribution found for h11",
                true,
                "for h11",
            ),
            (differs, false, "THESE PACKAGES DO NOT MATCH THE HASHES"),
            ("something\nno space left\n\n", false, "no space left"),
            ("", false, "exit code 1"),
        ] {
            let output = Output {
                exit: Exit {
                    code: Some(1),
                    signal: None,
                },
                stdout: Vec::new(),
                stderr: text.lines().map(str::to_owned).collect(),
                elapsed: Duration::ZERO,
            };
            let error = pip_error(&output, Utf8Path::new("/x/install.log"));
            assert_eq!(error.is_missing(), missing, "{text}");
            let message = error.to_string();
            assert!(message.contains(said), "{message}");
            assert!(message.contains("/x/install.log"), "{message}");
        }
    }
}
