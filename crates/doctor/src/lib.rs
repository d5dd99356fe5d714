//! What this machine has of what is needed, and what to do about the rest.

mod credentials;
mod environments;
mod providers;
mod row;
mod tools;

use camino::Utf8PathBuf;
use estate::Estate;
use finding::{Code, Finding};
use terraform::{Cancel, Ready, Toolchain};

pub use row::{Diagnosis, Group, Row, Status};

/// What to look at, and with what.
#[derive(Clone, Debug)]
pub struct Examination<'a> {
    /// The repository.
    pub estate: &'a Estate,
    /// What is wrong in its files.
    pub findings: &'a [Finding],
    /// The environment that credentials must point at; `None` when any will do.
    pub env: Option<&'a str>,
    /// Which terraform and providers to use.
    pub settings: &'a terraform::Settings,
    /// Where files may be written, below `target/`.
    pub work_dir: Utf8PathBuf,
}

impl Examination<'_> {
    /// What is wrong with the caller's credentials for the environment: there are none, or they are of another
    /// account. AWS is asked, with this terraform.
    pub fn credentials(&self, ready: &Ready, cancel: &Cancel) -> Option<Finding> {
        // Nobody to ask. Whoever else needs credentials will tell.
        ready.locked_version("hashicorp", "aws")?;
        let row = credentials::row(self, ready, cancel);
        if row.status == Status::Ok {
            return None;
        }
        let needed = match row.needed.as_str() {
            "" => String::new(),
            needed => format!("; needed: {needed}"),
        };
        let found = match row.found.as_str() {
            found if found.starts_with(credentials::NONE) => credentials::NONE,
            found => found,
        };
        let finding = Finding::error(Code::Credentials, format!("{found}{needed}"));
        let fix = "log in, and export AWS_PROFILE=<a profile of the account needed>".to_owned();
        Some(finding.with_hint(row.fix.unwrap_or(fix)))
    }

    /// Looks at everything.
    pub fn run(&self, cancel: &Cancel) -> Diagnosis {
        let stacks = self.estate.stacks.iter().map(|stack| stack.dir.clone());
        let stacks: Vec<_> = stacks.collect();
        let root = &self.estate.root;
        let toolchain = Toolchain::prepare(self.settings, root, &stacks, &self.work_dir, cancel);
        let mut rows = tools::rows();
        rows.extend(providers::rows(&toolchain));
        rows.extend(environments::rows(self.estate, self.findings));
        rows.push(match &toolchain.ready {
            Some(ready) => credentials::row(self, ready, cancel),
            None => credentials::skipped("terraform or its provider, which asks AWS, is missing"),
        });
        rows.sort_by_key(|row| row.group);
        Diagnosis { rows }
    }
}
