//! Answers to the question whether a provider's configuration is valid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::grpc::Answer;
use crate::pool::Key;
use crate::process::ProcessError;

/// A question: who is asked, and what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Prepared {
    pub(crate) key: Key,
    pub(crate) method: String,
    pub(crate) body: Bytes,
}

/// Each answer is asked for once: the provider checks its whole schema before it looks at the
/// configuration, which takes the AWS provider almost two seconds.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<HashMap<Prepared, Arc<OnceCell<Answer>>>>);

impl Answers {
    /// The answer, given before or by `ask`.
    pub(crate) async fn get(
        &self,
        prepared: Prepared,
        ask: impl Future<Output = Result<Answer, ProcessError>>,
    ) -> Result<Answer, ProcessError> {
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(prepared).or_default())
        };
        cell.get_or_try_init(|| ask).await.cloned()
    }
}
