//! The tools on this machine.

use std::process::Command;

use semver::Version;

use crate::row::{Group, Row, Status};

/// A tool, how to ask for its version, and how to get it.
struct Tool {
    name: &'static str,
    group: Group,
    command: &'static [&'static str],
    minimum: Version,
    /// What it is for, where that is not plain.
    purpose: &'static str,
    fix: Fix,
}

/// How a tool is installed.
enum Fix {
    /// By a command that is the same everywhere.
    Command(&'static str),
    /// By the machine's package manager, under this name.
    Package(&'static str),
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "cargo",
        group: Group::Tools,
        command: &["cargo", "--version"],
        // Kept in step with `rust-version` in Cargo.toml by a test.
        minimum: Version::new(1, 95, 0),
        purpose: "",
        fix: Fix::Command("rustup toolchain install 1.95.0"),
    },
    Tool {
        name: "rustfmt",
        group: Group::Tools,
        command: &["cargo", "fmt", "--version"],
        minimum: Version::new(1, 8, 0),
        purpose: "",
        fix: Fix::Command("rustup component add rustfmt"),
    },
    Tool {
        name: "python3",
        group: Group::Tools,
        command: &["python3", "--version"],
        minimum: Version::new(3, 10, 0),
        purpose: "for the local AWS",
        fix: Fix::Package("python3"),
    },
    Tool {
        name: "git",
        group: Group::Tools,
        command: &["git", "--version"],
        minimum: Version::new(2, 30, 0),
        purpose: "",
        fix: Fix::Package("git"),
    },
    Tool {
        name: "cargo-deny",
        group: Group::Optional,
        command: &["cargo-deny", "--version"],
        minimum: Version::new(0, 18, 0),
        purpose: "checks licences and advisories",
        fix: Fix::Command("cargo install --locked cargo-deny"),
    },
    Tool {
        name: "cargo-zigbuild",
        group: Group::Optional,
        command: &["cargo-zigbuild", "--version"],
        minimum: Version::new(0, 20, 0),
        purpose: "builds Lambdas for other machines",
        fix: Fix::Command("pip install cargo-zigbuild ziglang"),
    },
    Tool {
        name: "dot",
        group: Group::Optional,
        command: &["dot", "-V"],
        minimum: Version::new(2, 40, 0),
        purpose: "draws `graph --format dot`",
        fix: Fix::Package("graphviz"),
    },
];

/// A row for each tool but terraform, which has its own.
pub(crate) fn rows() -> Vec<Row> {
    TOOLS
        .iter()
        .map(|tool| row(tool, &ask(tool.command)))
        .collect()
}

/// What a program prints when asked for its version, or why it does not.
fn ask(command: &[&str]) -> Result<String, String> {
    let [program, arguments @ ..] = command else {
        return Err("no command".to_owned());
    };
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8_lossy(&printed).into_owned();
            // A shim whose tool is not installed fails, and its words may hold some version.
            if output.status.success() {
                Ok(printed)
            } else {
                Err(first_line(&printed))
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err("not found".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or("it fails and says nothing").to_owned()
}

fn row(tool: &Tool, answer: &Result<String, String>) -> Row {
    let version = answer.as_ref().map(|text| version_in(text));
    let (status, found) = match version {
        Ok(Some(version)) if version >= tool.minimum => (Status::Ok, version.to_string()),
        Ok(Some(version)) => (Status::Outdated, version.to_string()),
        Ok(None) => (Status::Missing, "it does not tell its version".to_owned()),
        Err(why) => (Status::Missing, why.clone()),
    };
    let separator = if tool.purpose.is_empty() { "" } else { ", " };
    let needed = format!("{} or newer{separator}{}", tool.minimum, tool.purpose);
    Row {
        group: tool.group,
        check: tool.name.to_owned(),
        status,
        found,
        needed,
        fix: status
            .is_bad()
            .then(|| tool.fix.text(cfg!(target_os = "macos"))),
    }
}

impl Fix {
    fn text(&self, macos: bool) -> String {
        match (self, macos) {
            (Fix::Command(command), _) => (*command).to_owned(),
            (Fix::Package(package), true) => format!("brew install {package}"),
            (Fix::Package(package), false) => format!("sudo apt-get install {package}"),
        }
    }
}

/// The first version in a text, whatever stands around it: `git version 2.39.5 (Apple Git-154)`,
/// `rustfmt 1.8.0-stable`, `dot - graphviz version 2.43.0`. A missing third number is 0.
fn version_in(text: &str) -> Option<Version> {
    text.split_whitespace().find_map(|word| {
        let number = word
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .next()?;
        let mut parts = number.split('.').map(str::parse);
        let major = parts.next()?.ok()?;
        let minor = parts.next()?.ok()?;
        let patch = parts.next().and_then(Result::ok).unwrap_or(0);
        Some(Version::new(major, minor, patch))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_print() {
        for (printed, expected) in [
            ("cargo 1.95.0 (f2d3ce0bd 2026-03-21)\n", Some((1, 95, 0))),
            (
                "rustfmt 1.8.0-stable (59807616e1 2026-04-14)",
                Some((1, 8, 0)),
            ),
            ("git version 2.39.5 (Apple Git-154)", Some((2, 39, 5))),
            ("Python 3.11.7", Some((3, 11, 7))),
            ("dot - graphviz version 2.43.0 (0)", Some((2, 43, 0))),
            ("git version 2.47", Some((2, 47, 0))),
            ("error: no such command: `fmt`", None),
            ("", None),
        ] {
            let expected = expected.map(|(major, minor, patch)| Version::new(major, minor, patch));
            assert_eq!(version_in(printed), expected, "{printed}");
        }
    }

    #[test]
    fn old_and_missing_tools_say_what_mends_them() {
        let git = TOOLS.iter().find(|tool| tool.name == "git").unwrap();
        let old = row(git, &Ok("git version 1.8.3".to_owned()));
        assert_eq!(old.status, Status::Outdated);
        assert_eq!(
            (old.found.as_str(), old.needed.as_str()),
            ("1.8.3", "2.30.0 or newer")
        );
        assert!(old.fix.unwrap().ends_with(" install git"));
        let missing = row(git, &Err("not found".to_owned()));
        assert_eq!(missing.status, Status::Missing);
        assert!(missing.fix.is_some());
        let good = row(git, &Ok("git version 2.47.3".to_owned()));
        assert_eq!((good.status, good.fix), (Status::Ok, None));
        assert_eq!(Fix::Package("git").text(true), "brew install git");
    }

    #[test]
    fn a_program_that_fails_is_missing_whatever_it_prints() {
        let failing = [
            "sh",
            "-c",
            "echo 'python 9.9.9 is not installed' >&2; exit 1",
        ];
        assert_eq!(
            ask(&failing),
            Err("python 9.9.9 is not installed".to_owned())
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert_eq!(
            ask(&["no-such-program-anywhere"]),
            Err("not found".to_owned())
        );
    }

    #[test]
    fn cargo_is_asked_for_the_version_that_the_workspace_needs() {
        let needed = env!("CARGO_PKG_RUST_VERSION");
        let cargo = TOOLS.iter().find(|tool| tool.name == "cargo").unwrap();
        assert!(cargo.minimum.to_string().starts_with(needed), "{needed}");
    }
}
