//! What several tests need: a world of fakes, and a way through it for many changes at once.

use product::apply::{Outcome, WriteError, Writer};
use product::event::Event;
use product::memory::{Ids, NoBackoff, Queue, Table, TestClock, block_on, interleave};
use product::model::Source;
use product::use_cases::Commands;

pub(crate) use crate::common::{
    CREATE, NOW, ann, applied_in_order, changes, create_named, deliveries, event, mishaps, model,
    product_id, update,
};

pub(crate) type TestWriter = Writer<Table, TestClock, NoBackoff>;

pub(crate) fn writer(table: &Table) -> TestWriter {
    Writer {
        store: table.clone(),
        clock: TestClock::at(NOW),
        backoff: NoBackoff,
    }
}

/// An API, its queue, and the writer behind it, over one table.
pub(crate) struct World {
    pub(crate) table: Table,
    pub(crate) queue: Queue,
    pub(crate) clock: TestClock,
    pub(crate) api: Commands<Table, Queue, TestClock, Ids>,
    pub(crate) writer: TestWriter,
}

impl World {
    pub(crate) fn new() -> Self {
        let (table, queue, clock) = (Table::default(), Queue::default(), TestClock::at(NOW));
        Self {
            api: Commands {
                reader: table.clone(),
                publisher: queue.clone(),
                clock: clock.clone(),
                ids: Ids::default(),
                source: Source::parse("test-api").unwrap(),
            },
            writer: writer(&table),
            table,
            queue,
            clock,
        }
    }

    /// Applies everything that was published.
    pub(crate) fn settle(&self) -> Vec<Outcome> {
        let events = self.queue.drain();
        events
            .iter()
            .map(|event| block_on(self.writer.apply(event)).unwrap())
            .collect()
    }
}

/// Runs events through the writer, several at a time and step by step as `choices` say; what fails comes
/// again, as it would from the queue. `check` runs after every step.
pub(crate) fn deliver(
    table: &Table,
    mut waiting: Vec<Event>,
    at_once: usize,
    choices: &[usize],
    mut check: impl FnMut(),
) {
    let writer = writer(table);
    let mut choices = choices.iter().copied().cycle();
    while !waiting.is_empty() {
        let batch: Vec<Event> = waiting.drain(..at_once.min(waiting.len())).collect();
        let futures = batch
            .iter()
            .map(|event| Box::pin(writer.apply(event)) as _)
            .collect();
        let answers: Vec<Result<Outcome, WriteError>> =
            interleave(futures, |_| choices.next().unwrap_or_default(), &mut check);
        let failed = batch
            .iter()
            .zip(answers)
            .filter(|(_, answer)| answer.is_err());
        waiting.extend(failed.map(|(event, _)| event.clone()).collect::<Vec<_>>());
    }
}
