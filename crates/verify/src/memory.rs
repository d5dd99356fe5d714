//! What earlier runs found to be fine, so that it need not be looked at again.
//!
//! A step is remembered by its key, a hash over everything that its result can hang on ([`crate::keys`]). Only
//! a step that ended well with nothing to say is remembered: what is wrong is looked at each time.

use std::collections::BTreeMap;
use std::sync::Mutex;

use camino::Utf8PathBuf;
use run::{Step, lock};
use serde::{Deserialize, Serialize};
use terraform::Changes;

use crate::keys::Keys;

/// The steps of earlier runs and of this one.
pub(crate) struct Memory {
    path: Utf8PathBuf,
    /// What makes the keys; `None` where there is nothing to remember a step by.
    pub(crate) keys: Option<Keys>,
    /// By the step's name. Nothing of earlier runs when all is to be run.
    earlier: BTreeMap<String, Remembered>,
    now: Mutex<BTreeMap<String, Remembered>>,
}

/// A step that ended well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remembered {
    key: String,
    /// What the plan would do: to be made, changed, removed, taken into the state.
    changes: Option<(usize, usize, usize, usize)>,
}

impl Remembered {
    pub(crate) fn changes(&self) -> Option<Changes> {
        let (add, change, destroy, import) = self.changes?;
        Some(Changes {
            add,
            change,
            destroy,
            import,
        })
    }
}

impl Memory {
    /// What is in a file, which may not be there, or hold nothing of use.
    pub(crate) fn load(path: Utf8PathBuf, keys: Option<Keys>, is_used: bool) -> Self {
        let text = std::fs::read(&path).ok().filter(|_| is_used);
        let earlier = text.and_then(|text| serde_json::from_slice(&text).ok());
        Self {
            path,
            keys,
            earlier: earlier.unwrap_or_default(),
            now: Mutex::default(),
        }
    }

    /// How the step ended when everything was as it is now.
    pub(crate) fn recall(&self, step: &Step, key: Option<&str>) -> Option<&Remembered> {
        let remembered = self.earlier.get(&name(step))?;
        (Some(remembered.key.as_str()) == key).then_some(remembered)
    }

    /// Takes note of a step that ended well.
    pub(crate) fn note(&self, step: &Step, key: &str, changes: Option<Changes>) {
        let remembered = Remembered {
            key: key.to_owned(),
            changes: changes.map(|it| (it.add, it.change, it.destroy, it.import)),
        };
        lock(&self.now).insert(name(step), remembered);
    }

    /// Writes all down. What cannot be kept is looked at again the next time.
    pub(crate) fn save(self) {
        let mut all = self.earlier;
        all.extend(run::into_inner(self.now));
        if let Ok(text) = serde_json::to_vec_pretty(&all) {
            // All or nothing: a half of it is no JSON, and then nothing is remembered.
            let _ = std::fs::write(&self.path, text);
        }
    }
}

/// `product/get-product dev plan`.
fn name(step: &Step) -> String {
    let part = |part: &Option<String>| part.as_deref().unwrap_or("-").to_owned();
    let (subject, env) = (part(&step.subject), part(&step.env));
    format!("{subject} {env} {}", step.kind.as_str())
}

#[cfg(test)]
mod tests {
    use run::StepKind;

    use super::*;

    #[test]
    fn only_what_ended_well_with_the_same_key_is_recalled() {
        let temp = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(temp.path().join("memory.json")).unwrap();
        let load = |is_used| Memory::load(path.clone(), None, is_used);
        let (fmt, init) = (Step::once(StepKind::Fmt), Step::once(StepKind::Init));
        let changes = Changes {
            add: 3,
            ..Changes::default()
        };
        let memory = load(true);
        memory.note(&fmt, "a", Some(changes));
        assert_eq!(memory.recall(&fmt, Some("a")), None, "it is of this run");
        memory.save();

        let memory = load(true);
        let recalled = memory.recall(&fmt, Some("a")).unwrap();
        assert_eq!(recalled.changes(), Some(changes));
        assert_eq!(memory.recall(&fmt, Some("b")), None);
        assert_eq!(memory.recall(&fmt, None), None);
        assert_eq!(memory.recall(&init, Some("a")), None);
        memory.note(&init, "b", None);
        memory.save();
        assert!(
            load(true).recall(&fmt, Some("a")).is_some(),
            "of two runs ago"
        );
        assert_eq!(load(false).recall(&fmt, Some("a")), None);

        std::fs::write(&path, "{").unwrap();
        assert_eq!(load(true).recall(&fmt, Some("a")), None);
    }
}
