//! Values that are nobody's to see: [`Secrets`].

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};

/// The shortest value that is taken out of texts, in characters: shorter ones are part of too much else.
const SHORTEST: usize = 6;

/// What stands in a text where a secret was.
const INSTEAD: &str = "(sensitive)";

/// The secrets of a run. Clones are the same list, which grows as more become known.
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Known>>);

#[derive(Default)]
struct Known {
    /// In every form in which they may stand in a text.
    forms: BTreeSet<String>,
    /// Finds them; `None` while there are none.
    finder: Option<Finder>,
}

enum Finder {
    Finds(AhoCorasick),
    /// There are too many to be found: nothing is shown then.
    Blind,
}

impl Secrets {
    /// Takes note of values. Of one with several lines each line is a secret, since texts are read by lines.
    pub fn add<T: AsRef<str>>(&self, values: impl IntoIterator<Item = T>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.forms.len();
        for value in values {
            let value = value.as_ref();
            for text in value.lines().map(str::trim).chain([value]) {
                if text.chars().count() >= SHORTEST {
                    known.forms.extend(forms(text));
                }
            }
        }
        if known.forms.len() > before {
            let built = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&known.forms);
            known.finder = Some(built.map_or(Finder::Blind, Finder::Finds));
        }
    }

    /// The text without them.
    pub fn redact(&self, text: &str) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match &known.finder {
            None => text.to_owned(),
            Some(Finder::Blind) => INSTEAD.to_owned(),
            Some(Finder::Finds(finder)) => {
                let mut out = String::with_capacity(text.len());
                finder.replace_all_with(text, &mut out, |_, _, out| {
                    out.push_str(INSTEAD);
                    true
                });
                out
            }
        }
    }

    /// A line of output without them, its end included.
    pub(crate) fn redact_line(&self, line: &[u8]) -> Vec<u8> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match &known.finder {
            None => line.to_vec(),
            Some(Finder::Blind) => format!("{INSTEAD}\n").into_bytes(),
            Some(Finder::Finds(finder)) => {
                let mut out = Vec::with_capacity(line.len());
                finder.replace_all_with_bytes(line, &mut out, |_, _, out| {
                    out.extend_from_slice(INSTEAD.as_bytes());
                    true
                });
                out
            }
        }
    }
}

/// It does not show them.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

/// A value as it stands in a text, in JSON, and in JSON that quotes code: terraform's messages do. Go writes some
/// characters of JSON in another way than others.
fn forms(value: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([value.to_owned()]);
    for _ in 0..2 {
        let quoted = forms.iter().filter_map(|form| {
            let quoted = serde_json::to_string(form).ok()?;
            Some(quoted.strip_prefix('"')?.strip_suffix('"')?.to_owned())
        });
        let quoted: Vec<String> = quoted.collect();
        let as_in_go = |it: &String| {
            let it = it.replace('<', "\\u003c").replace('>', "\\u003e");
            it.replace('&', "\\u0026")
        };
        forms.extend(quoted.iter().map(as_in_go).collect::<Vec<_>>());
        forms.extend(quoted);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form() {
        let secrets = Secrets::default();
        assert_eq!(secrets.redact("a secret"), "a secret");
        secrets.add(["hunter2<&\"x", "four", "one line\nand more\nb"]);
        for (text, expected) in [
            ("it is hunter2<&\"x.", "it is (sensitive)."),
            (r#"{"a":"hunter2<&\"x"}"#, r#"{"a":"(sensitive)"}"#),
            (
                r#"{"a":"hunter2\u003c\u0026\"x"}"#,
                r#"{"a":"(sensitive)"}"#,
            ),
            (
                r#"{"a":"\"hunter2\u003c\u0026\\\"x\""}"#,
                r#"{"a":"\"(sensitive)\""}"#,
            ),
            ("four is too short, b too", "four is too short, b too"),
            ("and more of it", "(sensitive) of it"),
            (r"one line\nand more\nb", "(sensitive)"),
        ] {
            assert_eq!(secrets.redact(text), expected);
            let line = secrets.redact_line(text.as_bytes());
            assert_eq!(String::from_utf8(line).unwrap(), expected);
        }
    }

    #[test]
    fn the_longest_is_taken_and_nothing_is_shown_of_them_in_debug() {
        let secrets = Secrets::default();
        secrets.add(["secret", "secret-and-more"]);
        assert_eq!(
            secrets.redact("secret-and-more secret-"),
            "(sensitive) (sensitive)-"
        );
        assert_eq!(format!("{:?}", secrets.clone()), "Secrets");
    }
}
