//! Answers to the question whether a provider's configuration is valid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::grpc::Answer;
use crate::package::hex;
use crate::pool::Key;
use crate::process::ProcessError;
use crate::protobuf;
use crate::store::Store;

/// How many answers are kept for the next run. Each has some hundred bytes.
const KEPT: usize = 1000;

/// What their files' names start with.
const PREFIX: &str = "prepared-";

/// The field of an answer that has what is wrong, in both versions of the protocol.
const DIAGNOSTICS: u32 = 2;

/// The bytes of a hash.
const HASH: usize = 32;

/// A question: who is asked, and what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Prepared {
    pub(crate) key: Key,
    pub(crate) method: String,
    pub(crate) body: Bytes,
    /// The hash of the provider's package, if what it says hangs on nothing outside, so that it may be kept.
    pub(crate) package: Option<String>,
}

/// Each answer is asked for once: the provider checks its whole schema before it looks at the
/// configuration, which takes the AWS provider a quarter of a second, and 100 MB.
#[derive(Debug)]
pub(crate) struct Answers {
    cells: Mutex<HashMap<Prepared, Arc<OnceCell<Answer>>>>,
    store: Store,
}

impl Answers {
    /// Those in the store, and those to come. Of the former only the newest stay.
    pub(crate) fn new(store: Store) -> Self {
        store.remove_old(PREFIX, KEPT);
        Self {
            cells: Mutex::default(),
            store,
        }
    }

    /// The answer, given before or by `ask`.
    pub(crate) async fn get(
        &self,
        prepared: Prepared,
        ask: impl Future<Output = Result<Answer, ProcessError>>,
    ) -> Result<Answer, ProcessError> {
        let file = prepared.file();
        let cell = {
            let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(prepared).or_default())
        };
        let kept_or_asked = async || {
            let file = file.as_deref();
            if let Some(message) = file.and_then(|file| self.kept(file)) {
                return Ok(Answer::of(&message));
            }
            let answer = ask.await?;
            if let (Some(file), Some(message)) = (file, answer.message()) {
                self.keep(file, &message);
            }
            Ok(answer)
        };
        cell.get_or_try_init(kept_or_asked).await.cloned()
    }

    fn kept(&self, file: &str) -> Option<Bytes> {
        let content = Bytes::from(self.store.read(file)?);
        let (hash, message) = content.split_at_checked(HASH)?;
        (Sha256::digest(message)[..] == *hash).then(|| content.slice(HASH..))
    }

    /// Keeps an answer that has nothing to say against the configuration.
    fn keep(&self, file: &str, message: &Bytes) {
        if protobuf::field(message.clone(), DIAGNOSTICS) == Ok(None) {
            let hash = Sha256::digest(message);
            self.store.write(file, &[&hash, &message[..]].concat());
        }
    }
}

impl Prepared {
    /// The file that keeps the answer.
    fn file(&self) -> Option<String> {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        };
        add(self.package.as_ref()?.as_bytes());
        add(self.method.as_bytes());
        add(&self.body);
        for (name, value) in &*self.key.env {
            add(name.as_encoded_bytes());
            add(value.as_encoded_bytes());
        }
        let name = hex(hash.finalize().into());
        Some(format!("{PREFIX}{name}.pb"))
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    /// What is said to a question of this package in this environment, where a provider would say that it is
    /// asked.
    fn said(dir: &Utf8PathBuf, package: Option<&str>, env: &str, answer: &'static [u8]) -> Bytes {
        let prepared = Prepared {
            key: Key {
                program: "provider".into(),
                env: Arc::new([("A".into(), env.into())].into()),
                configured: None,
            },
            method: "Prepare".to_owned(),
            body: Bytes::from_static(b"x"),
            package: package.map(str::to_owned),
        };
        let ask = async { Ok(Answer::of(&Bytes::from_static(answer))) };
        let answers = Answers::new(Store::new(dir.clone()));
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let answer = runtime.unwrap().block_on(answers.get(prepared, ask));
        answer.unwrap().message().unwrap()
    }

    /// Messages with a field 1, which is fine, and with a field 2, a fault.
    const FINE: [&[u8]; 2] = [b"\x0a\x01a", b"\x0a\x01b"];
    const FAULT: &[u8] = b"\x12\x01c";

    #[test]
    fn what_was_fine_is_asked_once_in_all_runs_and_nothing_else_is() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        assert_eq!(said(&dir, Some("aws"), "1", FAULT), FAULT);
        for [now, expected] in [[FINE[0], FINE[0]], [FINE[1], FINE[0]], [FAULT, FINE[0]]] {
            assert_eq!(said(&dir, Some("aws"), "1", now), expected);
        }
        assert_eq!(said(&dir, Some("aws"), "2", FINE[1]), FINE[1]);
        assert_eq!(said(&dir, Some("other"), "1", FINE[1]), FINE[1]);
        for now in FINE {
            assert_eq!(said(&dir, None, "1", now), now);
        }
    }

    #[test]
    fn a_file_that_is_broken_counts_as_none() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        said(&dir, Some("aws"), "1", FINE[0]);
        let file = dir.read_dir_utf8().unwrap().next().unwrap().unwrap();
        for broken in [&b"short"[..], &[7; 40]] {
            std::fs::write(file.path(), broken).unwrap();
            assert_eq!(said(&dir, Some("aws"), "1", FINE[1]), FINE[1]);
        }
    }
}
