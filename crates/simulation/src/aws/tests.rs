//! What is made up, exactly.

mod api;
mod arns;
mod consistent;
mod delivery;
mod functions;
mod identity;
mod messaging;
mod network;
mod scalars;
mod storage;
mod unknown_types;
mod worlds;

use std::collections::BTreeMap;

use crate::place::{Place, Seed, World};

/// A resource or data source of which something is known.
struct Sample<'a> {
    region: &'a str,
    type_name: &'a str,
    known: &'a [(&'a str, &'a str)],
    seed: &'a str,
}

impl<'a> Sample<'a> {
    fn of(type_name: &'a str, known: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            region: "eu-west-1",
            type_name,
            known,
            seed: "one",
        }
    }

    fn text(&self, attribute: &str) -> String {
        let world = World {
            account: "123456789012".to_owned(),
            region: self.region.to_owned(),
        };
        self.at(attribute, |place| super::text(&world, place))
    }

    fn number(&self, attribute: &str) -> i64 {
        self.at(attribute, super::number)
    }

    fn truth(&self, attribute: &str) -> bool {
        self.at(attribute, super::truth)
    }

    fn at<T>(&self, attribute: &str, make: impl FnOnce(&Place<'_>) -> T) -> T {
        let path: Vec<&str> = attribute.split('.').collect();
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let known: BTreeMap<String, String> = self.known.iter().map(owned).collect();
        let seed = Seed::of(&[self.seed.as_bytes()]);
        make(&Place {
            type_name: self.type_name,
            path: &path,
            known: &known,
            seed: &seed,
        })
    }
}

#[track_caller]
fn check(type_name: &str, known: &[(&str, &str)], expected: &[(&str, &str)]) {
    let sample = Sample::of(type_name, known);
    for (attribute, text) in expected {
        assert_eq!(sample.text(attribute), *text, "{type_name}.{attribute}");
    }
}
