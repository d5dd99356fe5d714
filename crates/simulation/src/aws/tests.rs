//! What is made up, exactly.

mod api;
mod arns;
mod consistent;
mod delivery;
mod functions;
mod identity;
mod lists;
mod messaging;
mod network;
mod scalars;
mod storage;
mod unknown_types;
mod worlds;

use std::collections::BTreeMap;

use rmpv::Value;

use super::Lines;
use crate::fill::filled;
use crate::place::{Place, Seed, World};
use crate::types::Type;
use crate::value::{texts, unknown};

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
        self.at(attribute, super::text)
    }

    fn number(&self, attribute: &str) -> i64 {
        self.at(attribute, super::number)
    }

    fn truth(&self, attribute: &str) -> bool {
        self.at(attribute, super::truth)
    }

    /// The texts of a list.
    fn texts(&self, attribute: &str) -> Vec<String> {
        let of = Type::List(Box::new(Type::String));
        let list = self.at(attribute, |place| filled(place, &unknown(), &of).unwrap());
        let texts = list.as_array().unwrap().iter();
        texts
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    }

    /// The texts of a map.
    fn map(&self, attribute: &str) -> BTreeMap<String, String> {
        let of = Type::Map(Box::new(Type::String));
        let map = self.at(attribute, |place| filled(place, &unknown(), &of).unwrap());
        texts(&map)
    }

    fn at<T>(&self, attribute: &str, make: impl FnOnce(Place<'_>) -> T) -> T {
        let path: Vec<&str> = attribute.split('.').collect();
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let world = World {
            account: "123456789012".to_owned(),
            region: self.region.to_owned(),
            scope: "dev/shop/api".to_owned(),
        };
        let known = self.known.iter().map(owned).collect();
        make(Place {
            world: &world,
            type_name: self.type_name,
            path: &path,
            whole: &Value::Nil,
            known: &known,
            lines: &Lines::of(&world, self.type_name, &known),
            seed: &Seed::of(&[self.seed.as_bytes()]),
            nth: 0,
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
