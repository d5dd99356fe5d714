//! What AWS's names, ids, ARNs and URLs look like.
//!
//! All knowledge stands in tables: [`things`] says how types differ, [`general`] what an attribute's name alone
//! tells, [`scalars`] which numbers are not 0 and which truths not false. A form is text with placeholders: see
//! [`form`]. Since a form names other attributes, all that is said about one resource agrees.

mod alias;
mod form;
mod general;
mod made;
mod names;
mod pattern;
mod scalars;
mod subject;
mod things;

#[cfg(test)]
mod tests;

use crate::place::{Place, World};
use subject::Subject;

/// A text for an attribute.
pub(crate) fn text(world: &World, place: &Place<'_>) -> String {
    Subject::of(world, place).made_up(&place.path.join("."), 0)
}

/// A number for an attribute.
pub(crate) fn number(place: &Place<'_>) -> i64 {
    scalars::number(place.type_name, place.known, &place.path.join("."))
}

/// A truth value for an attribute.
pub(crate) fn truth(place: &Place<'_>) -> bool {
    scalars::truth(&place.path.join("."))
}
