use super::codec::name_item;
use super::{Attributes, Cause, ChangeRecord, Fate, Key, ProductState};
use crate::event::Event;
use crate::model::{Moment, NameKey, ProductId};
use crate::ports::Failure;

/// What is written for one change: all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    record: ChangeRecord,
    claim: Option<NameKey>,
    writes: Vec<Write>,
}

/// One write of a transaction, with what must hold for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// What to do.
    pub action: Action,
    /// What must hold of the item that stands there.
    pub condition: Condition,
    /// What it means when it does not.
    pub otherwise: Commit,
}

/// What to do with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Write the whole item.
    Put(Attributes),
    /// Remove it.
    Delete(Key),
}

/// What must hold of the item that a write meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is none.
    Absent,
    /// Its `version` is this one.
    Version(u64),
    /// There is none, or its `productId` is this one.
    AbsentOrOwnedBy(ProductId),
}

/// What became of a transaction. If several conditions do not hold, the greatest of their answers counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commit {
    /// All was written.
    Committed,
    /// Another product holds the name. Nothing was written.
    NameTaken,
    /// The item is not what was read any more, or another transaction works on it. Nothing was written.
    Conflict,
    /// The change was applied or refused before. Nothing was written.
    AlreadyApplied,
}

impl Transaction {
    /// Makes a change a part of the product that was read.
    pub fn apply(
        before: Option<&ProductState>,
        event: &Event,
        now: Moment,
    ) -> Result<Self, Failure> {
        let after = ProductState::merge(before, event);
        let fate = Fate::Applied {
            before: before.and_then(ProductState::product).map(Box::new),
            after: after.product().map(Box::new),
        };
        let record = ChangeRecord::new(event, fate, now);
        let held = before.and_then(ProductState::held_name);
        let wanted = after.held_name();
        let (claim, release) = if held == wanted {
            (None, None)
        } else {
            (wanted, held)
        };
        let mut writes = vec![
            Write::put_change(&record)?,
            Write {
                action: Action::Put(after.to_attributes()),
                condition: before.map_or(Condition::Absent, |state| {
                    Condition::Version(state.version())
                }),
                otherwise: Commit::Conflict,
            },
        ];
        writes.extend(claim.as_ref().map(|name| Write {
            action: Action::Put(name_item(name, after.id())),
            condition: Condition::AbsentOrOwnedBy(after.id()),
            otherwise: Commit::NameTaken,
        }));
        writes.extend(release.as_ref().map(|name| Write {
            action: Action::Delete(Key::name(name)),
            condition: Condition::AbsentOrOwnedBy(after.id()),
            otherwise: Commit::Conflict,
        }));
        Ok(Self {
            record,
            claim,
            writes,
        })
    }

    /// Keeps a change as refused. Nothing but its record is written.
    pub fn refuse(event: &Event, cause: &Cause, now: Moment) -> Result<Self, Failure> {
        let reason = cause.to_string();
        let record = ChangeRecord::new(event, Fate::Refused { reason }, now);
        Ok(Self {
            writes: vec![Write::put_change(&record)?],
            claim: None,
            record,
        })
    }

    /// What the table is to hold about the change.
    pub fn record(&self) -> &ChangeRecord {
        &self.record
    }

    /// The name that the product takes with this change.
    pub fn claim(&self) -> Option<&NameKey> {
        self.claim.as_ref()
    }

    /// All that is to be written, one write an item and four at most.
    pub fn writes(&self) -> &[Write] {
        &self.writes
    }
}

impl Write {
    fn put_change(record: &ChangeRecord) -> Result<Self, Failure> {
        Ok(Self {
            action: Action::Put(record.to_attributes()?),
            condition: Condition::Absent,
            otherwise: Commit::AlreadyApplied,
        })
    }
}

impl Commit {
    /// The answer for a transaction that was cancelled because of these writes.
    pub fn of_failed<'a>(failed: impl IntoIterator<Item = &'a Write>) -> Self {
        failed
            .into_iter()
            .map(|write| write.otherwise)
            .max()
            // Cancelled for no condition's sake: try again.
            .unwrap_or(Self::Conflict)
    }
}
