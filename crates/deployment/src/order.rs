//! Who waits for whom.

use estate::{Environment, Estate, Stack};

use crate::backend;

/// The stacks that are deployed in an environment, producers first.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    estate: &'a Estate,
    environment: &'a Environment,
    /// The stacks.
    pub stacks: Vec<&'a Stack>,
}

impl<'a> Order<'a> {
    /// That of these stacks, which are in the estate's order.
    pub fn new(estate: &'a Estate, environment: &'a Environment, stacks: Vec<&'a Stack>) -> Self {
        Self {
            estate,
            environment,
            stacks,
        }
    }

    /// The positions of the stacks whose outputs a stack reads.
    pub fn producers(&self, consumer: &Stack) -> Vec<usize> {
        let producers: Vec<_> = self.estate.producers(&consumer.address).collect();
        self.positions(|stack| producers.contains(&&stack.address))
    }

    /// The positions of the stacks that have to be there before a stack can have a state: those that keep theirs
    /// in a file make what the others keep theirs in.
    pub fn grounds(&self, stack: &Stack) -> Vec<usize> {
        if self.is_local(stack) {
            return Vec::new();
        }
        self.positions(|other| self.is_local(other))
    }

    /// The positions of the stacks that read a stack's outputs; for one that makes what states are kept in, of
    /// all others.
    pub fn consumers(&self, producer: &Stack) -> Vec<usize> {
        self.positions(|stack| {
            let mut producers = self.estate.producers(&stack.address);
            producers.any(|address| *address == producer.address)
                || self.is_local(producer) && !self.is_local(stack)
        })
    }

    fn is_local(&self, stack: &Stack) -> bool {
        backend::is_local(stack, self.environment)
    }

    fn positions(&self, is_wanted: impl Fn(&Stack) -> bool) -> Vec<usize> {
        let all = self.stacks.iter().enumerate();
        all.filter(|(_, stack)| is_wanted(stack))
            .map(|(at, _)| at)
            .collect()
    }
}
