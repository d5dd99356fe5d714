//! The resource or data source whose attributes are made up.

use std::collections::BTreeMap;

use super::pattern::means;
use super::things::Thing;
use super::{form, general, lists, names, scalars, things};
use crate::place::{Place, Seed, World};

/// How many forms may lead to each other. The longest chain in the tables has less than half of that.
const DEEPEST: usize = 12;

/// What every attribute of one resource hangs on.
pub(super) struct Subject<'a> {
    pub(super) world: &'a World,
    pub(super) type_name: &'a str,
    pub(super) seed: &'a Seed,
    known: &'a BTreeMap<String, String>,
    /// Which one of a list is asked for.
    nth: usize,
    lines: &'a Lines,
}

/// The lines of the tables that are about one resource or data source, in order.
#[derive(Debug)]
pub(crate) struct Lines(Vec<&'static Thing>);

impl<'a> Subject<'a> {
    pub(super) fn of(place: Place<'a>) -> Self {
        Self {
            world: place.world,
            type_name: place.type_name,
            seed: place.seed,
            known: place.known,
            nth: place.nth,
            lines: place.lines,
        }
    }

    /// What the resource's own attribute is known to be. An empty text says nothing.
    pub(super) fn known(&self, attribute: &str) -> Option<&'a str> {
        known(self.known, attribute)
    }

    /// What an attribute is: known, or made up.
    pub(super) fn said(&self, attribute: &str, depth: usize) -> String {
        match self.known(attribute) {
            Some(known) => known.to_owned(),
            None => self.made_up(attribute, depth),
        }
    }

    /// A text for an attribute, which is a path with dots, from the first form that fits.
    pub(super) fn made_up(&self, attribute: &str, depth: usize) -> String {
        if depth > DEEPEST {
            return form::filled(self, attribute, general::ANYTHING, depth);
        }
        let (name, form) = self.form(attribute);
        form::filled(self, name, form, depth)
    }

    /// The number that an attribute has.
    pub(super) fn number(&self, attribute: &str) -> i64 {
        scalars::number(self.type_name, self.known, attribute)
    }

    /// The first form that fits, and what the attribute is called there. A list's element is asked for by the list's
    /// name: where a plural has no form, its singular may have one, and then both are said to be the same.
    fn form<'n>(&self, attribute: &'n str) -> (&'n str, &'static str) {
        if self.known(&format!("{attribute}_prefix")).is_some() {
            return (attribute, general::PREFIXED);
        }
        let forms = lists::forms(self.type_name, attribute);
        if let Some(form) = forms.and_then(|forms| forms.get(self.nth)) {
            return (attribute, form);
        }
        let both = [attribute, names::singular(attribute)];
        let in_lines = |name| Some((name, things::form(&self.lines.0, name)?));
        let in_general = |name| Some((name, general::form(name)?));
        let found = both
            .into_iter()
            .find_map(in_lines)
            .or_else(|| both.into_iter().find_map(in_general));
        found.unwrap_or((attribute, general::ANYTHING))
    }
}

impl Lines {
    /// A data source of many things, which has a plural's name, is like one of them but for what its own lines say;
    /// what is said of a whole group of types comes last.
    pub(crate) fn of(world: &World, type_name: &str, known: &BTreeMap<String, String>) -> Self {
        let of = |type_name: &str| -> Vec<&'static Thing> {
            let told = |attribute: &str| told(world, known, attribute);
            things::of(|types| means(types, type_name, told)).collect()
        };
        let one = names::singular(type_name);
        if one == type_name {
            return Self(of(one));
        }
        let is_group = |(types, ..): &&Thing| types.contains('*');
        let (groups, mut lines): (Vec<_>, Vec<_>) = of(type_name).into_iter().partition(is_group);
        lines.extend(of(one));
        lines.extend(groups);
        Self(lines)
    }
}

/// What an attribute is known to be, unless it is empty.
pub(super) fn known<'a>(known: &'a BTreeMap<String, String>, attribute: &str) -> Option<&'a str> {
    known
        .get(attribute)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
}

/// What a condition is about: the region is not among the attributes.
fn told<'a>(
    world: &'a World,
    attributes: &'a BTreeMap<String, String>,
    attribute: &str,
) -> Option<&'a str> {
    if attribute == "region" {
        Some(&world.region)
    } else {
        known(attributes, attribute)
    }
}
