//! Counting what a plan would do.

use std::iter::Sum;
use std::ops::Add;

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

impl From<ChangeSummary> for Changes {
    fn from(summary: ChangeSummary) -> Self {
        Self {
            add: summary.add,
            change: summary.change,
            destroy: summary.remove,
            import: summary.import,
        }
    }
}

impl Add for Changes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            add: self.add + other.add,
            change: self.change + other.change,
            destroy: self.destroy + other.destroy,
            import: self.import + other.import,
        }
    }
}

impl Sum for Changes {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
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

/// Counts what was done.
pub(crate) fn applied(events: &[Event]) -> Changes {
    let mut done = ChangeSummary::default();
    for event in events {
        if let Event::Applied(change) = event {
            tally_action(&mut done, &change.action);
        }
    }
    done.into()
}

fn tally(counts: &mut ChangeSummary, change: &PlannedChange) {
    tally_action(counts, &change.action);
    counts.import += usize::from(change.importing.is_some());
}

fn tally_action(counts: &mut ChangeSummary, action: &str) {
    match action {
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
}

/// Whether a resource is the one that we put into a stack, or into a module that it calls.
fn is_ours(address: &str) -> bool {
    let module = address.strip_suffix(UNAPPLIED_ADDRESS);
    module.is_some_and(|module| module.is_empty() || module.ends_with('.'))
}
