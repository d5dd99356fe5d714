//! What plans would do, for a person who is to approve it. No value is shown.

use std::fmt::Write as _;

use deployment::{Action, Output, Plan, Resource, Review};
use estate::StackAddress;

use crate::Style;

/// What is destroyed for good first, then each stack with what would be done there, in order.
pub fn review_text(reviews: &[Review], style: Style) -> String {
    let mut text = lost(reviews, style);
    for review in reviews {
        text += &stack(review);
    }
    text
}

/// What no apply brings back.
fn lost(reviews: &[Review], style: Style) -> String {
    let plans = reviews
        .iter()
        .filter_map(|review| Some((review, review.plan.as_ref()?)));
    let lost = plans.flat_map(|(review, plan)| {
        let stateful = plan.destroyed().filter(|resource| resource.is_stateful);
        stateful.map(move |resource| line(resource, Some(&review.stack)))
    });
    let lost: String = lost.collect();
    if lost.is_empty() {
        return lost;
    }
    let title = "WHAT IS IN THESE IS LOST:";
    let title = if style.color {
        format!("\u{1b}[1;31m{title}\u{1b}[0m")
    } else {
        title.to_owned()
    };
    format!("{title}\n{lost}\n")
}

fn stack(review: &Review) -> String {
    let mut text = format!("{}: {}\n", review.stack, headline(review));
    let Some(plan) = &review.plan else {
        return text;
    };
    for resource in &plan.resources {
        text += &line(resource, None);
    }
    for output in &plan.outputs {
        text += &output_line(output);
    }
    text
}

/// `2 to create, 1 to replace`, and what has to come first.
pub(crate) fn headline(review: &Review) -> String {
    let after = names(&review.after);
    match &review.plan {
        None => format!("planned once {after} is applied"),
        Some(plan) if review.after.is_empty() => counts(plan),
        Some(plan) => format!("{}; planned again once {after} is applied", counts(plan)),
    }
}

fn counts(plan: &Plan) -> String {
    let all = [
        Action::Create,
        Action::Update,
        Action::Replace,
        Action::Destroy,
        Action::Forget,
        Action::Import,
        Action::Move,
    ];
    let counts = all.map(|action| {
        let resources = plan.resources.iter();
        (action, resources.filter(|it| it.action == action).count())
    });
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(action, count)| format!("{count} to {}", action.as_str()));
    let counts: Vec<String> = counts.collect();
    match (&counts[..], plan.outputs.len()) {
        _ if plan.is_empty => "nothing to do".to_owned(),
        ([], _) => "only outputs change".to_owned(),
        (counts, _) => counts.join(", "),
    }
}

/// `  -/+ replace  aws_dynamodb_table.products (hash_key)`.
fn line(resource: &Resource, stack: Option<&StackAddress>) -> String {
    let action = resource.action;
    let mut text = format!("  {:>3} {:<8} ", sign(action), action.as_str());
    if let Some(stack) = stack {
        // Writing to a String cannot fail.
        let _ = write!(text, "{stack}: ");
    }
    text + &with_attributes(resource) + "\n"
}

/// A resource, with what makes the difference where it was there before.
pub(crate) fn with_attributes(resource: &Resource) -> String {
    let (address, attributes) = (&resource.address, resource.attributes.join(", "));
    let was_there = matches!(resource.action, Action::Update | Action::Replace);
    if attributes.is_empty() || !was_there {
        return address.clone();
    }
    format!("{address} ({attributes})")
}

fn output_line(output: &Output) -> String {
    let (sign, name) = (sign(output.action), &output.name);
    let readers = match &output.readers[..] {
        [] => String::new(),
        readers => format!(", read by {}", names(readers)),
    };
    format!(
        "  {sign:>3} {:<8} output {name}{readers}\n",
        output.action.as_str()
    )
}

fn sign(action: Action) -> &'static str {
    match action {
        Action::Create => "+",
        Action::Update => "~",
        Action::Replace => "-/+",
        Action::Destroy => "-",
        Action::Forget | Action::Import | Action::Move => ".",
    }
}

pub(crate) fn names(stacks: &[StackAddress]) -> String {
    let names: Vec<String> = stacks.iter().map(StackAddress::to_string).collect();
    names.join(", ")
}
