//! What is in AWS and in no state: terraform, or the way to AWS, was cut off before it was written down.
//!
//! What the journal of an apply that was killed tells of is ours. What AWS alone says is there is ours if it is as it
//! would have been made, or has the tags that the stack would give it. It is imported in the next plan, and so shown.

use std::collections::{BTreeMap, BTreeSet};

use finding::{Code, Finding};
use run::{Outcome, Status, lock};
use serde_json::Value;
use terraform::{Journal, PlanMode, ResourceChange};

use crate::context::Context;
use crate::{At, Planned, import_ids};

/// What plans would make, and is there.
#[derive(Default)]
struct Found {
    /// By which ids it is taken in, by address.
    imports: BTreeMap<String, String>,
    /// Those of which nobody but AWS says so.
    doubtful: BTreeSet<String>,
    /// What is not there after all.
    gone: BTreeSet<String>,
    /// What cannot be taken in, by address, and its id.
    refused: BTreeMap<String, String>,
}

/// Plans a stack, and again where something is there that its state does not know.
pub(crate) fn planned(
    context: &Context<'_>,
    at: usize,
    step: &At<'_>,
    mode: PlanMode,
) -> Result<Planned, Outcome> {
    let journal = step.journal()?;
    let mut planned = match journal.as_ref().filter(|it| it.is_open()) {
        Some(journal) if mode != PlanMode::Normal => {
            return Err(Outcome::found(vec![unknown(step, journal)]));
        }
        _ => step.plan(mode, &BTreeMap::new())?,
    };
    if mode != PlanMode::Normal {
        return Ok(planned);
    }
    let said = lock(&context.existing).get(&at).cloned();
    let said = said.unwrap_or_default();
    let mut found = Found::default();
    // What was taken in may tell by which id something else is.
    while found.add(&planned, journal.as_ref(), &said) {
        planned = take_in(step, &mut found)?;
    }
    let mut planned = judged(step, planned, &found)?;
    if let Some(journal) = &journal {
        let told = told(step, journal, &planned, &found);
        let is_lost = !told.is_empty() || !found.imports.is_empty();
        planned.findings.extend(told);
        planned.findings.extend(cut_off(step, journal));
        if !is_lost {
            step.forget_journal();
        }
    }
    Ok(planned)
}

impl Found {
    /// Adds what another plan would make and is there. Whether there was any.
    fn add(
        &mut self,
        planned: &Planned,
        journal: Option<&Journal>,
        said: &BTreeSet<String>,
    ) -> bool {
        let count = self.imports.len();
        let made = journal.map(|journal| &journal.made);
        let all = planned.document.resource_changes.iter();
        for resource in all.filter(|it| it.change.actions == ["create"]) {
            let address = &resource.address;
            let id = made.and_then(|made| made.get(address)).map(String::as_str);
            let is_out = self.gone.contains(address) || self.refused.contains_key(address);
            if is_out || id.is_none() && !said.contains(address) {
                continue;
            }
            if let Some(import) = import_ids::of(&resource.kind, &resource.change.after, id) {
                self.imports.insert(address.clone(), import);
            }
            if id.is_none() {
                self.doubtful.insert(address.clone());
            }
        }
        self.imports.len() > count
    }

    /// Leaves out what an import failed for, and all of it where nobody can tell which.
    fn leave(&mut self, failed: &Outcome) {
        let errors = failed.findings.iter().filter(|it| it.is_error());
        let errors: Vec<&str> = errors.map(|error| error.message.as_str()).collect();
        let says = |address: &str, what: &str| {
            let quoted = format!("{address:?}");
            let mut errors = errors.iter();
            errors.any(|error| error.contains(&quoted) && error.contains(what))
        };
        let imports = std::mem::take(&mut self.imports);
        let is_any_named = imports.keys().any(|address| says(address, ""));
        for (address, id) in imports {
            if is_any_named && !says(&address, "") {
                self.imports.insert(address, id);
            } else if says(&address, NOTHING_THERE) {
                self.gone.insert(address);
            } else {
                self.refused.insert(address, id);
            }
        }
    }
}

/// What an import says that finds nothing:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/terraform/node_resource_import.go>.
const NOTHING_THERE: &str = "non-existent remote object";

/// Plans again, with imports. What turns out not to be there is left to be made.
fn take_in(step: &At<'_>, found: &mut Found) -> Result<Planned, Outcome> {
    loop {
        match step.plan(PlanMode::Normal, &found.imports) {
            Ok(planned) => return Ok(planned),
            Err(failed) if failed.status != Status::Failed || found.imports.is_empty() => {
                return Err(failed);
            }
            Err(failed) => found.leave(&failed),
        }
    }
}

/// A plan with imports, if all of them are ours.
fn judged(step: &At<'_>, mut planned: Planned, found: &Found) -> Result<Planned, Outcome> {
    let all = planned.document.resource_changes.iter();
    let taken = all.filter_map(|it| Some((it, found.imports.get(&it.address)?)));
    let (ours, others): (Vec<_>, Vec<_>) =
        taken.partition(|(it, _)| !found.doubtful.contains(&it.address) || is_ours(it));
    let others = others
        .into_iter()
        .map(|(it, id)| step.in_scope(stranger(it, id)));
    let others: Vec<Finding> = others.collect();
    if !others.is_empty() {
        return Err(Outcome::found(others));
    }
    let ours = ours
        .into_iter()
        .map(|(it, id)| step.in_scope(taken_in(it, id)));
    let ours: Vec<Finding> = ours.collect();
    planned.findings.extend(ours);
    Ok(planned)
}

/// What an apply that was cut off has made, and a plan takes in neither way: it can only be named.
fn told(step: &At<'_>, journal: &Journal, planned: &Planned, found: &Found) -> Vec<Finding> {
    let refused = found
        .refused
        .iter()
        .filter(|(it, _)| journal.made.contains_key(*it));
    // What is to be replaced has one of its address in the state already.
    let replaced = planned.document.resource_changes.iter().filter_map(|it| {
        let id = journal.made.get(&it.address)?;
        let is_known = it.change.before["id"].as_str() == Some(id.as_str());
        let is_replaced = it.change.actions.len() == 2;
        (is_replaced && !is_known).then_some((&it.address, id))
    });
    let all = refused.chain(replaced).map(|(address, id)| {
        let message =
            format!("{address} was made by an apply that was cut off, and cannot be taken in");
        let hint =
            format!("AWS has one that no state knows, and may get another: remove `{id}` there");
        step.in_scope(Finding::warning(Code::TakenIn, message).with_hint(hint))
    });
    all.collect()
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

/// What became of an apply that was cut off. Of one whose end was seen it was told then.
fn cut_off(step: &At<'_>, journal: &Journal) -> Option<Finding> {
    if journal.is_finished && journal.is_seen {
        return None;
    }
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
    Some(step.in_scope(Finding::warning(Code::ApplyCutOff, message).with_hint(hint)))
}

/// What says that nothing else can be done with a stack while nobody knows what is there.
pub(crate) fn unknown(step: &At<'_>, journal: &Journal) -> Finding {
    let stack = &step.stack.address;
    let made = journal.made.len() + journal.begun.len();
    let message = format!(
        "the last apply of `{stack}` was cut off, and up to {made} of what it made may be in no state"
    );
    let hint = "plan or deploy it once more, which takes in what is there: cargo xtask deploy";
    step.in_scope(Finding::error(Code::ApplyCutOff, message).with_hint(hint))
}
