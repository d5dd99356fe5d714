//! The places that read an output of another stack.

use std::collections::BTreeMap;

use finding::{Location, Source};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::Body;
use hcl_edit::template::ForTemplateExpr;
use hcl_edit::visit::{Visit, visit_for_template_expr, visit_traversal};

use crate::module::span_location;

/// A place that reads one output of a remote state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputRead {
    /// The name of the `terraform_remote_state` block.
    pub remote_state: String,
    /// The output's name.
    pub output: String,
    /// The place of the output's name.
    pub location: Location,
}

/// All such places in one file: `data.terraform_remote_state.x.outputs.y`, and `local.a.y` where
/// the module's local `a` is `data.terraform_remote_state.x.outputs`.
pub(crate) fn find(
    source: &Source,
    body: &Body,
    locals: &BTreeMap<String, Expression>,
) -> Vec<OutputRead> {
    let aliases = locals.iter().filter_map(|(name, value)| {
        let Expression::Traversal(traversal) = value else {
            return None;
        };
        match remote_state_path(traversal)? {
            (remote_state, None) => Some((name.clone(), remote_state)),
            _ => None,
        }
    });
    let mut finder = OutputReads {
        source,
        aliases: aliases.collect(),
        found: Vec::new(),
    };
    finder.visit_body(body);
    finder.found
}

/// The visitor that finds them.
struct OutputReads<'a> {
    source: &'a Source,
    /// Remote state names by the local that stands for their outputs.
    aliases: BTreeMap<String, String>,
    found: Vec<OutputRead>,
}

impl OutputReads<'_> {
    fn read(&self, traversal: &Traversal) -> Option<OutputRead> {
        let (remote_state, operator) = match remote_state_path(traversal) {
            Some((name, Some(operator))) => (name, operator),
            Some((_, None)) => return None,
            None => {
                let (local, operator) = local_path(traversal)?;
                (self.aliases.get(&local)?.clone(), operator)
            }
        };
        Some(OutputRead {
            remote_state,
            output: step_name(operator)?.to_owned(),
            location: span_location(self.source, step_span(operator)),
        })
    }
}

impl Visit for OutputReads<'_> {
    fn visit_traversal(&mut self, node: &Traversal) {
        self.found.extend(self.read(node));
        visit_traversal(self, node);
    }

    // hcl-edit 0.10 leaves out what the loop runs over.
    fn visit_for_template_expr(&mut self, node: &ForTemplateExpr) {
        self.visit_expr(&node.collection_expr);
        visit_for_template_expr(self, node);
    }
}

/// For `data.terraform_remote_state.x.outputs.y`: `x`, and the step to `y` where there is one.
/// An index or splat behind `x` (`count`, `for_each`) is stepped over.
fn remote_state_path(traversal: &Traversal) -> Option<(String, Option<&TraversalOperator>)> {
    let mut steps = traversal.operators.iter().map(hcl_edit::Decorated::value);
    let root = traversal.expr.as_variable()?.as_str();
    if root != "data" || step_name(steps.next()?)? != "terraform_remote_state" {
        return None;
    }
    let name = step_name(steps.next()?)?.to_owned();
    let outputs = steps.find(|step| matches!(step, TraversalOperator::GetAttr(_)))?;
    (step_name(outputs)? == "outputs").then(|| (name, steps.next()))
}

/// For `local.a.y`: `a` and the step to `y`.
fn local_path(traversal: &Traversal) -> Option<(String, &TraversalOperator)> {
    let mut steps = traversal.operators.iter().map(hcl_edit::Decorated::value);
    if traversal.expr.as_variable()?.as_str() != "local" {
        return None;
    }
    let name = step_name(steps.next()?)?.to_owned();
    Some((name, steps.next()?))
}

/// The name that `.name` or `["name"]` stands for.
fn step_name(operator: &TraversalOperator) -> Option<&str> {
    match operator {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        TraversalOperator::Index(expression) => expression.as_str(),
        _ => None,
    }
}

fn step_span(operator: &TraversalOperator) -> Option<std::ops::Range<usize>> {
    match operator {
        TraversalOperator::GetAttr(name) => name.span(),
        TraversalOperator::Index(expression) => expression.span(),
        _ => None,
    }
}
