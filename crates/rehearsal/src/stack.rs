//! What is done with one stack.

use camino::Utf8PathBuf;
use estate::{DELETION_PROTECTION, Stack};
use finding::{Code, Finding, Severity};
use run::{Outcome, Status, StepKind, lock, write_inputs};
use serde_json::Value;
use terraform::{
    ApplyOptions, ApplyOutcome, Changes, CommandError, Diagnostic, PathMap, PlanDocument,
    PlanOptions, to_finding,
};

use crate::context::{self, Context};
use crate::retry::{self, Applied};
use crate::{backend, drifts};

/// Gets the providers, and points the stack at its state.
pub(crate) fn init(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Init);
    let settings = backend::settings(stack, context.environment(), &context.states());
    let init = context
        .runner
        .init_backend(&at.dir, &settings, &at.log, &context.aws);
    match init {
        Ok(init) => at.outcome(init.ok, terraform::Step::Init, &init.diagnostics),
        Err(error) => at.not_run(&error),
    }
}

/// Makes what the stack describes.
pub(crate) fn apply(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Apply);
    let artifact = context.artifact(stack);
    if let Err(error) = write_inputs(stack, context.environment(), &artifact, &at.inputs()) {
        let message = format!("cannot write `{}`: {error}", at.inputs());
        return Outcome::found(vec![Finding::error(Code::UnwritableFile, message)]);
    }
    at.apply(&[], false)
}

/// Every output that the stack declares has a value.
pub(crate) fn check_outputs(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Outputs).unlogged();
    let outputs = match context.runner.outputs(&at.dir, &context.aws) {
        Ok(Ok(outputs)) => outputs,
        Ok(Err(diagnostic)) => return at.outcome(false, terraform::Step::Apply, &[diagnostic]),
        Err(error) => return at.not_run(&error),
    };
    let declared = stack.module.outputs.iter();
    let empty = declared.filter(|(name, _)| {
        let value = outputs.get(*name).map(|output| &output.value);
        value.is_none_or(|value| value.is_null() || value == &Value::String(String::new()))
    });
    let findings = empty.map(|(name, location)| {
        let message = format!("`{name}` has no value once `{}` is applied", stack.address);
        at.in_scope(
            Finding::error(Code::OutputEmpty, message)
                .at(location.clone())
                .with_hint("a consumer would read nothing: give it a value, or take it out"),
        )
    });
    let outcome = Outcome::found(findings.collect());
    context.note_outputs(stack, outputs);
    outcome
}

/// A second plan finds nothing to do.
pub(crate) fn plan_again(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Replan);
    let file = at.plan_file();
    let options = PlanOptions {
        var_files: at.var_files(),
        out: Some(file.clone()),
        has_state: true,
        simulated: None,
        env: context.aws.clone(),
    };
    if let Some(Err(error)) = file.parent().map(std::fs::create_dir_all) {
        let message = format!("cannot write `{file}`: {error}");
        return Outcome::found(vec![Finding::error(Code::UnwritableFile, message)]);
    }
    let plan = match context.runner.plan(&at.dir, &options, &at.log) {
        Ok(plan) if plan.ok => plan,
        Ok(plan) => return at.outcome(false, terraform::Step::Plan, &plan.diagnostics),
        Err(error) => return at.not_run(&error),
    };
    let at = at.unlogged();
    let mut outcome = match context.runner.show(&at.dir, &file, &context.aws) {
        Ok(Ok(document)) => Outcome::found(at.changes(&document)),
        Ok(Err(diagnostic)) => at.outcome(false, terraform::Step::Plan, &[diagnostic]),
        Err(error) => at.not_run(&error),
    };
    outcome.changes = Some(plan.changes);
    outcome
}

/// Takes the protection off what is to be destroyed next, as one would in earnest.
pub(crate) fn unprotect(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Unprotect);
    at.apply(&[format!("{DELETION_PROTECTION}=false")], false)
}

/// Destroys what the stack made.
pub(crate) fn destroy(context: &Context<'_>, stack: &Stack) -> Outcome {
    let at = At::new(context, stack, StepKind::Destroy);
    at.apply(&[], true)
}

/// A step of a stack: its folder, and where it writes.
struct At<'a> {
    context: &'a Context<'a>,
    stack: &'a Stack,
    address: String,
    /// The folder in the scratch copy.
    dir: Utf8PathBuf,
    log: Utf8PathBuf,
    /// Whether all that terraform says is there. What may hold sensitive values is not.
    is_logged: bool,
}

impl<'a> At<'a> {
    fn new(context: &'a Context<'a>, stack: &'a Stack, kind: StepKind) -> Self {
        let address = stack.address.to_string();
        Self {
            dir: context.scratch.stack_dir(&address),
            log: context.options.work_dir.log(&address, kind.as_str()),
            is_logged: true,
            context,
            stack,
            address,
        }
    }

    fn unlogged(self) -> Self {
        Self {
            is_logged: false,
            ..self
        }
    }

