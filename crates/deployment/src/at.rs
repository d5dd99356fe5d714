//! What terraform does with one stack.

mod applying;

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use estate::Stack;
use finding::{Code, Finding, Severity};
use run::{Artifact, Outcome, Status, StepKind, write_inputs};
use serde::de::DeserializeOwned;
use serde_json::Value;
use terraform::{
    ApplyOptions, ApplyOutcome, Changes, CommandError, Diagnostic, OutputValue, PathMap,
    PlanDocument, PlanMode, PlanOptions, to_finding,
};

use crate::retry::{self, Applied};
use crate::{Site, backend, bundle, unsaved};

/// A step of a stack: its folder, and where it writes.
#[derive(Debug)]
pub struct At<'a> {
    site: &'a Site<'a>,
    /// The stack.
    pub stack: &'a Stack,
    address: String,
    /// The folder in the scratch copy.
    dir: Utf8PathBuf,
    log: Utf8PathBuf,
    /// Whether all that terraform says is there. What may hold sensitive values is not.
    is_logged: bool,
}

/// A plan that was made and saved.
#[derive(Debug)]
pub struct Planned {
    /// Where it is.
    pub file: Utf8PathBuf,
    /// What it would do.
    pub changes: Changes,
    /// The same in full.
    pub document: PlanDocument,
    /// What terraform warned of.
    pub findings: Vec<Finding>,
}

impl<'a> At<'a> {
    /// A step of this kind.
    pub fn new(site: &'a Site<'a>, stack: &'a Stack, kind: StepKind) -> Self {
        let address = stack.address.to_string();
        Self {
            dir: site.scratch.stack_dir(&address),
            log: site.work_dir.log(&address, kind.as_str()),
            is_logged: true,
            site,
            stack,
            address,
        }
    }

    /// One of whose commands nothing is logged, since they print values in the clear.
    #[must_use]
    pub fn unlogged(self) -> Self {
        Self {
            is_logged: false,
            ..self
        }
    }

    /// Gets the providers, and points the stack at its state.
    pub fn init(&self) -> Outcome {
        let Site {
            environment, aws, ..
        } = self.site;
        let file = self.site.state_file(self.stack);
        let settings = backend::settings(self.stack, environment, &file);
        let init = self.site.applier();
        match init.init_backend(&self.dir, &settings, &self.log, aws) {
            Ok(init) => self.outcome(init.ok, terraform::Step::Init, &init.diagnostics),
            Err(error) => self.not_run(&error),
        }
    }

    /// Writes the variables that come from the environment's file, and the code of the stack's Lambda.
    pub fn write_inputs(&self, artifact: &Artifact) -> Result<(), Outcome> {
        let path = self.inputs();
        let Site {
            environment,
            record,
            ..
        } = self.site;
        let written = write_inputs(self.stack, environment, artifact, Some(record), &path);
        written.map_err(|error| self.unwritten(&path, &error))
    }

    /// Makes a plan with the stack's real state, which takes in what `imports` names, and saves it. A plan that is not
    /// made is an outcome.
    pub fn plan(
        &self,
        mode: PlanMode,
        imports: &BTreeMap<String, String>,
    ) -> Result<Planned, Outcome> {
        let file = self.site.plan_file(self.stack);
        make_room(&file).map_err(|error| self.unwritten(&file, &error))?;
        let options = PlanOptions {
            var_files: self.var_files(),
            out: Some(file.clone()),
            has_state: true,
            mode,
            simulated: None,
            env: self.site.aws.clone(),
            imports: imports.clone(),
        };
        let plan = self.holding_lock(|outliving| {
            let runner = &self.site.runner;
            runner.plan_outliving(&self.dir, &options, &self.log, outliving)
        });
        let plan = plan.map_err(|error| self.not_run(&error))?;
        let said = self.outcome(plan.ok, terraform::Step::Plan, &plan.diagnostics);
        if !plan.ok {
            return Err(said);
        }
        Ok(Planned {
            document: self.shown(&file)?,
            file,
            changes: plan.changes,
            findings: said.findings,
        })
    }

