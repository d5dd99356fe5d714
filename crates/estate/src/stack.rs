//! Stacks: root modules with a state of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use finding::{Code, Finding, nearest};
use hcl::Value;

use crate::address::StackAddress;
use crate::environment::Environment;
use crate::evaluate::{Scope, Unknown, Values, constant};
use crate::lambda::Lambda;
use crate::module::Module;
use crate::state::StateAddress;
use crate::tfvars::{self, Tfvars};

/// Variables that a run supplies by itself: the code of a Lambda, which is built, not configured.
const SUPPLIED: &[&str] = &["artifact"];

/// The variable that keeps what a stack holds from being destroyed.
pub const DELETION_PROTECTION: &str = "deletion_protection";

/// One root module of Terraform with its own state.
#[derive(Clone, Debug)]
pub struct Stack {
    /// `<system>/<stack>`.
    pub address: StackAddress,
    /// Its folder, relative to the repository's root.
    pub dir: Utf8PathBuf,
    /// Its root module.
    pub module: Arc<Module>,
    /// The local modules that it calls, directly or not, each once, by folder; without its own.
    pub modules: Vec<Arc<Module>>,
    /// Names of the environments in which it lives.
    pub environments: Vec<String>,
    /// Where it keeps its state, by environment.
    pub states: BTreeMap<String, StateAddress>,
    /// The Lambdas that it makes.
    pub lambdas: Vec<Lambda>,
    /// The values of its variables by environment, as far as the files tell.
    pub(crate) values: BTreeMap<String, Values>,
}

impl Stack {
    /// The tfvars file for an environment, relative to the repository's root.
    pub fn tfvars(&self, environment: &str) -> Utf8PathBuf {
        tfvars::path(environment, &self.address)
    }

    /// The variables declared by this stack whose values come from the environment's file.
    pub fn environment_variables(&self, environment: &Environment) -> BTreeMap<String, Value> {
        let mut variables = environment.variables();
        variables.retain(|name, _| self.module.variables.contains_key(name));
        variables
    }

    /// Whether every file of it, and of the modules that it calls, could be read.
    pub fn is_complete(&self) -> bool {
        self.module.complete && self.modules.iter().all(|module| module.complete)
    }

    /// Whether what it holds is protected from being destroyed in an environment: its variable
    /// `deletion_protection` is `true` there.
    pub fn is_protected(&self, environment: &str) -> bool {
        let values = self.values.get(environment);
        let value = values.and_then(|values| values.get(DELETION_PROTECTION));
        matches!(value, Some(Ok(Value::Bool(true))))
    }

    /// The names of its variables whose values are not to be shown.
    pub fn sensitive_variables(&self) -> impl Iterator<Item = &str> {
        let variables = self.module.variables.iter();
        let sensitive = variables.filter(|(_, variable)| variable.sensitive);
        sensitive.map(|(name, _)| name.as_str())
    }

    /// All texts and numbers that these variables are given in any environment's files, or by default.
    pub fn sensitive_values(&self) -> Vec<String> {
        let variables = &self.module.variables;
        let defaults = variables.values().filter(|variable| variable.sensitive);
        let defaults = defaults.filter_map(|it| constant(it.default.as_ref()?).ok());
        let given = self.values.values().flat_map(|values| {
            let values = self.sensitive_variables().map(|name| values.get(name));
            values.flatten().filter_map(|value| value.as_ref().ok())
        });
        let mut out = Vec::new();
        defaults.for_each(|value| texts(&value, &mut out));
        given.for_each(|value| texts(value, &mut out));
        out
    }

    /// Whether the stack takes the code of a Lambda.
    pub fn takes_artifact(&self) -> bool {
        self.module.variables.contains_key("artifact")
    }
}

/// All texts and numbers in a value.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Number(number) => out.push(number.to_string()),
        Value::Array(parts) => parts.iter().for_each(|part| texts(part, out)),
        Value::Object(parts) => parts.values().for_each(|part| texts(part, out)),
        _ => {}
    }
}

/// The values of a stack's variables in one environment. Variables set but not declared, and
/// declared but not set, are reported.
pub(crate) fn values(
    stack: &Stack,
    environment: &Environment,
    tfvars: Option<Tfvars>,
    findings: &mut Vec<Finding>,
) -> Values {
    let given = stack.environment_variables(environment);
    let given = given.into_iter().map(|(name, value)| (name, Ok(value)));
    let Some(tfvars) = tfvars else {
        // Any variable may be set there, also one that has another value elsewhere.
        let names = stack.module.variables.keys();
        let unread = names.map(|name| (name.clone(), Err(Unknown::Unread)));
        return unread.chain(given).collect();
    };
    if stack.module.complete {
        check_declared(stack, environment, &tfvars, findings);
    }
    given.chain(tfvars.values).collect()
}

