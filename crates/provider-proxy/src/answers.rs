//! Answers that hang on nothing but the question: whether a configuration of the provider, or a block of one, is
//! valid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hyper::http::request::Parts;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::grpc::Answer;
use crate::lock::lock;
use crate::pool::Key;
use crate::process::ProcessError;

/// A question: who is asked, and what. There are a hundred in a stack: of each message its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    key: Key,
    method: String,
    message: [u8; 32],
}

impl Question {
    pub(crate) fn new(key: Key, call: &Parts, message: &Bytes) -> Self {
        Self {
            key,
            method: call.uri.path().to_owned(),
            message: Sha256::digest(message).into(),
        }
    }
}

/// Each answer is asked for once. A provider checks its whole schema before it looks at its own configuration, which
/// takes the AWS provider a quarter of a second; and a plan asks about each block two or three times.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<HashMap<Question, Arc<OnceCell<Answer>>>>);

impl Answers {
    /// The answer, given before or by `ask`.
    pub(crate) async fn get(
        &self,
        question: Question,
        ask: impl Future<Output = Result<Answer, ProcessError>>,
    ) -> Result<Answer, ProcessError> {
        let cell = Arc::clone(lock(&self.0).entry(question.clone()).or_default());
        let answer = cell.get_or_try_init(|| ask).await.cloned();
        if !answer
            .as_ref()
            .is_ok_and(|answer| answer.message().is_some())
        {
            // It may go better the next time.
            lock(&self.0).remove(&question);
        }
        answer
    }
}
