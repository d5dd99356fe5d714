//! The places that read an output of another stack.

use finding::{Location, Source};
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Body, Structure};
use hcl_edit::template::ForTemplateExpr;
use hcl_edit::visit::{Visit, visit_attr, visit_expr, visit_for_template_expr};

use crate::module::span_location;
use crate::output_paths::{Aliases, OutputPath};

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

/// What the files of a module do with the outputs of other stacks.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutputUses {
    /// Every place that reads one output.
    pub(crate) reads: Vec<OutputRead>,
    /// Every place that uses all outputs as one value, or one that only Terraform knows, with the
    /// name of the `terraform_remote_state` block.
    pub(crate) unchecked: Vec<(String, Location)>,
}

impl OutputUses {
    /// Adds what one file does.
    pub(crate) fn find(&mut self, source: &Source, body: &Body, aliases: &Aliases) {
        let mut finder = Finder {
            source,
            aliases,
            uses: self,
        };
        for structure in body {
            match structure {
                Structure::Block(block) if block.ident.as_str() == "locals" => {
                    for attribute in block.body.attributes() {
                        finder.visit_local(&attribute.value);
                    }
                }
                other => finder.visit_structure(other),
            }
        }
    }
}

/// The visitor that finds them.
struct Finder<'a> {
    source: &'a Source,
    aliases: &'a Aliases,
    uses: &'a mut OutputUses,
}

impl Finder<'_> {
    /// A local that stands for all outputs is followed to where it is used.
    fn visit_local(&mut self, value: &Expression) {
        match self.aliases.follow(value) {
            Some(OutputPath::Whole(_)) => self.visit_inside(value),
            _ => self.visit_expr(value),
        }
    }

    /// Visits what stands in the brackets of an expression that was followed.
    fn visit_inside(&mut self, expression: &Expression) {
        match expression {
            Expression::Parenthesis(parenthesis) => self.visit_inside(parenthesis.inner()),
            Expression::Traversal(traversal) => {
                self.visit_inside(&traversal.expr);
                for step in &traversal.operators {
                    self.visit_traversal_operator(step);
                }
            }
            Expression::FuncCall(call) => {
                let mut arguments = call.args.iter();
                arguments
                    .next()
                    .into_iter()
                    .for_each(|map| self.visit_inside(map));
                arguments.for_each(|argument| self.visit_expr(argument));
            }
            _ => {}
        }
    }
}

impl Visit for Finder<'_> {
    fn visit_expr(&mut self, node: &Expression) {
        let Some(path) = self.aliases.follow(node) else {
            return visit_expr(self, node);
        };
        let place = |span| span_location(self.source, span);
        match path {
            OutputPath::Output {
                remote_state,
                output,
                span,
            } => self.uses.reads.push(OutputRead {
                remote_state,
                output: output.to_owned(),
                location: place(span),
            }),
            OutputPath::Whole(whole) => {
                let use_of = (whole.remote_state, place(node.span()));
                self.uses.unchecked.push(use_of);
            }
            OutputPath::Chosen(name) => self.uses.unchecked.push((name, place(node.span()))),
            OutputPath::Other => {}
        }
        self.visit_inside(node);
    }

    // What is waited for is not read.
    fn visit_attr(&mut self, node: &Attribute) {
        if node.key.as_str() != "depends_on" {
            visit_attr(self, node);
        }
    }

    // hcl-edit 0.10 leaves out what the loop runs over.
    fn visit_for_template_expr(&mut self, node: &ForTemplateExpr) {
        self.visit_expr(&node.collection_expr);
        visit_for_template_expr(self, node);
    }
}
