//! The state of every stack in every environment, and whose a wanted state is.

use std::collections::{BTreeMap, BTreeSet};

use finding::{Code, Finding};

use crate::environment::Environment;
use crate::stack::Stack;
use crate::state::{self, StateAddress};

/// The state of every stack in every environment: what readers are matched against.
pub(crate) struct States<'a> {
    pub(crate) entries: Vec<Entry<'a>>,
    by_place: BTreeMap<(Option<&'a str>, &'a str), Vec<usize>>,
    /// The first entry with a key in an environment.
    by_key: BTreeMap<(&'a str, &'a str), usize>,
    /// All keys, each once.
    pub(crate) keys: BTreeSet<&'a str>,
    /// Whether all files that may hold a state's address could be read. If not, a state that
    /// nobody seems to keep may only be unread.
    pub(crate) complete: bool,
}

/// One stack's state in one environment.
pub(crate) struct Entry<'a> {
    pub(crate) stack: &'a Stack,
    pub(crate) env: &'a str,
    pub(crate) state: &'a StateAddress,
}

/// Why a wanted state is not one to read.
pub(crate) enum Mismatch {
    /// It is the producer's state of another environment; its own here is given.
    Environment(String, StateAddress),
    /// The key is right, the bucket is not; the right state is given.
    Bucket(StateAddress),
    /// The bucket is in this region.
    Region(String),
    /// No stack has such a key.
    Nobody,
}

impl<'a> States<'a> {
    pub(crate) fn new(stacks: &'a [Stack], environments_read: bool) -> Self {
        let entries = stacks.iter().flat_map(|stack| {
            let states = stack.states.iter();
            states.map(move |(env, state)| Entry { stack, env, state })
        });
        let mut states = Self {
            entries: entries.collect(),
            by_place: BTreeMap::new(),
            by_key: BTreeMap::new(),
            keys: BTreeSet::new(),
            complete: environments_read && stacks.iter().all(|stack| stack.module.complete),
        };
        for (at, entry) in states.entries.iter().enumerate() {
            let place = entry.state.place();
            states.by_place.entry(place).or_default().push(at);
            states.by_key.entry((entry.env, place.1)).or_insert(at);
            states.keys.insert(place.1);
        }
        states
    }

    /// Reports states that two stacks, or one stack in two environments, would share.
    pub(crate) fn check_unique(&self, environments: &[Environment], findings: &mut Vec<Finding>) {
        let mut reported = BTreeSet::new();
        for entry in &self.entries {
            let Some(first) = self.by_place.get(&entry.state.place()).and_then(|all| {
                let first = &self.entries[*all.first()?];
                let is_itself = std::ptr::eq(first, entry);
                (!is_itself).then_some(first)
            }) else {
                continue;
            };
            let (one, other) = (&first.stack.address, &entry.stack.address);
            if one != other {
                // The same two stacks collide in every environment: one report is enough.
                if reported.insert((one.to_string(), other.to_string())) {
                    findings.push(shared_key(first, entry));
                }
            } else if let StateAddress::S3 { bucket, .. } = entry.state {
                // All stacks collide where two environments share a bucket: likewise.
                let fixed = state::own_bucket(&entry.stack.module);
                let about = fixed.map_or(bucket.clone(), |_| one.to_string());
                if reported.insert((about, entry.env.to_owned())) {
                    findings.push(shared_bucket(first, entry, bucket, environments));
                }
            }
        }
    }

    /// The stack that keeps its state at the wanted address. `Err` when there is none, or when
    /// it is not the one that this environment should read; then also the stack that was
    /// probably meant, so that the order can still be told.
    pub(crate) fn producer(
        &self,
        env: &str,
        wanted: &StateAddress,
    ) -> Result<&'a Stack, (Mismatch, Option<&'a Stack>)> {
        let (_, key) = wanted.place();
        let same = self.by_place.get(&wanted.place());
        let mut same = same.into_iter().flatten().map(|at| &self.entries[*at]);
        let first = same.clone().next();
        if let Some(found) = same.find(|entry| entry.env == env).or(first) {
            let lives_here = found.stack.states.get(env);
            if let Some(own) = lives_here.filter(|own| !own.is_same(wanted)) {
                let mismatch = Mismatch::Environment(found.env.to_owned(), own.clone());
                return Err((mismatch, Some(found.stack)));
            }
            return match wrong_region(wanted, found.state) {
                Some(mismatch) => Err((mismatch, Some(found.stack))),
                None => Ok(found.stack),
            };
        }
        match self.by_key.get(&(env, key)).map(|at| &self.entries[*at]) {
            Some(entry) => Err((Mismatch::Bucket(entry.state.clone()), Some(entry.stack))),
            None => Err((Mismatch::Nobody, None)),
        }
    }
}

fn wrong_region(wanted: &StateAddress, found: &StateAddress) -> Option<Mismatch> {
    match (wanted, found) {
        (
            StateAddress::S3 {
                region: Some(wanted),
                ..
            },
            StateAddress::S3 {
                region: Some(found),
                ..
            },
        ) if wanted != found => Some(Mismatch::Region(found.clone())),
        _ => None,
    }
}

/// Two stacks under one key.
fn shared_key(first: &Entry<'_>, second: &Entry<'_>) -> Finding {
    let (one, other) = (&first.stack.address, &second.stack.address);
    Finding::error(
        Code::StateDuplicate,
        format!(
            "`{one}` and `{other}` keep their state under one key: each would destroy the other's"
        ),
    )
    .with_stack(other)
    .at(state::own_location(&second.stack.module))
    .with_related(
        state::own_location(&first.stack.module),
        format!("`{one}` uses the same key here"),
    )
    .with_hint(format!("the usual key is `{other}/terraform.tfstate`"))
}

/// Two environments in one bucket, by their files or because a stack names its bucket itself.
fn shared_bucket(
    first: &Entry<'_>,
    second: &Entry<'_>,
    bucket: &str,
    environments: &[Environment],
) -> Finding {
    let (one, other) = (first.env, second.env);
    if let Some(place) = state::own_bucket(&second.stack.module) {
        let stack = &second.stack.address;
        let message = format!(
            "`{stack}` would keep one state, {}, for both `{one}` and `{other}`",
            second.state
        );
        return Finding::error(Code::StateDuplicate, message)
            .with_stack(stack)
            .with_env(other)
            .at(place)
            .with_hint("leave the bucket out here: each environment's file names its own");
    }
    let place = |env: &str| {
        let environment = environments.iter().find(|found| found.name == env);
        environment.map(|environment| environment.state_location().clone())
    };
    let message = format!(
        "`{one}` and `{other}` keep their states in one bucket, `{bucket}`: each would destroy the other's"
    );
    let mut finding = Finding::error(Code::StateDuplicate, message)
        .with_env(other)
        .with_hint("give each environment a state bucket of its own");
    finding.location = place(other);
    let related = place(one).map(|place| (place, format!("`{one}` names the same bucket here")));
    finding.related.extend(related);
    finding
}