fn check_declared(
    stack: &Stack,
    environment: &Environment,
    tfvars: &Tfvars,
    findings: &mut Vec<Finding>,
) {
    let declared = &stack.module.variables;
    for (name, location) in &tfvars.locations {
        if declared.contains_key(name) {
            continue;
        }
        let hint = match nearest(name, declared.keys().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("declare it in {}/variables.tf or take it out", stack.dir),
        };
        findings.push(
            Finding::error(
                Code::TfvarsUndeclared,
                format!("`{}` declares no variable `{name}`", stack.address),
            )
            .with_stack(&stack.address)
            .with_env(&environment.name)
            .at(location.clone())
            .with_hint(hint),
        );
    }
    let given = environment.variables();
    for (name, variable) in declared {
        let is_set = variable.default.is_some()
            || tfvars.locations.contains_key(name)
            || given.contains_key(name)
            || SUPPLIED.contains(&name.as_str());
        if !is_set {
            findings.push(
                Finding::error(
                    Code::VariableUnset,
                    format!("variable `{name}` has no value"),
                )
                .with_stack(&stack.address)
                .with_env(&environment.name)
                .at(variable.location.clone())
                .with_hint(format!(
                    "set it in environments/<environment>/{}.tfvars, or give it a default",
                    stack.address
                )),
            );
        }
    }
}

/// The Lambdas of a stack: one for each `aws_lambda_function` in it and in the modules it calls.
pub(crate) fn lambdas(stack: &Stack, modules: &Modules) -> Vec<Lambda> {
    let mut lambdas: Vec<Lambda> = Vec::new();
    for environment in &stack.environments {
        let Some(values) = stack.values.get(environment) else {
            continue;
        };
        let mut at = 0;
        modules.walk(&Scope::root(&stack.module, values), &mut |scope| {
            for function in &scope.module.functions {
                if lambdas.len() == at {
                    lambdas.push(Lambda {
                        label: format!("{}aws_lambda_function.{}", scope.path(), function.label),
                        functions: BTreeMap::new(),
                    });
                }
                if let Ok(Value::String(name)) = scope.evaluate(&function.name) {
                    lambdas[at].functions.insert(environment.clone(), name);
                }
                at += 1;
            }
        });
    }
    lambdas
}

/// How deep modules may call modules, and how many calls a stack may be made of: modules that each
/// call the next one twice are a thousand calls after ten of them. What lies beyond is not read.
const DEEPEST_CALL: usize = 32;
const MOST_CALLS: usize = 10_000;

/// The modules that stacks call, by folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modules(pub(crate) BTreeMap<Utf8PathBuf, Arc<Module>>);

impl Modules {
    /// The modules that a module calls, directly or not, each once, without itself.
    pub(crate) fn called_by(&self, root: &Module) -> Vec<Arc<Module>> {
        let mut called: BTreeMap<&Utf8PathBuf, &Arc<Module>> = BTreeMap::new();
        let mut calls: Vec<&Utf8PathBuf> = root.calls.iter().map(|call| &call.dir).collect();
        while let Some(dir) = calls.pop() {
            let known = *dir == root.dir || called.contains_key(dir);
            if let (Some(module), false) = (self.0.get(dir), known) {
                called.insert(dir, module);
                calls.extend(module.calls.iter().map(|call| &call.dir));
            }
        }
        called.into_values().cloned().collect()
    }

    /// Visits a scope and, below it, every module that it calls; says whether that was all.
    pub(crate) fn walk(&self, scope: &Scope<'_>, visit: &mut dyn FnMut(&Scope<'_>)) -> bool {
        self.walk_below(scope, &mut MOST_CALLS.clone(), visit)
    }

    fn walk_below(
        &self,
        scope: &Scope<'_>,
        left: &mut usize,
        visit: &mut dyn FnMut(&Scope<'_>),
    ) -> bool {
        visit(scope);
        let mut all = true;
        // Terraform refuses modules that call each other in a circle; here they just end.
        let above: Vec<_> = std::iter::successors(Some(scope), |scope| scope.caller())
            .map(|scope| &scope.module.dir)
            .collect();
        for call in &scope.module.calls {
            if above.contains(&&call.dir) {
                continue;
            }
            if above.len() > DEEPEST_CALL || *left == 0 {
                all = false;
                continue;
            }
            *left -= 1;
            if let Some(module) = self.0.get(&call.dir) {
                all &= self.walk_below(&Scope::called(module, call, scope), left, visit);
            }
        }
        all
    }
}
