//! Short commands on this machine.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use process::{Cancel, CommandError, Invocation, Output};

use crate::{Error, Options};

/// Runs programs in the repository's root.
#[derive(Clone, Copy)]
pub(crate) struct Host<'a> {
    pub(crate) root: &'a Utf8Path,
    pub(crate) env: &'a BTreeMap<OsString, OsString>,
    pub(crate) cancel: &'a Cancel,
}

/// What became of a program.
pub(crate) enum Answer {
    /// It ended well; the lines of its standard output.
    Said(Vec<String>),
    /// It failed, or there is none; why.
    Failed(String),
}

impl<'a> Host<'a> {
    pub(crate) fn new(options: &Options<'a>, cancel: &'a Cancel) -> Self {
        Self {
            root: options.root,
            env: options.env,
            cancel,
        }
    }

    /// The value of a variable, unless it is empty or not UTF-8.
    pub(crate) fn variable(&self, name: &str) -> Option<&'a str> {
        let value = self.env.get(OsStr::new(name))?.to_str()?;
        (!value.is_empty()).then_some(value)
    }

    /// A program that a variable may name: `CARGO`, `RUSTC`.
    pub(crate) fn program(&self, variable: &str, name: &str) -> Utf8PathBuf {
        self.variable(variable).unwrap_or(name).into()
    }

    /// Asks a program something.
    pub(crate) fn ask(&self, program: &Utf8Path, args: &[&str]) -> Result<Answer, Error> {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        Ok(match self.run(program, &args, None) {
            Ok(output) if output.exit.is_success() => Answer::Said(output.stdout),
            Ok(output) => Answer::Failed(first_line(&output)),
            Err(CommandError::Spawn { source, .. }) => Answer::Failed(match source.kind() {
                io::ErrorKind::NotFound => "not found".to_owned(),
                _ => source.to_string(),
            }),
            Err(error) => return Err(error.into()),
        })
    }

    /// Runs a program to its end, whatever its exit code.
    pub(crate) fn run(
        &self,
        program: &Utf8Path,
        args: &[String],
        log: Option<&Utf8Path>,
    ) -> Result<Output, CommandError> {
        let invocation = Invocation {
            program,
            dir: self.root,
            args,
            env: self.env,
            log,
            limit: None,
        };
        invocation.run(self.cancel)
    }
}

fn first_line(output: &Output) -> String {
    let lines = output.stderr.iter().chain(&output.stdout);
    let mut lines = lines.map(|line| line.trim());
    let line = lines.find(|line| !line.is_empty());
    line.unwrap_or("it fails and says nothing").to_owned()
}
