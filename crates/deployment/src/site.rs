//! What all steps in one environment share.

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Estate, Stack};
use process::Cancel;
use run::{Record, WorkDir};
use terraform::{Runner, Scratch};

/// One environment, and all that terraform is run with there.
#[derive(Debug)]
pub struct Site<'a> {
    /// The repository's root.
    pub root: &'a Utf8Path,
    /// What is in it; with a release, what is in that.
    pub estate: &'a Estate,
    /// The environment.
    pub environment: &'a Environment,
    /// What runs terraform.
    pub runner: Runner,
    /// The copy of the repository's Terraform in which it runs.
    pub scratch: &'a Scratch,
    /// Where everything that is written goes.
    pub work_dir: &'a WorkDir,
    /// The AWS that terraform sees.
    pub aws: terraform::Environment,
    /// Whether terraform applies with its own providers, which have to be installed for that.
    pub stock_applies: bool,
    /// The folder of the states that no bucket holds; `None` for the stacks' own folders.
    pub states: Option<Utf8PathBuf>,
    /// Who deploys what.
    pub record: Record,
    /// What ends everything.
    pub cancel: &'a Cancel,
}

impl Site<'_> {
    /// A file as people name it: relative to the repository's root.
    pub fn relative<'b>(&self, file: &'b Utf8Path) -> &'b Utf8Path {
        file.strip_prefix(self.root).unwrap_or(file)
    }

    /// What applies, and gets ready for that.
    pub(crate) fn applier(&self) -> Runner {
        if self.stock_applies {
            self.runner.with_stock_providers()
        } else {
            self.runner.clone()
        }
    }

    /// Where the state of a stack is that no bucket holds.
    pub(crate) fn state_file(&self, stack: &Stack) -> Utf8PathBuf {
        if let Some(states) = &self.states {
            return states.join(format!("{}.tfstate", stack.address));
        }
        // Where it is, too, without us: see the README of such a stack's system.
        let folder = self.root.join(&stack.dir);
        folder.join(format!("{}.tfstate", self.environment.name))
    }

    /// Where terraform's applies of a stack write what they do, as they do it.
    pub(crate) fn journal(&self, stack: &Stack) -> Utf8PathBuf {
        let env = &self.environment.name;
        let of_whom = if self.states.is_some() {
            "local"
        } else {
            "aws"
        };
        let folder = self.work_dir.path().join("journals").join(of_whom);
        folder.join(env).join(format!("{}.jsonl", stack.address))
    }

    /// Where the plan of a stack is saved.
    pub fn plan_file(&self, stack: &Stack) -> Utf8PathBuf {
        let plans = self.work_dir.path().join(PLANS);
        plans.join(format!("{}.tfplan", stack.address))
    }
}

/// Where plans are, below the work folder.
pub const PLANS: &str = "plans";
