//! What earlier runs found to be fine, so that it need not be looked at again.
//!
//! A step is remembered by its key, a hash over everything that its result can hang on ([`crate::keys`]). Only
//! a step that ended well with nothing to say is remembered: what is wrong is looked at each time.

use std::collections::BTreeMap;
use std::sync::Mutex;

use camino::Utf8PathBuf;
use run::{Outcome, Step, lock};
use serde::{Deserialize, Serialize};
use terraform::Changes;

use crate::engine::Task;
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remembered {
    key: String,
    /// What the plan would do: to be made, changed, removed, taken into the state.
    changes: Option<(usize, usize, usize, usize)>,
    /// The hash of the outputs that it left in the simulated AWS. It is to be done again unless they are there.
    outputs: Option<String>,
}

impl Remembered {
    /// How the step ended, told again.
    pub(crate) fn outcome(&self) -> Outcome {
        let changes = self.changes.map(|(add, change, destroy, import)| Changes {
            add,
            change,
            destroy,
            import,
        });
        Outcome {
            simulated: self.outputs.is_some(),
            ..Outcome::unchanged(changes)
        }
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

    /// How the task ended when everything was as it is now.
    pub(crate) fn recall(&self, task: &Task, key: Option<&str>) -> Option<&Remembered> {
        if task.is_wanted {
            return None;
        }
        self.recall_step(&task.step, key)
            .filter(|it| it.outputs == task.outputs())
    }

    /// The same of a step that leaves nothing.
    pub(crate) fn recall_step(&self, step: &Step, key: Option<&str>) -> Option<&Remembered> {
        let remembered = self.earlier.get(&name(step))?;
        (Some(remembered.key.as_str()) == key).then_some(remembered)
    }

    /// Takes note of a task that ended well.
    pub(crate) fn note(&self, task: &Task, key: &str, changes: Option<Changes>) {
        let remembered = Remembered {
            key: key.to_owned(),
            changes: changes.map(|it| (it.add, it.change, it.destroy, it.import)),
            outputs: task.outputs(),
        };
        self.keep(&task.step, remembered);
    }

    /// The same of a step that leaves nothing.
    pub(crate) fn note_step(&self, step: &Step, key: &str) {
        let key = key.to_owned();
        let remembered = Remembered {
            key,
            ..Remembered::default()
        };
        self.keep(step, remembered);
    }

    fn keep(&self, step: &Step, remembered: Remembered) {
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
        let memory = load(true);
        memory.note_step(&fmt, "a");
        assert_eq!(
            memory.recall_step(&fmt, Some("a")),
            None,
            "it is of this run"
        );
        memory.save();

        let memory = load(true);
        assert!(memory.recall_step(&fmt, Some("a")).is_some());
        assert_eq!(memory.recall_step(&fmt, Some("b")), None);
        assert_eq!(memory.recall_step(&fmt, None), None);
        assert_eq!(memory.recall_step(&init, Some("a")), None);
        memory.note_step(&init, "b");
        memory.save();
        assert!(
            load(true).recall_step(&fmt, Some("a")).is_some(),
            "of two runs ago"
        );
        assert_eq!(load(false).recall_step(&fmt, Some("a")), None);

        std::fs::write(&path, "{").unwrap();
        assert_eq!(load(true).recall_step(&fmt, Some("a")), None);
    }
}
