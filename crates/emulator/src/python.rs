//! The Python that the emulator is installed for.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use process::{CommandError, Invocation, Output};

use crate::environment;
use crate::error::Error;
use crate::host::{self, Host};

/// The oldest that will do.
const MINIMUM: (u32, u32) = (3, 10);

/// What the probe's line begins with; warnings may stand around it.
const MARK: &str = "xtask-python ";

/// Runs on any Python, however old. The base executable is the one behind a virtual environment
/// or a launcher: when that changes, what was installed for it is stale.
const PROBE: &str = r#"
import os, sys
lacks = "-"
for name in ("venv", "ensurepip"):
    try:
        __import__(name)
    except ImportError:
        lacks = name
        break
base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
print("xtask-python %d.%d.%d %s %s" % (tuple(sys.version_info[:3]) + (lacks, base)))
"#;

/// A Python that will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Python {
    /// How it is called.
    pub(crate) program: Utf8PathBuf,
    /// Its version and where it really is; another one is another Python.
    pub(crate) identity: String,
}

impl Python {
    /// Looks at a Python, `python3` by default.
    pub(crate) fn find(program: Option<&Utf8Path>, host: &Host<'_>) -> Result<Self, Error> {
        let program = program.unwrap_or(Utf8Path::new("python3")).to_owned();
        let missing = |said: String| Error::NoPython {
            program: program.clone(),
            said,
        };
        let probe = Run {
            program: &program,
            args: &["-E", "-s", "-c", PROBE],
            log: None,
        };
        let output = match probe.run(host) {
            Err(Error::Process { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Err(missing("there is no such program".to_owned()));
            }
            Err(Error::Process { source, .. }) => return Err(missing(source.to_string())),
            output => output?,
        };
        let mut lines = output.stdout.iter();
        let line = lines.find_map(|line| line.strip_prefix(MARK));
        match line.filter(|_| output.exit.is_success()) {
            Some(line) => Self::judge(program, line),
            None => Err(missing(last_line(&output))),
        }
    }

    /// From the probe's `3.11.2 - /usr/bin/python3.11`.
    fn judge(program: Utf8PathBuf, line: &str) -> Result<Self, Error> {
        let mut words = line.splitn(3, ' ');
        let (version, lacks) = (words.next().unwrap_or(""), words.next().unwrap_or("-"));
        let version = version.to_owned();
        if minor(&version).is_none_or(|found| found < MINIMUM) {
            return Err(Error::OldPython { program, version });
        }
        if lacks != "-" {
            let module = lacks.to_owned();
            return Err(Error::NoVenv {
                program,
                version,
                module,
            });
        }
        let identity = format!("{version} {}", words.next().unwrap_or(""));
        Ok(Self { program, identity })
    }
}

/// `3.11.2` to `(3, 11)`.
fn minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// One run of a Python that sees only what it should.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a> {
    pub(crate) program: &'a Utf8Path,
    pub(crate) args: &'a [&'a str],
    /// Where what it prints is appended.
    pub(crate) log: Option<&'a Utf8Path>,
}

impl Run<'_> {
    pub(crate) fn run(&self, host: &Host<'_>) -> Result<Output, Error> {
        let args: Vec<String> = self.args.iter().map(|&arg| arg.to_owned()).collect();
        let env: BTreeMap<OsString, OsString> = std::env::vars_os()
            .filter(|(name, _)| environment::installer_keeps(&name.to_string_lossy()))
            .collect();
        let invocation = Invocation {
            program: self.program,
            // Relative paths that the user gave are meant from here.
            dir: Utf8Path::new("."),
            args: &args,
            env: &env,
            log: self.log,
            limit: None,
        };
        invocation.run(host.cancel).map_err(|error| match error {
            CommandError::Interrupted => Error::Interrupted,
            CommandError::Spawn {
                program, source, ..
            } => Error::Process { program, source },
            CommandError::Log { path, source } => Error::File { path, source },
            timed_out @ CommandError::TimedOut { .. } => Error::Process {
                program: self.program.to_owned(),
                source: io::Error::other(timed_out),
            },
        })
    }
}

/// The last line with something on it, of errors if there is one there.
pub(crate) fn last_line(output: &Output) -> String {
    let said = |lines: &[String]| {
        let mut lines = lines.iter().rev().map(|line| line.trim());
        lines.find(|line| !line.is_empty()).map(str::to_owned)
    };
    said(&output.stderr)
        .or_else(|| said(&output.stdout))
        .unwrap_or_else(|| host::death(output.exit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::testing::quietly;
    use std::os::unix::fs::PermissionsExt as _;

    fn judged(script: &str) -> Result<Python, Error> {
        let temp = tempfile::tempdir().unwrap();
        let program = Utf8PathBuf::try_from(temp.path().join("python")).unwrap();
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        // Another test may be starting a child this moment, which has the file open for writing
        // until it runs; executing the file fails as long.
        loop {
            let result = quietly(|host| Python::find(Some(&program), host));
            match &result {
                Err(Error::NoPython { said, .. }) if said.contains("Text file busy") => {}
                _ => return result,
            }
        }
    }

    #[test]
    fn a_python_that_will_do_is_known_by_version_and_place() {
        let python = judged("echo warning; echo 'xtask-python 3.10.0 - /a b/python3'").unwrap();
        assert_eq!(python.identity, "3.10.0 /a b/python3");
        let real = quietly(|host| Python::find(None, host)).unwrap();
        assert!(real.identity.starts_with("3."), "{real:?}");
    }

    #[test]
    fn each_python_that_will_not_do_is_told_with_what_mends_it() {
        for (script, expected) in [
            ("echo 'xtask-python 3.9.18 - /x'", "is 3.9.18: `"),
            ("echo 'xtask-python 2.7.18 venv /x'", "is 2.7.18: `"),
            ("echo 'xtask-python x - /x'", "is x: `"),
            (
                "echo 'xtask-python 3.11.2 ensurepip /x'",
                "lacks the module ensurepip",
            ),
            (
                "echo 'no such command' >&2; exit 127",
                "cannot be run (no such command)",
            ),
            ("exit 1", "cannot be run (exit code 1)"),
        ] {
            let error = judged(script).unwrap_err();
            assert!(error.is_missing(), "{error}");
            let text = error.to_string();
            assert!(text.contains(expected), "{text}");
            assert!(text.contains("install"), "{text}");
        }
        let nowhere = Utf8Path::new("/no/such/python");
        let error = quietly(|host| Python::find(Some(nowhere), host)).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("there is no such program"), "{text}");
    }

    #[cfg(not(target_os = "macos"))]
    #[test]
    fn the_package_of_the_missing_module_has_the_python_version_in_its_name() {
        let error = judged("echo 'xtask-python 3.11.2 venv /x'").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("apt-get install python3.11-venv"), "{text}");
    }
}
