//! Finding terraform.

use std::ffi::OsString;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use semver::Version;

use crate::environment::Environment;
use process::{Cancel, CommandError, Invocation, Output};

/// The oldest terraform that will do: the first with S3 state locks of its own (`use_lockfile`)
/// that is no experiment, and with `init -json`.
pub const MINIMUM: Version = Version::new(1, 11, 0);

/// `terraform version` does next to nothing; one that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20);

/// A terraform that runs and is new enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// Where it is, absolute.
    pub path: Utf8PathBuf,
    /// Its version.
    pub version: Version,
    /// What it was built for, as provider packages name it: `linux_amd64`.
    pub platform: String,
}

/// Why there is no terraform to work with.
#[derive(Debug, thiserror::Error)]
pub enum BinaryError {
    /// There is none.
    #[error("{what}; Terraform {MINIMUM} or newer is needed")]
    NotFound {
        /// What was looked for and where.
        what: String,
    },
    /// There is something, but it does not tell its version.
    #[error("`{path}` does not run as terraform: {said}; reinstall it, or name another one")]
    DoesNotRun {
        /// The program.
        path: Utf8PathBuf,
        /// The first line of what it said, or what the system said of it.
        said: String,
    },
    /// It is too old.
    #[error("`{path}` is Terraform {found}, and {MINIMUM} or newer is needed")]
    TooOld {
        /// The program.
        path: Utf8PathBuf,
        /// Its version.
        found: Version,
    },
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
}

impl Binary {
    /// Finds terraform: the program that the user named, else the first on PATH.
    ///
    /// It is asked for its version in `dir`, the repository's root, because version managers
    /// choose by what they find there.
    pub fn find(
        setting: Option<&Utf8Path>,
        dir: &Utf8Path,
        cancel: &Cancel,
    ) -> Result<Self, BinaryError> {
        let path = search(setting, std::env::var_os("PATH"))?;
        probe(&path, dir, cancel, LIMIT)
    }

    /// Runs `terraform fmt` in `dir` over the given files, which needs no provider. With `check`,
    /// exit code 3 says that the files listed on stdout are not formatted; without, they have been
    /// rewritten.
    pub fn fmt(
        &self,
        dir: &Utf8Path,
        files: &[Utf8PathBuf],
        check: bool,
        cancel: &Cancel,
    ) -> Result<Output, CommandError> {
        let flags = ["fmt", "-no-color", "-list=true"].into_iter();
        let flags = flags.chain(check.then_some("-check")).map(str::to_owned);
        let files = files.iter().map(ToString::to_string);
        let args: Vec<String> = flags.chain(files).collect();
        let invocation = Invocation {
            program: &self.path,
            dir,
            args: &args,
            env: &Environment::nowhere().variables(std::env::vars_os(), None),
            log: None,
            limit: None,
        };
        invocation.run(cancel)
    }
}

/// The program's absolute path.
fn search(setting: Option<&Utf8Path>, path: Option<OsString>) -> Result<Utf8PathBuf, BinaryError> {
    let not_found = |what: String| BinaryError::NotFound { what };
    if let Some(setting) = setting {
        if !setting.is_file() {
            return Err(not_found(format!(
                "the terraform that is set, `{setting}`, is not there"
            )));
        }
        return Ok(camino::absolute_utf8(setting).unwrap_or_else(|_| setting.to_owned()));
    }
    let found = which::which_in("terraform", path, ".").ok();
    let found = found.and_then(|found| Utf8PathBuf::try_from(found).ok());
    found.ok_or_else(|| not_found("no terraform is on PATH".to_owned()))
}

/// Asks a program for its version.
fn probe(
    path: &Utf8Path,
    dir: &Utf8Path,
    cancel: &Cancel,
    limit: Duration,
) -> Result<Binary, BinaryError> {
    let invocation = Invocation {
        program: path,
        dir,
        args: &["version".to_owned(), "-json".to_owned()],
        env: &Environment::Ambient.variables(std::env::vars_os(), None),
        log: None,
        limit: Some(limit),
    };
    let does_not_run = |said: String| BinaryError::DoesNotRun {
        path: path.to_owned(),
        said,
    };
    let output = invocation.run(cancel).map_err(|error| match error {
        CommandError::Interrupted => BinaryError::Interrupted,
        CommandError::Spawn { source, .. } => does_not_run(source.to_string()),
        error => does_not_run(error.to_string()),
    })?;
    let (version, platform) =
        understand(&output).ok_or_else(|| does_not_run(first_words(&output)))?;
    if version < MINIMUM {
        return Err(BinaryError::TooOld {
            path: path.to_owned(),
            found: version,
        });
    }
    Ok(Binary {
        path: path.to_owned(),
        version,
        platform,
    })
}

/// Version and platform, if that is what was printed.
fn understand(output: &Output) -> Option<(Version, String)> {
    let text = output.stdout.join("\n");
    let said: serde_json::Value = serde_json::from_str(&text).ok()?;
    let version = Version::parse(said.get("terraform_version")?.as_str()?).ok()?;
    let platform = said.get("platform")?.as_str()?;
    output
        .exit
        .is_success()
        .then(|| (version, platform.to_owned()))
}

/// The first line that a program printed, for people.
fn first_words(output: &Output) -> String {
    let mut lines = output.stdout.iter().chain(&output.stderr);
    match lines.find(|line| !line.trim().is_empty()) {
        Some(line) => format!("it says \"{}\"", line.trim()),
        None => match output.exit.code {
            Some(code) => format!("it says nothing and ends with exit code {code}"),
            None => "it says nothing and is killed".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script that stands in for terraform. They are files of the repository: one that a
    /// test writes can be "busy" when it is run.
    fn fake(name: &str) -> Utf8PathBuf {
        Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/fake")
            .join(name)
    }

    fn find(name: &str) -> Result<Binary, BinaryError> {
        let path = search(Some(&fake(name)), None)?;
        probe(&path, Utf8Path::new("/"), &Cancel::new(), LIMIT)
    }

    #[test]
    fn a_good_one_is_found_and_described() {
        let binary = find("good").unwrap();
        assert_eq!(binary.version, Version::new(1, 99, 0));
        assert_eq!(binary.platform, "plan9_mips");
    }

    #[test]
    fn each_bad_one_gets_its_sentence() {
        let cases = [
            (
                "absent",
                "is not there; Terraform 1.11.0 or newer is needed",
            ),
            (
                "nonsense",
                "does not run as terraform: it says \"Hello, I am not terraform\"; ",
            ),
            (
                "silent",
                "does not run as terraform: it says nothing and ends with exit code 3; ",
            ),
            ("old", "is Terraform 1.5.7, and 1.11.0 or newer is needed"),
            (
                "not-executable",
                "does not run as terraform: Permission denied",
            ),
        ];
        for (name, expected) in cases {
            let message = find(name).unwrap_err().to_string();
            assert!(message.contains(expected), "{name}: {message}");
        }
        let message = search(None, Some("/nonexistent".into()))
            .unwrap_err()
            .to_string();
        assert!(
            message.starts_with("no terraform is on PATH; Terraform"),
            "{message}"
        );
    }

    #[test]
    fn one_that_hangs_is_killed() {
        let (cancel, limit) = (Cancel::new(), Duration::from_millis(200));
        let error = probe(&fake("hangs"), Utf8Path::new("/"), &cancel, limit).unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains("did not end within 0.2 s and was killed"),
            "{message}"
        );
    }
}
