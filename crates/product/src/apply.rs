//! The writer: makes an accepted change a part of the stored product.

use crate::event::{Change, Event, EventError};
use crate::item::{Cause, Commit, ProductState, Transaction};
use crate::model::MessageId;
use crate::ports::{Backoff, Clock, Failure, ProductStore};

/// How often one message is tried before it goes back to the queue.
pub const ATTEMPTS: u32 = 16;

/// Applies events. The only writer of the table.
#[derive(Clone, Debug)]
pub struct Writer<S, C, B> {
    /// The table.
    pub store: S,
    /// From when on a change's record is kept.
    pub clock: C,
    /// What to do after a lost race.
    pub backoff: B,
}

/// What became of a message. Each of these ends its life in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The change is a part of the product now.
    Applied,
    /// The change cannot be applied; it is kept with the reason and not tried again.
    Refused {
        /// Why.
        cause: Cause,
    },
    /// The change was applied or refused before; nothing happened.
    Duplicate,
}

/// Why a message has to stay in the queue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// It is no event and never will be.
    #[error(transparent)]
    Poison(#[from] EventError),
    /// Others changed the product again and again in the meantime.
    #[error("lost {ATTEMPTS} races for the product")]
    Contended,
    /// The table failed. Whether the change was written is unknown; trying again is safe.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl<S: ProductStore, C: Clock, B: Backoff> Writer<S, C, B> {
    /// Applies an event.
    pub async fn apply(&self, event: &Event) -> Result<Outcome, WriteError> {
        for lost in 1..=ATTEMPTS {
            if let Some(outcome) = self.attempt(event).await? {
                return Ok(outcome);
            }
            if lost < ATTEMPTS {
                self.backoff.pause(lost).await;
            }
        }
        Err(WriteError::Contended)
    }

    /// One try; `None` is a lost race.
    async fn attempt(&self, event: &Event) -> Result<Option<Outcome>, Failure> {
        let before = self.store.load(event.product_id).await?;
        match (creator(before.as_ref()), &event.change) {
            (Some(creator), _) if creator == event.message_id => {
                return Ok(Some(Outcome::Duplicate));
            }
            (Some(_), Change::Create(_)) => return self.refuse(event, Cause::KeyUsed).await,
            _ => {}
        }
        let transaction = Transaction::apply(before.as_ref(), event, self.clock.now())?;
        match (self.store.commit(&transaction).await?, transaction.claim()) {
            (Commit::Committed, _) => Ok(Some(Outcome::Applied)),
            (Commit::AlreadyApplied, _) => Ok(Some(Outcome::Duplicate)),
            (Commit::NameTaken, Some(name)) => {
                self.refuse(event, Cause::NameTaken(name.clone())).await
            }
            (Commit::Conflict | Commit::NameTaken, _) => Ok(None),
        }
    }

    async fn refuse(&self, event: &Event, cause: Cause) -> Result<Option<Outcome>, Failure> {
        let transaction = Transaction::refuse(event, &cause, self.clock.now())?;
        Ok(match self.store.commit(&transaction).await? {
            Commit::Committed => Some(Outcome::Refused { cause }),
            Commit::AlreadyApplied => Some(Outcome::Duplicate),
            Commit::Conflict | Commit::NameTaken => None,
        })
    }
}

fn creator(state: Option<&ProductState>) -> Option<MessageId> {
    state.and_then(ProductState::created_by)
}
