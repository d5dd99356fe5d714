//! What this machine has of what is needed, and what to do about the rest.

mod credentials;
mod environments;
mod providers;
mod row;
mod tools;

use camino::Utf8PathBuf;
use estate::Estate;
use finding::Finding;
use terraform::{Cancel, Toolchain};

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