    fn inputs(&self) -> Utf8PathBuf {
        let env = &self.context.environment().name;
        self.context.options.work_dir.inputs(self.stack, env)
    }

    fn var_files(&self) -> Vec<Utf8PathBuf> {
        let tfvars = self.stack.tfvars(&self.context.environment().name);
        let tfvars = self.context.options.estate.root.join(tfvars);
        vec![self.inputs(), tfvars]
    }

    fn plan_file(&self) -> Utf8PathBuf {
        let work_dir = self.context.options.work_dir.path();
        work_dir
            .join(context::PLANS)
            .join(format!("{}.tfplan", self.address))
    }

    fn apply(&self, variables: &[String], destroy: bool) -> Outcome {
        let options = ApplyOptions {
            var_files: self.var_files(),
            variables: variables.to_vec(),
            destroy,
            env: self.context.aws.clone(),
        };
        let attempt = || self.context.runner.apply(&self.dir, &options, &self.log);
        let lives = || self.context.local.death().is_none();
        match retry::apply(self.context.cancel, retry::PAUSE, lives, attempt) {
            Ok(applied) => self.applied(applied, destroy),
            Err(error) => self.not_run(&error),
        }
    }

    fn applied(&self, applied: Applied, destroy: bool) -> Outcome {
        let Applied { mut last, earlier } = applied;
        // What is warned of at a destruction is what stays behind on purpose. It is in the log,
        // and what is left is looked for afterwards.
        last.diagnostics.retain(|it| !destroy || it.is_error());
        let mut outcome = self.outcome(last.ok, terraform::Step::Apply, &last.diagnostics);
        let before = earlier.iter().flat_map(|(why, it)| self.retried(why, it));
        outcome.findings.extend(before);
        let all = earlier.iter().map(|(_, it)| it.changes).sum::<Changes>() + last.changes;
        outcome.changes = last.ok.then_some(all);
        outcome
    }

    /// What a plan would change although everything has just been applied.
    fn changes(&self, document: &PlanDocument) -> Vec<Finding> {
        let mut met = lock(&self.context.drifts);
        let resources = document.resource_changes.iter();
        let resources = resources.inspect(|it| drifts::meet(it, &mut met));
        let resources = resources.filter_map(drifts::unexplained);
        let outputs = document.output_changes.iter();
        let outputs = outputs.filter(|(_, change)| change.is_effective());
        let outputs = outputs.map(|(name, _)| format!("output `{name}` would change"));
        let what = resources.chain(outputs);
        let findings = what.map(|what| {
            let message = format!("a second plan is not empty: {what}");
            let hint = "write it as AWS answers it, or, if only the emulator answers so, explain it \
                        in crates/rehearsal/src/drifts.rs";
            self.in_scope(Finding::error(Code::SecondPlan, message).with_hint(hint))
        });
        findings.collect()
    }

    fn outcome(&self, ok: bool, step: terraform::Step, diagnostics: &[Diagnostic]) -> Outcome {
        let findings = diagnostics.iter().map(|it| self.finding(step, it));
        let findings = findings.map(|finding| self.in_scope(finding));
        Outcome {
            findings: findings.collect(),
            ..Outcome::of(if ok { Status::Ok } else { Status::Failed })
        }
    }

    fn finding(&self, step: terraform::Step, diagnostic: &Diagnostic) -> Finding {
        let paths = PathMap {
            root: &self.context.options.estate.root,
            scratch: self.context.scratch.dir(),
            dir: &self.dir,
        };
        to_finding(step, diagnostic, &paths)
    }

    /// What went wrong in an apply that was followed by another try.
    fn retried(&self, why: &str, apply: &ApplyOutcome) -> Vec<Finding> {
        let errors = apply.diagnostics.iter().filter(|it| it.is_error());
        let warnings = errors.map(|error| {
            let finding = Finding {
                severity: Severity::Warning,
                ..self.finding(terraform::Step::Apply, error)
            };
            let hint = format!(
                "it was applied once more, since this may pass (\"{why}\"): nothing to do, unless it \
                 comes again"
            );
            self.in_scope(finding.with_hint(hint))
        });
        warnings.collect()
    }

    /// A command that has no outcome.
    fn not_run(&self, error: &CommandError) -> Outcome {
        if matches!(error, CommandError::Interrupted) {
            return Outcome::of(Status::Interrupted);
        }
        let finding = Finding::error(Code::TerraformApply, error.to_string());
        Outcome::found(vec![self.in_scope(finding)])
    }

    /// Says which stack a finding is about, and where all is that terraform said.
    fn in_scope(&self, mut finding: Finding) -> Finding {
        finding.stack = Some(self.address.clone());
        finding.env = Some(self.context.environment().name.clone());
        if finding.hint.is_none() && self.is_logged {
            let log = self.context.relative(&self.log);
            finding.hint = Some(format!("all that terraform said is in {log}"));
        }
        finding
    }
}
