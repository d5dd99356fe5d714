//! What an attribute's name alone tells.

mod identifiers;
mod values;

use super::names::last;
use super::pattern::fits;

/// What is known in its beginning, as Terraform ends it.
pub(super) const PREFIXED: &str = "{prefix}{digits:26}{ending}";

/// What nothing is known of: it cannot be taken for real.
pub(super) const ANYTHING: &str = "simulated-{attribute}-{hex:8}";

/// Names, and what is called so. The first line that fits is taken. A name with a dot is compared with the whole
/// path, any other with the path's last name.
type Form = (&'static str, &'static str);

const FORMS: &[&[Form]] = &[identifiers::FORMS, values::FORMS];

/// The form of what is called so.
pub(super) fn form(path: &str) -> Option<&'static str> {
    let name = last(path);
    let called = |names: &str| if names.contains('.') { path } else { name };
    let mut forms = FORMS.iter().copied().flatten();
    forms
        .find(|(names, _)| fits(names, called(names)))
        .map(|(_, form)| *form)
}
