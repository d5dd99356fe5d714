//! The names that an expression refers to, and what in it is not worked out here.

use std::collections::BTreeMap;
use std::fmt;

use hcl_edit::expr::{BinaryOp, BinaryOperator, Expression, ForExpr, Traversal, TraversalOperator};
use hcl_edit::template::ForDirective;
use hcl_edit::visit::{Visit, visit_binary_op, visit_traversal};

/// A variable or a local of a module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    Variable(String),
    Local(String),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Name::Variable(name) => write!(f, "var.{name}"),
            Name::Local(name) => write!(f, "local.{name}"),
        }
    }
}

/// What an expression is made of.
#[derive(Default)]
pub(crate) struct Names {
    /// The variables and locals, and how often each is named.
    pub(crate) referred: BTreeMap<Name, usize>,
    /// Why the expression cannot be worked out, whatever the names stand for.
    pub(crate) refused: Option<String>,
}

impl Names {
    pub(crate) fn of(expression: &Expression) -> Self {
        let mut names = Self::default();
        names.visit_expr(expression);
        names
    }

    fn refuse(&mut self, why: String) {
        self.refused.get_or_insert(why);
    }
}

impl Visit for Names {
    fn visit_traversal(&mut self, node: &Traversal) {
        let root = node.expr.as_variable().map(hcl_edit::Ident::as_str);
        let first = node.operators.first().map(hcl_edit::Decorated::value);
        if let (Some(root), Some(TraversalOperator::GetAttr(name))) = (root, first) {
            let name = name.as_str();
            let referred = match root {
                "var" => Some(Name::Variable(name.to_owned())),
                "local" => Some(Name::Local(name.to_owned())),
                _ => None,
            };
            if let Some(name) = referred {
                *self.referred.entry(name).or_default() += 1;
            }
            if matches!(root, "data" | "module") {
                self.refuse(format!("`{root}.{name}` is known only after apply"));
            }
        }
        visit_traversal(self, node);
    }

    // Arithmetic panics in the evaluator when it overflows or divides by zero, and loops in loops
    // take for ever: neither says where a state is.
    fn visit_binary_op(&mut self, node: &BinaryOp) {
        use BinaryOperator::{Div, Minus, Mod, Mul, Plus};
        if let operator @ (Plus | Minus | Mul | Div | Mod) = *node.operator.value() {
            self.refuse(format!("`{}` is not worked out here", operator.as_str()));
        }
        visit_binary_op(self, node);
    }

    fn visit_for_expr(&mut self, _: &ForExpr) {
        self.refuse("a `for` expression is not worked out here".to_owned());
    }

    fn visit_for_directive(&mut self, _: &ForDirective) {
        self.refuse("a `for` directive is not worked out here".to_owned());
    }
}
