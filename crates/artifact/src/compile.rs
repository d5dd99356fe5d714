//! One run of cargo for all Lambdas.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::channel;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use process::Output;
use serde::Deserialize;

use crate::follow::{follow, status};
use crate::host::Host;
use crate::lambdas::{Lambda, Workspace};
use crate::toolchain::{Builder, GLIBC};
use crate::{Error, Event, Observer, Options};

/// What cargo came to.
pub(crate) struct Compiled {
    /// Where each Lambda's executable is, by the Lambda's name.
    pub(crate) executables: BTreeMap<String, Utf8PathBuf>,
    /// Errors and warnings as cargo shows them.
    pub(crate) diagnostics: String,
    /// What could not be built.
    pub(crate) finding: Option<Finding>,
}

/// A line of cargo's standard output.
#[derive(Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    target: Option<Target>,
    executable: Option<Utf8PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Cargo, about to run.
pub(crate) struct Compilation<'a> {
    pub(crate) host: Host<'a>,
    pub(crate) workspace: &'a Workspace,
    pub(crate) selected: &'a [&'a Lambda],
    pub(crate) options: &'a Options<'a>,
    pub(crate) builder: Builder,
    /// Where all goes that cargo says.
    pub(crate) log: &'a Utf8Path,
}

impl Compilation<'_> {
    /// Compiles the selected Lambdas.
    pub(crate) fn run(&self, observer: Observer<'_>) -> Result<Compiled, Error> {
        let output = self.run_cargo(observer)?;
        let executables = executables(&output.stdout, self.selected);
        let lines = output.stderr.iter().map(String::as_str);
        let diagnostics: Vec<&str> = lines.filter(|line| status(line).is_none()).collect();
        let log = self.log.strip_prefix(self.options.root);
        let log = log.unwrap_or(self.log);
        Ok(Compiled {
            finding: failure(&output, self.selected, &executables, log),
            diagnostics: diagnostics.join("\n").trim_matches('\n').to_owned(),
            executables,
        })
    }

    fn run_cargo(&self, observer: Observer<'_>) -> Result<Output, Error> {
        let program = match self.builder {
            Builder::Cargo => self.host.program("CARGO", "cargo"),
            Builder::Zigbuild => "cargo-zigbuild".into(),
        };
        let (end, ended) = channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                follow(self.log, &ended, |line| observer(Event::Status(line)));
            });
            let output = self.host.run(&program, &self.arguments(), Some(self.log));
            drop(end);
            Ok(output?)
        })
    }

    fn arguments(&self) -> Vec<String> {
        let target = self.options.architecture.target();
        let (command, target) = match self.builder {
            Builder::Cargo => ("build", target.to_owned()),
            Builder::Zigbuild => ("zigbuild", format!("{target}.{}.{}", GLIBC.0, GLIBC.1)),
        };
        let mut args = vec![command, "--locked", "--keep-going"];
        args.extend(["--profile", self.options.profile.as_str()]);
        args.extend(["--target", &target]);
        // Always the packages of all Lambdas: cargo gives a dependency the features that all
        // packages on its command line want of it, so with fewer of them other bytes come out.
        let all = self.workspace.lambdas.iter();
        let packages: BTreeSet<&str> = all.map(|it| it.package.as_str()).collect();
        for package in packages {
            args.extend(["--package", package]);
        }
        for lambda in self.selected {
            args.extend(["--bin", &lambda.name]);
        }
        args.push("--message-format=json-render-diagnostics");
        args.into_iter().map(str::to_owned).collect()
    }
}

fn executables(stdout: &[String], selected: &[&Lambda]) -> BTreeMap<String, Utf8PathBuf> {
    let messages = stdout
        .iter()
        .filter_map(|line| serde_json::from_str(line).ok());
    let built = messages.filter_map(|message: Message| {
        let (package, name) = (message.package_id?, message.target?.name);
        let mut lambdas = selected.iter();
        let is_lambda = lambdas.any(|it| it.package_id == package && it.name == name);
        let executable = message.executable?;
        (message.reason == "compiler-artifact" && is_lambda).then_some((name, executable))
    });
    built.collect()
}

/// What the reader has to know when there is not an executable for each Lambda.
fn failure(
    output: &Output,
    selected: &[&Lambda],
    executables: &BTreeMap<String, Utf8PathBuf>,
    log: &Utf8Path,
) -> Option<Finding> {
    let without = selected
        .iter()
        .filter(|lambda| !executables.contains_key(&lambda.name));
    let names: Vec<String> = without.map(|it| format!("`{}`", it.name)).collect();
    let error = |message: String| Finding::error(Code::LambdaBuild, message);
    if !output.exit.is_success() {
        let what = match names.as_slice() {
            [] => "the Lambdas".to_owned(),
            names => names.join(", "),
        };
        let (message, hint) = match output.exit.signal {
            None => (format!("cargo cannot build {what}"), "mend what cargo says"),
            // Nothing is wrong with the sources; it says nothing of them.
            Some(signal) => (
                format!("cargo was killed by signal {signal} before it had built {what}"),
                "try again, and look whether there is too little memory",
            ),
        };
        return Some(error(message).with_hint(format!("{hint}; its whole log is `{log}`")));
    }
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "cargo ended well and made no executable for {}",
        names.join(", ")
    );
    let hint = "a binary with `required-features` is not built: take them out of its `Cargo.toml`";
    Some(error(message).with_hint(hint))
}

#[cfg(test)]
mod tests;
