//! Following an expression to the outputs of another stack.

use std::collections::BTreeMap;
use std::ops::Range;

use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::{Decorated, Ident, Span};

/// What an expression stands for, when it has to do with a `terraform_remote_state` block.
pub(crate) enum OutputPath<'a> {
    /// The block or all its outputs as one value.
    Whole(Whole),
    /// One output.
    Output {
        remote_state: String,
        output: &'a str,
        span: Option<Range<usize>>,
    },
    /// An output of the named block that is chosen only when Terraform runs.
    Chosen(String),
    /// Another attribute of the block.
    Other,
}

/// A `terraform_remote_state` block, or all its outputs.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) remote_state: String,
    is_outputs: bool,
}

/// The locals of a module that stand for a block or for all its outputs, by name.
#[derive(Debug, Default)]
pub(crate) struct Aliases(BTreeMap<String, Whole>);

impl Aliases {
    /// Follows locals of locals as far as they go; those that go in a circle are none.
    pub(crate) fn of(locals: &BTreeMap<String, Expression>) -> Self {
        let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut open = Vec::new();
        for (name, value) in locals {
            match first_local(value) {
                Some(local) => waiting.entry(local).or_default().push(name),
                None => open.push(name.as_str()),
            }
        }
        let mut aliases = Self::default();
        while let Some(name) = open.pop() {
            if let Some(OutputPath::Whole(whole)) = aliases.follow(&locals[name]) {
                aliases.0.insert(name.to_owned(), whole);
                open.extend(waiting.remove(name).unwrap_or_default());
            }
        }
        aliases
    }

    /// What an expression stands for; `None` when it begins at no `terraform_remote_state` block.
    pub(crate) fn follow<'a>(&self, expression: &'a Expression) -> Option<OutputPath<'a>> {
        match expression {
            Expression::Parenthesis(parenthesis) => self.follow(parenthesis.inner()),
            Expression::Traversal(traversal) => self.follow_steps(traversal),
            Expression::FuncCall(call) => self.follow_lookup(call),
            _ => None,
        }
    }

    /// `data.terraform_remote_state.x.outputs.y`, `local.a.y`, `(…).y`. An index or splat behind
    /// `x` (`count`, `for_each`) is stepped over.
    fn follow_steps<'a>(&self, traversal: &'a Traversal) -> Option<OutputPath<'a>> {
        let mut steps = traversal.operators.iter().map(Decorated::value);
        let mut whole = match traversal.expr.as_variable().map(Ident::as_str) {
            Some("data") if step_name(steps.next()?) == Some("terraform_remote_state") => Whole {
                remote_state: step_name(steps.next()?)?.to_owned(),
                is_outputs: false,
            },
            Some("local") => self.0.get(step_name(steps.next()?)?)?.clone(),
            Some(_) => return None,
            None => match self.follow(&traversal.expr)? {
                OutputPath::Whole(whole) => whole,
                read => return Some(read),
            },
        };
        for step in steps {
            match (whole.is_outputs, step) {
                (false, step) if step_name(step) == Some("outputs") => whole.is_outputs = true,
                (false, TraversalOperator::GetAttr(_)) => return Some(OutputPath::Other),
                (true, step) if step_name(step).is_some() => {
                    return Some(OutputPath::Output {
                        remote_state: whole.remote_state,
                        output: step_name(step)?,
                        span: step_span(step),
                    });
                }
                (true, TraversalOperator::Index(index)) if !index.is_number() => {
                    return Some(OutputPath::Chosen(whole.remote_state));
                }
                _ => {}
            }
        }
        Some(OutputPath::Whole(whole))
    }

    /// `lookup(data.terraform_remote_state.x.outputs, "y")`.
    fn follow_lookup<'a>(&self, call: &'a FuncCall) -> Option<OutputPath<'a>> {
        if call.name.is_namespaced() || call.name.name.as_str() != "lookup" {
            return None;
        }
        let mut arguments = call.args.iter();
        let (map, key) = (arguments.next()?, arguments.next()?);
        match self.follow(map)? {
            OutputPath::Whole(whole) if whole.is_outputs => Some(match key.as_str() {
                Some(output) => OutputPath::Output {
                    remote_state: whole.remote_state,
                    output,
                    span: key.span(),
                },
                None => OutputPath::Chosen(whole.remote_state),
            }),
            _ => None,
        }
    }
}

/// The local with which an expression begins: `a` in `(local.a).b`.
fn first_local(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Parenthesis(parenthesis) => first_local(parenthesis.inner()),
        Expression::Traversal(traversal) => match traversal.expr.as_variable() {
            Some(root) if root.as_str() == "local" => step_name(traversal.operators.first()?),
            Some(_) => None,
            None => first_local(&traversal.expr),
        },
        _ => None,
    }
}

/// The name that `.name` or `["name"]` stands for.
fn step_name(step: &TraversalOperator) -> Option<&str> {
    match step {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        TraversalOperator::Index(index) => index.as_str(),
        _ => None,
    }
}

fn step_span(step: &TraversalOperator) -> Option<Range<usize>> {
    match step {
        TraversalOperator::GetAttr(name) => name.span(),
        TraversalOperator::Index(index) => index.span(),
        _ => None,
    }
}