    /// A plan that was made and saved before.
    pub(crate) fn saved(&self, file: &Utf8Path) -> Result<Planned, Outcome> {
        let document = self.shown(file)?;
        Ok(Planned {
            changes: document.changes(),
            document,
            file: file.to_owned(),
            findings: Vec::new(),
        })
    }

    /// What a saved plan would do.
    fn shown(&self, file: &Utf8Path) -> Result<PlanDocument, Outcome> {
        let shown = self
            .site
            .runner
            .show::<PlanDocument>(&self.dir, file, &self.site.aws);
        match shown.map_err(|error| self.not_run(&error))? {
            Ok(document) => {
                self.site.cancel.secrets().add(document.secrets());
                Ok(document)
            }
            Err(diagnostic) => Err(self.outcome(false, terraform::Step::Plan, &[diagnostic])),
        }
    }

    /// Plans and applies at once, with variables that win over the stack's own, or destroys; again while what
    /// went wrong may pass and there is somebody left `to_ask`.
    pub fn apply(&self, variables: &[String], destroy: bool, to_ask: impl Fn() -> bool) -> Outcome {
        let options = ApplyOptions {
            var_files: self.var_files(),
            variables: variables.to_vec(),
            destroy,
            env: self.site.aws.clone(),
        };
        let runner = self.site.applier();
        let attempt = || runner.apply(&self.dir, &options, &self.log);
        match retry::apply(self.site.cancel, retry::PAUSE, to_ask, attempt) {
            Ok(applied) => self.applied(applied, destroy),
            Err(error) => self.not_run(&error),
        }
    }

    /// What to do about a state that terraform could not write where it belongs, and has left here.
    pub(crate) fn unsaved(&self) -> Option<Finding> {
        unsaved::finding(self.site.root, &self.dir).map(|finding| self.in_scope(finding))
    }

    /// The stack's state, as much of it as `T` takes; `None` where there is none yet.
    pub(crate) fn state<T: DeserializeOwned>(&self) -> Result<Option<T>, Outcome> {
        let state = self.site.runner.state(&self.dir, &self.site.aws);
        match state.map_err(|error| self.not_run(&error))? {
            Ok(state) => Ok(state),
            Err(diagnostic) => Err(self.outcome(false, terraform::Step::Plan, &[diagnostic])),
        }
    }

    /// The outputs in the stack's state.
    pub fn outputs(&self) -> Result<BTreeMap<String, OutputValue>, Outcome> {
        let outputs = self.site.runner.outputs(&self.dir, &self.site.aws);
        match outputs.map_err(|error| self.not_run(&error))? {
            Ok(outputs) => {
                let secrets = outputs.values().flat_map(OutputValue::secrets);
                self.site.cancel.secrets().add(secrets);
                Ok(outputs)
            }
            Err(diagnostic) => Err(self.outcome(false, terraform::Step::Apply, &[diagnostic])),
        }
    }

    /// Every output that the stack declares and that has no value among these.
    pub fn empty_outputs(&self, outputs: &BTreeMap<String, OutputValue>) -> Vec<Finding> {
        let declared = self.stack.module.outputs.iter();
        let empty = declared.filter(|(name, _)| {
            let value = outputs.get(*name).map(|output| &output.value);
            value.is_none_or(|value| value.is_null() || value == &Value::String(String::new()))
        });
        let findings = empty.map(|(name, location)| {
            let message = format!("`{name}` has no value once `{}` is applied", self.address);
            self.in_scope(
                Finding::error(Code::OutputEmpty, message)
                    .at(location.clone())
                    .with_hint("a consumer would read nothing: give it a value, or take it out"),
            )
        });
        findings.collect()
    }

    /// How an apply ended, with what was tried before.
    pub(crate) fn applied(&self, applied: Applied, destroy: bool) -> Outcome {
        let Applied { mut last, earlier } = applied;
        // What is warned of at the end of a rehearsal is what stays behind on purpose. It is in the log,
        // and what is left is looked for afterwards.
        last.diagnostics.retain(|it| !destroy || it.is_error());
        let mut outcome = self.outcome(last.ok, terraform::Step::Apply, &last.diagnostics);
        let before = earlier.iter().flat_map(|(why, it)| self.retried(why, it));
        outcome.findings.extend(before);
        let all = earlier.iter().map(|(_, it)| it.changes).sum::<Changes>() + last.changes;
        outcome.changes = last.ok.then_some(all);
        outcome
    }

