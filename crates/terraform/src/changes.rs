//! Counting what a plan would do.

use crate::diagnostic::{Diagnostic, DiagnosticSeverity};
use crate::overrides::UNAPPLIED_ADDRESS;
use crate::ui::{ChangeSummary, Event, PlannedChange};

/// How many resources a plan would touch. A replacement counts as `add` and as `destroy`, as
/// terraform itself counts; what we put into the scratch copy is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// To be made.
    pub add: usize,
    /// To be changed in place.
    pub change: usize,
    /// To be removed.
    pub destroy: usize,
    /// To be taken into the state.
    pub import: usize,
}

/// Counts the planned changes without our own, and doubts the count aloud if terraform's own
/// summary does not agree with it.
pub(crate) fn count(events: &[Event]) -> (Changes, Option<Diagnostic>) {
    let mut all = ChangeSummary::default();
    let mut ours = ChangeSummary::default();
    for event in events {
        if let Event::PlannedChange(change) = event {
            tally(&mut all, change);
            if is_ours(&change.resource.addr) {
                tally(&mut ours, change);
            }
        }
    }
    let summary = events.iter().find_map(|event| match event {
        Event::ChangeSummary(summary) => Some(*summary),
        _ => None,
    });
    let doubt = summary.filter(|summary| *summary != all).map(|summary| {
        let detail = format!("Counted {all:?}, and terraform says {summary:?}, which is taken.");
        let summary = "the planned changes do not add up to terraform's own count".to_owned();
        Diagnostic::own(DiagnosticSeverity::Warning, summary, detail)
    });
    let total = summary.unwrap_or(all);
    let changes = Changes {
        add: total.add.saturating_sub(ours.add),
        change: total.change.saturating_sub(ours.change),
        destroy: total.remove.saturating_sub(ours.remove),
        import: total.import.saturating_sub(ours.import),
    };
    (changes, doubt)
}

fn tally(counts: &mut ChangeSummary, change: &PlannedChange) {
    match change.action.as_str() {
        "create" => counts.add += 1,
        "update" => counts.change += 1,
        "delete" => counts.remove += 1,
        "replace" => {
            counts.add += 1;
            counts.remove += 1;
        }
        // Reading, moving and forgetting touch nothing.
        _ => {}
    }
    counts.import += usize::from(change.importing.is_some());
}

/// Whether a resource is the one that we put into a stack, or into a module that it calls.
fn is_ours(address: &str) -> bool {
    let module = address.strip_suffix(UNAPPLIED_ADDRESS);
    module.is_some_and(|module| module.is_empty() || module.ends_with('.'))
}
