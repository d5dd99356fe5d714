//! What an expression is worth, as far as the files alone tell.

use std::cell::RefCell;
use std::collections::BTreeMap;

use camino::Utf8Path;
use hcl::Value;
use hcl::eval::{Context, ErrorKind, Evaluate};
use hcl_edit::expr::Expression;

use crate::module::{Call, Module};
use crate::names::{Name, Names};

/// How far names may refer to names that refer to names. Nobody writes that by hand; it keeps the
/// stack small.
const DEEPEST: usize = 100;

/// How large the values that one expression refers to may be together, in bytes. A key has at most
/// 1,024; locals that double each other grow without end.
const LARGEST: usize = 64 * 1024;

/// Why a value is not known.
#[derive(Clone, Debug)]
pub(crate) enum Unknown {
    /// It hangs on a file that could not be read, which is reported for that file.
    Unread,
    /// The reason, as a fragment.
    Because(String),
}

impl Unknown {
    fn because(why: impl Into<String>) -> Self {
        Unknown::Because(why.into())
    }
}

/// Values of variables by name.
pub(crate) type Values = BTreeMap<String, Result<Value, Unknown>>;

/// The value of an expression that refers to nothing.
pub(crate) fn constant(expression: &Expression) -> Result<Value, Unknown> {
    let names = Names::of(expression);
    match names.referred.keys().next() {
        Some(name) => Err(Unknown::because(format!("`{name}` is no constant"))),
        None => calculate(expression, &names, &Context::new()),
    }
}

/// A module as it is used in one place: with its variables bound.
pub(crate) struct Scope<'a> {
    pub(crate) module: &'a Module,
    variables: Variables<'a>,
    /// What has been worked out; each name is worked out once.
    known: RefCell<BTreeMap<Name, Result<Value, Unknown>>>,
}

enum Variables<'a> {
    /// Of a root module: values from the environment and its tfvars.
    Values(&'a Values),
    /// Of a called module: expressions of the caller.
    Arguments(&'a Call, &'a Scope<'a>),
}

impl<'a> Scope<'a> {
    /// A stack's root module with the values of its variables.
    pub(crate) fn root(module: &'a Module, values: &'a Values) -> Self {
        Self::new(module, Variables::Values(values))
    }

    /// A module as called from another.
    pub(crate) fn called(module: &'a Module, call: &'a Call, caller: &'a Scope<'a>) -> Self {
        Self::new(module, Variables::Arguments(call, caller))
    }

    fn new(module: &'a Module, variables: Variables<'a>) -> Self {
        Self {
            module,
            variables,
            known: RefCell::default(),
        }
    }

    /// The scope that calls this one.
    pub(crate) fn caller(&self) -> Option<&Scope<'a>> {
        match self.variables {
            Variables::Values(_) => None,
            Variables::Arguments(_, caller) => Some(caller),
        }
    }

    /// The folder of the stack's root module, in which Terraform runs.
    pub(crate) fn root_dir(&self) -> &Utf8Path {
        self.caller().map_or(&self.module.dir, Scope::root_dir)
    }

    /// The calls that lead here, as Terraform writes them: `module.a.module.b.`, empty at the root.
    pub(crate) fn path(&self) -> String {
        match self.variables {
            Variables::Values(_) => String::new(),
            Variables::Arguments(call, caller) => format!("{}module.{}.", caller.path(), call.name),
        }
    }

    /// The value of an expression, or why it cannot be known from the files.
    pub(crate) fn evaluate(&self, expression: &Expression) -> Result<Value, Unknown> {
        self.resolve(expression, 0)
    }

    fn resolve(&self, expression: &Expression, depth: usize) -> Result<Value, Unknown> {
        let names = Names::of(expression);
        let mut variables = hcl::Map::new();
        let mut locals = hcl::Map::new();
        let mut size = 0;
        for (name, times) in &names.referred {
            let value = self.value(name, depth)?;
            size += times * weight(&value);
            if size > LARGEST {
                return Err(Unknown::because(format!("`{name}` is too large")));
            }
            match name {
                Name::Variable(name) => variables.insert(name.clone(), value),
                Name::Local(name) => locals.insert(name.clone(), value),
            };
        }
        let mut context = Context::new();
        context.declare_var("var", Value::Object(variables));
        context.declare_var("local", Value::Object(locals));
        if self.caller().is_none() {
            let here = ["module", "root", "cwd"].map(|name| (name.to_owned(), Value::from(".")));
            context.declare_var("path", Value::Object(here.into_iter().collect()));
        }
        calculate(expression, &names, &context)
    }

    fn value(&self, name: &Name, depth: usize) -> Result<Value, Unknown> {
        if depth > DEEPEST {
            return Err(Unknown::because(format!("`{name}` is nested too deep")));
        }
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        // Until it is worked out, whoever asks for it is part of it.
        let itself = Err(Unknown::because(format!("`{name}` refers to itself")));
        self.known.borrow_mut().insert(name.clone(), itself);
        let value = match name {
            Name::Variable(name) => self.variable(name, depth),
            Name::Local(name) => self.local(name, depth),
        };
        self.known.borrow_mut().insert(name.clone(), value.clone());
        value
    }

    fn variable(&self, name: &str, depth: usize) -> Result<Value, Unknown> {
        let declared = self.module.variables.get(name);
        let declared = declared.ok_or_else(|| self.undeclared("variable", name))?;
        let given = match &self.variables {
            Variables::Values(values) => values.get(name).cloned(),
            Variables::Arguments(call, caller) => {
                let argument = call.arguments.get(name);
                argument.map(|argument| caller.resolve(argument, depth + 1))
            }
        };
        match (given, &declared.default) {
            (Some(value), _) => value,
            (None, Some(default)) => constant(default),
            (None, None) => Err(Unknown::because(format!("variable `{name}` has no value"))),
        }
    }

    fn local(&self, name: &str, depth: usize) -> Result<Value, Unknown> {
        let value = self.module.locals.get(name);
        let value = value.ok_or_else(|| self.undeclared("local", name))?;
        self.resolve(value, depth + 1)
    }

    fn undeclared(&self, kind: &str, name: &str) -> Unknown {
        if self.module.complete {
            Unknown::because(format!("{kind} `{name}` is not declared"))
        } else {
            Unknown::Unread
        }
    }
}

fn calculate(
    expression: &Expression,
    names: &Names,
    context: &Context<'_>,
) -> Result<Value, Unknown> {
    if let Some(why) = &names.refused {
        return Err(Unknown::because(why));
    }
    let value = hcl::Expression::from(expression.clone()).evaluate(context);
    // A value may be a secret: only names go into the reason.
    value.map_err(|error| match error.kind() {
        ErrorKind::UndefinedVar(name) => {
            Unknown::because(format!("`{name}` is known only to Terraform"))
        }
        ErrorKind::UndefinedFunc(name) => {
            Unknown::because(format!("a call of `{name}` is not worked out here"))
        }
        ErrorKind::NoSuchKey(key) => Unknown::because(format!("there is no `{key}` in the value")),
        ErrorKind::Index(index) => Unknown::because(format!("the value has no element {index}")),
        _ => Unknown::because("its parts are not of the types that it needs"),
    })
}

/// How much memory a value takes, roughly.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(weight).sum(),
        Value::Object(entries) => {
            let entries = entries.iter();
            entries.map(|(key, value)| key.len() + weight(value)).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