    /// What a command came to that said this.
    pub fn outcome(&self, ok: bool, step: terraform::Step, diagnostics: &[Diagnostic]) -> Outcome {
        let findings = diagnostics.iter().map(|it| self.finding(step, it));
        let findings = findings.map(|finding| self.in_scope(finding));
        Outcome {
            findings: findings.collect(),
            ..Outcome::of(if ok { Status::Ok } else { Status::Failed })
        }
    }

    /// A command that has no outcome.
    pub fn not_run(&self, error: &CommandError) -> Outcome {
        if matches!(error, CommandError::Interrupted) {
            let killed = self.site.cancel.has_killed().then(|| self.killed());
            return Outcome {
                findings: killed.into_iter().collect(),
                ..Outcome::of(Status::Interrupted)
            };
        }
        let finding = match error {
            CommandError::Log { .. } => unwritable(error.to_string()),
            _ => Finding::error(Code::TerraformApply, error.to_string()),
        };
        Outcome::found(vec![self.in_scope(finding)])
    }

    /// What may be left of a terraform that was killed.
    fn killed(&self) -> Finding {
        let message = format!("terraform was killed while it worked on `{}`", self.address);
        let hint = "the lock of its state may be left, and it may have made what the state does not know: run this \
                    again, which says who holds the lock and takes in what is there";
        self.in_scope(Finding::error(Code::ApplyCutOff, message).with_hint(hint))
    }

    /// Says which stack a finding is about, and where all is that terraform said.
    pub fn in_scope(&self, mut finding: Finding) -> Finding {
        finding.stack = Some(self.address.clone());
        finding.env = Some(self.site.environment.name.clone());
        if finding.hint.is_none() && self.is_logged {
            let log = self.site.relative(&self.log);
            finding.hint = Some(format!("all that terraform said is in {log}"));
        }
        finding
    }

    fn finding(&self, step: terraform::Step, diagnostic: &Diagnostic) -> Finding {
        let paths = PathMap {
            root: &self.site.estate.root,
            scratch: self.site.scratch.dir(),
            dir: &self.dir,
        };
        to_finding(step, diagnostic, &paths)
    }

    /// What went wrong in an apply that was followed by another try.
    pub(crate) fn retried(&self, why: &str, apply: &ApplyOutcome) -> Vec<Finding> {
        let errors = apply.diagnostics.iter().filter(|it| it.is_error());
        // What was there already is told where it is taken in.
        let errors = errors.filter(|error| error.existing().is_none());
        let warnings = errors.map(|error| {
            let finding = Finding {
                severity: Severity::Warning,
                ..self.finding(terraform::Step::Apply, error)
            };
            let what_else = if error.is_in_doubt() {
                "; AWS may have made it both times, if it has no name of its own"
            } else {
                ": nothing to do, unless it comes again"
            };
            let hint =
                format!("it was applied once more, since this may pass (\"{why}\"){what_else}");
            self.in_scope(finding.with_hint(hint))
        });
        warnings.collect()
    }

    fn unwritten(&self, path: &Utf8Path, error: &io::Error) -> Outcome {
        let path = self.site.relative(path);
        let finding = unwritable(format!("cannot write `{path}`: {error}"));
        Outcome::found(vec![self.in_scope(finding)])
    }

    fn inputs(&self) -> Utf8PathBuf {
        let env = &self.site.environment.name;
        self.site.work_dir.inputs(self.stack, env)
    }

    fn var_files(&self) -> Vec<Utf8PathBuf> {
        let tfvars = self.stack.tfvars(&self.site.environment.name);
        let tfvars = self.site.estate.root.join(tfvars);
        vec![self.inputs(), tfvars]
    }
}

fn make_room(file: &Utf8Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), bundle::make)
}

fn unwritable(message: String) -> Finding {
    let hint = "check the rights of the folder and the space on its disk, and try again";
    Finding::error(Code::UnwritableFile, message).with_hint(hint)
}
