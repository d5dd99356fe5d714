//! What is different with a type.
//!
//! A new type is one line: its name, the form of its `id`, that of its `arn`, and other attributes with theirs.
//! Paths of nested attributes have dots: `endpoint.address`. An empty form says nothing: then a later line may,
//! or the attribute's name (see [`super::general`]); `{nothing}` is for what is empty. The first line that says something is taken.

mod accounts;
mod api;
mod caches;
mod certificates;
mod cognito;
mod compute;
mod containers;
mod data;
mod databases;
mod delivery;
mod edge;
mod identity;
mod lambda;
mod machine_learning;
mod messaging;
mod network;
mod not_aws;
mod protection;
mod search;
mod storage;
mod streams;
mod transit;
mod watching;

/// Types, the form of their `id`, the form of their `arn`, the forms of other attributes.
pub(super) type Thing = (&'static str, &'static str, &'static str, Attributes);

/// An attribute, or several with `|` between, and the form.
pub(super) type Attributes = &'static [(&'static str, &'static str)];

/// All lines, in the order in which they are asked.
pub(super) const ALL: &[&[Thing]] = &[
    api::THINGS,
    certificates::THINGS,
    cognito::THINGS,
    compute::THINGS,
    containers::THINGS,
    data::THINGS,
    streams::THINGS,
    databases::THINGS,
    caches::THINGS,
    delivery::THINGS,
    edge::THINGS,
    identity::THINGS,
    accounts::THINGS,
    lambda::THINGS,
    machine_learning::THINGS,
    messaging::THINGS,
    network::THINGS,
    not_aws::THINGS,
    protection::THINGS,
    search::THINGS,
    storage::THINGS,
    transit::THINGS,
    watching::THINGS,
];

/// The lines whose types are meant.
pub(super) fn of(is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = &'static Thing> {
    ALL.iter()
        .copied()
        .flatten()
        .filter(move |(types, ..)| is_meant(types))
}

/// The form of an attribute, from the first line that says something.
pub(super) fn form(lines: &[&Thing], attribute: &str) -> Option<&'static str> {
    lines.iter().find_map(|line| said(line, attribute))
}

fn said(thing: &Thing, attribute: &str) -> Option<&'static str> {
    let (_, id, arn, others) = *thing;
    let form = match attribute {
        "id" => id,
        "arn" => arn,
        _ => {
            others
                .iter()
                .find(|(names, _)| names.split('|').any(|name| name == attribute))?
                .1
        }
    };
    (!form.is_empty()).then_some(form)
}
