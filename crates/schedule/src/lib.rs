//! Runs steps side by side, each after the steps it waits for.
//!
//! The scheduler knows numbers only; what a step does and what its result means is the caller's.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc;
use std::thread;

/// Steps, numbered from 0 as they were added, and what each waits for.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    waits_for: Vec<Vec<usize>>,
}

impl Graph {
    /// Adds a step that starts when the given, earlier steps have ended, and returns its number.
    /// Numbers that are not of an earlier step are ignored, so a graph has no circles.
    pub fn add(&mut self, waits_for: impl IntoIterator<Item = usize>) -> usize {
        let step = self.waits_for.len();
        let mut earlier: Vec<usize> = waits_for.into_iter().filter(|&on| on < step).collect();
        earlier.sort_unstable();
        earlier.dedup();
        self.waits_for.push(earlier);
        step
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.waits_for.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.waits_for.is_empty()
    }
}

/// Runs all steps, at most `jobs` at a time, those with low numbers first.
///
/// A step starts when those it waits for have ended, however they ended: what a failure means for
/// others is the caller's to decide. Once `is_stopped` says so, nothing new is started. The result has
/// one place for each step; it is `None` for a step that was not started. A panic in a step is passed
/// on when the steps that run beside it have ended.
pub fn run<T: Send>(
    graph: &Graph,
    jobs: NonZeroUsize,
    is_stopped: impl Fn() -> bool,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<Option<T>> {
    let mut results: Vec<Option<T>> = graph.waits_for.iter().map(|_| None).collect();
    let mut pending: Vec<usize> = graph.waits_for.iter().map(Vec::len).collect();
    let followers = followers(graph);
    let mut ready: BTreeSet<usize> = (0..graph.len())
        .filter(|&step| pending[step] == 0)
        .collect();
    let mut running = 0;
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        loop {
            while running < jobs.get() && !is_stopped() {
                let Some(step) = ready.pop_first() else { break };
                running += 1;
                let (sender, work) = (sender.clone(), &work);
                scope.spawn(move || {
                    let result = panic::catch_unwind(AssertUnwindSafe(|| work(step)));
                    // The receiver outlives the scope, so sending cannot fail.
                    drop(sender.send((step, result)));
                });
            }
            if running == 0 {
                break;
            }
            let Ok((step, result)) = receiver.recv() else {
                break;
            };
            running -= 1;
            results[step] = Some(result.unwrap_or_else(|cause| panic::resume_unwind(cause)));
            for &follower in &followers[step] {
                pending[follower] -= 1;
                if pending[follower] == 0 {
                    ready.insert(follower);
                }
            }
        }
    });
    results
}

fn followers(graph: &Graph) -> Vec<Vec<usize>> {
    let mut followers = vec![Vec::new(); graph.len()];
    for (step, waits_for) in graph.waits_for.iter().enumerate() {
        for &earlier in waits_for {
            followers[earlier].push(step);
        }
    }
    followers
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, Mutex};

    use proptest::prelude::*;

    use super::*;

    fn jobs(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn independent_steps_run_side_by_side() {
        let mut graph = Graph::default();
        graph.add([]);
        graph.add([]);
        // Each waits for the other: one after the other would never end.
        let both = Barrier::new(2);
        let results = run(&graph, jobs(2), || false, |_| both.wait().is_leader());
        assert_eq!(
            results
                .into_iter()
                .flatten()
                .filter(|leader| *leader)
                .count(),
            1
        );
    }

    #[test]
    fn nothing_new_starts_once_stopped() {
        let mut graph = Graph::default();
        let first = graph.add([]);
        graph.add([first]);
        let started = AtomicUsize::new(0);
        let stop = || started.load(Ordering::SeqCst) > 0;
        let results = run(&graph, jobs(1), stop, |_| {
            started.fetch_add(1, Ordering::SeqCst)
        });
        assert_eq!(results, [Some(0), None]);
    }

    #[test]
    #[should_panic(expected = "step 0 fell over")]
    fn a_panic_in_a_step_is_passed_on_instead_of_waiting_for_ever() {
        let mut graph = Graph::default();
        graph.add([]);
        run(
            &graph,
            jobs(1),
            || false,
            |step| panic!("step {step} fell over"),
        );
    }

    #[test]
    fn no_steps_no_results() {
        assert!(run(&Graph::default(), jobs(4), || false, |_| ()).is_empty());
    }

    proptest! {
        #[test]
        fn every_step_runs_once_after_what_it_waits_for_and_within_the_jobs(
            wishes in prop::collection::vec(prop::collection::vec(0_usize..30, 0..5), 0..30),
            count in 1_usize..5,
        ) {
            let mut graph = Graph::default();
            for wish in &wishes {
                graph.add(wish.iter().copied());
            }
            let ended = Mutex::new(Vec::new());
            let running = AtomicUsize::new(0);
            let results = run(&graph, jobs(count), || false, |step| {
                assert!(running.fetch_add(1, Ordering::SeqCst) < count);
                let before = ended.lock().unwrap().clone();
                assert!(graph.waits_for[step].iter().all(|earlier| before.contains(earlier)));
                running.fetch_sub(1, Ordering::SeqCst);
                ended.lock().unwrap().push(step);
            });
            prop_assert!(results.iter().all(Option::is_some));
            prop_assert_eq!(ended.lock().unwrap().len(), wishes.len());
        }
    }
}
