//! What is in AWS and in no state: terraform, or the way to AWS, was cut off before it was written down.
//!
//! What the journal of an apply that was killed tells of is ours. What AWS alone says is there is ours if it is as it
//! would have been made, or has the tags that the stack would give it. It is imported in the next plan, and so shown.

use std::collections::{BTreeMap, BTreeSet};

use finding::{Code, Finding};
use run::{Outcome, lock};
use serde_json::Value;
use terraform::{Journal, PlanMode, ResourceChange};

use crate::context::Context;
use crate::{At, Planned, import_ids};

/// What a plan would make, and is there.
#[derive(Default)]
struct Found {
    /// By which ids it is taken in, by address.
    imports: BTreeMap<String, String>,
    /// Those of which nobody but AWS says so.
    doubtful: BTreeSet<String>,
}

/// Plans a stack, and again where something is there that its state does not know.
pub(crate) fn planned(
    context: &Context<'_>,
    at: usize,
    step: &At<'_>,
    mode: PlanMode,
) -> Result<Planned, Outcome> {
    let journal = step.journal()?;
    if mode != PlanMode::Normal {
        return match journal.filter(|it| !it.is_finished) {
            Some(journal) => Err(Outcome::found(vec![unknown(step, &journal)])),
            None => step.plan(mode, &BTreeMap::new()),
        };
    }
    let mut planned = step.plan(mode, &BTreeMap::new())?;
    let said = lock(&context.existing).get(&at).cloned();
    let found = Found::of(&planned, journal.as_ref(), &said.unwrap_or_default());
    let is_lost = !found.imports.is_empty();
    if is_lost {
        planned = take_in(step, found)?;
    }
    if let Some(journal) = &journal {
        planned.findings.push(cut_off(step, journal));
        if !is_lost {
            step.forget_journal();
        }
    }
    Ok(planned)
}

impl Found {
    fn of(planned: &Planned, journal: Option<&Journal>, said: &BTreeSet<String>) -> Self {
        let mut found = Self::default();
        let made = journal.map(|journal| &journal.made);
        let all = planned.document.resource_changes.iter();
        for resource in all.filter(|it| it.change.actions == ["create"]) {
            let address = &resource.address;
            let id = made.and_then(|made| made.get(address)).map(String::as_str);
            if id.is_none() && !said.contains(address) {
                continue;
            }
            if let Some(id) = import_ids::of(&resource.kind, &resource.change.after, id) {
                found.imports.insert(address.clone(), id);
            }
            if made.is_none_or(|made| !made.contains_key(address)) {
                found.doubtful.insert(address.clone());
            }
        }
        found
    }
}

/// What an import says that finds nothing:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/terraform/node_resource_import.go>.
const NOTHING_THERE: &str = "non-existent remote object";

/// Plans again, with imports. What turns out not to be there is left to be made.
fn take_in(step: &At<'_>, mut found: Found) -> Result<Planned, Outcome> {
    loop {
        let failed = match step.plan(PlanMode::Normal, &found.imports) {
            Ok(planned) => return judged(step, planned, &found),
            Err(failed) => failed,
        };
        let errors = failed.findings.iter().filter(|it| it.is_error());
        let gone: Vec<&str> = errors
            .map(|error| error.message.as_str())
            .filter(|message| message.contains(NOTHING_THERE))
            .collect();
        let count = found.imports.len();
        let is_gone = |address: &str| {
            let quoted = format!("\"{address}\"");
            gone.iter().any(|message| message.contains(&quoted))
        };
        found.imports.retain(|address, _| !is_gone(address));
        if found.imports.len() == count {
            return Err(failed);
        }
    }
}

/// A plan with imports, if all of them are ours.
fn judged(step: &At<'_>, mut planned: Planned, found: &Found) -> Result<Planned, Outcome> {
    let all = planned.document.resource_changes.iter();
    let taken = all.filter(|it| found.imports.contains_key(&it.address));
    let (ours, others): (Vec<_>, Vec<_>) =
        taken.partition(|it| !found.doubtful.contains(&it.address) || is_ours(it));
    let id = |it: &ResourceChange| found.imports.get(&it.address).cloned();
    let others = others
        .into_iter()
        .filter_map(|it| Some(stranger(it, &id(it)?)));
    let others: Vec<Finding> = others.map(|it| step.in_scope(it)).collect();
    if !others.is_empty() {
        return Err(Outcome::found(others));
    }
    let ours = ours
        .into_iter()
        .filter_map(|it| Some(taken_in(it, &id(it)?)));
    let ours: Vec<Finding> = ours.map(|it| step.in_scope(it)).collect();
    planned.findings.extend(ours);
    Ok(planned)
}

/// Whether something is as it would have been made, or at least has the tags that it would have.
fn is_ours(resource: &ResourceChange) -> bool {
    let change = &resource.change;
    let has = |action: &str| change.actions.iter().any(|it| it == action);
    let tags = |values: &Value| values.get("tags_all").cloned().unwrap_or_default();
    let (before, after) = (tags(&change.before), tags(&change.after));
    let is_tagged = before == after && before.as_object().is_some_and(|it| !it.is_empty());
    !has("delete") && (is_tagged || !change.is_effective())
}

fn taken_in(resource: &ResourceChange, id: &str) -> Finding {
    let address = &resource.address;
    let message = format!("{address} is in AWS, and its state does not know it: it is taken in");
    let hint = format!("nothing to do; it was made by an apply that was cut off (`{id}`)");
    Finding::warning(Code::TakenIn, message).with_hint(hint)
}

fn stranger(resource: &ResourceChange, id: &str) -> Finding {
    let address = &resource.address;
    let message =
        format!("{address} cannot be made: AWS has one, and nothing says that it is this stack's");
    let hint = format!(
        "if it is, take it in with an `import` block (to = {address}, id = \"{id}\"); otherwise give this one another name"
    );
    Finding::error(Code::TakenIn, message).with_hint(hint)
}

/// What became of an apply that was cut off.
fn cut_off(step: &At<'_>, journal: &Journal) -> Finding {
    let stack = &step.stack.address;
    let (made, begun) = (journal.made.len(), &journal.begun);
    let begun: Vec<&str> = begun.iter().map(String::as_str).collect();
    let (message, hint) = if journal.is_finished {
        let message = format!(
            "the last run was killed while it applied `{stack}`: terraform went on, and made {made}"
        );
        (
            message,
            "nothing to do: terraform has written all of it down",
        )
    } else if begun.is_empty() {
        let message = format!(
            "the last apply of `{stack}` was killed: it had made {made}, and was at nothing else"
        );
        (message, "nothing to do: what it had made is kept")
    } else {
        let begun = begun.join(", ");
        let message = format!(
            "the last apply of `{stack}` was killed: it had made {made}, and was at {begun}"
        );
        (
            message,
            "what it had made is kept; look whether what it was at is there twice, if that has no name of its own",
        )
    };
    step.in_scope(Finding::warning(Code::ApplyCutOff, message).with_hint(hint))
}

/// What says that a stack cannot be destroyed while nobody knows what is there.
fn unknown(step: &At<'_>, journal: &Journal) -> Finding {
    let stack = &step.stack.address;
    let made = journal.made.len() + journal.begun.len();
    let message = format!(
        "the last apply of `{stack}` was cut off, and up to {made} of what it made may be in no state: they would stay"
    );
    let hint = "deploy it once more, which takes in what is there: cargo xtask deploy";
    step.in_scope(Finding::error(Code::ApplyCutOff, message).with_hint(hint))
}
