//! What AWS's names, ids, ARNs and URLs look like.
//!
//! All knowledge stands in tables: [`things`] says how types differ, [`general`] what an attribute's name alone
//! tells, [`scalars`] which numbers are not 0 and which truths not false, [`lists`] which lists have more than one
//! element, [`zones`] what AWS itself has in each region. A form is text with placeholders: see
//! [`form`]. Since a form names other attributes, all that is said about one resource agrees.

mod alias;
mod form;
mod general;
mod lists;
mod made;
mod names;
mod pattern;
mod scalars;
mod subject;
mod things;
mod zones;

#[cfg(test)]
mod tests;

use crate::place::Place;
pub(crate) use subject::Lines;
use subject::Subject;

/// A text for an attribute.
pub(crate) fn text(place: Place<'_>) -> String {
    Subject::of(place).made_up(&place.path.join("."), 0)
}

/// A number for an attribute.
pub(crate) fn number(place: Place<'_>) -> i64 {
    scalars::number(place.type_name, place.known, &place.path.join("."))
}

/// A truth value for an attribute.
pub(crate) fn truth(place: Place<'_>) -> bool {
    scalars::truth(&place.path.join("."))
}

/// How many elements a list has.
pub(crate) fn count(place: Place<'_>) -> usize {
    lists::forms(place.type_name, &place.path.join(".")).map_or(1, <[_]>::len)
}
