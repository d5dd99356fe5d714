use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, Delete, Put, TransactWriteItem};

use super::DynamoProducts;
use super::attributes::{Item, to_item};
use crate::aws::failure::{failure, unavailable};
use crate::item::{Action, Commit, Condition, ProductState, Transaction, Write};
use crate::model::ProductId;
use crate::ports::{Failure, ProductStore};

const OPERATION: &str = "DynamoDB TransactWriteItems";

impl ProductStore for DynamoProducts {
    async fn load(&self, id: ProductId) -> Result<Option<ProductState>, Failure> {
        self.state(id).await
    }

    /// The SDK gives each call a random `ClientRequestToken` and sends it again with each of its own
    /// retries, so that a commit whose answer was lost is answered as what it was. It must not be one
    /// that follows from the message: after a lost race the same message makes another transaction,
    /// which DynamoDB would refuse under the same token. What repeats a message later, even after the
    /// token's ten minutes, meets its change item.
    async fn commit(&self, transaction: &Transaction) -> Result<Commit, Failure> {
        let items = transaction
            .writes()
            .iter()
            .map(|write| self.transact_item(write))
            .collect::<Result<_, _>>()
            .map_err(|error| failure(OPERATION, &error.to_string()))?;
        let answer = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items))
            .send()
            .await;
        let Err(error) = answer else {
            return Ok(Commit::Committed);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                answer_of(transaction.writes(), cancelled)
            }
            _ => Err(unavailable(OPERATION, &error)),
        }
    }
}

impl DynamoProducts {
    fn transact_item(&self, write: &Write) -> Result<TransactWriteItem, BuildError> {
        let (condition, values) = expression(write.condition);
        let item = TransactWriteItem::builder();
        Ok(match &write.action {
            Action::Put(attributes) => {
                let put = Put::builder()
                    .table_name(&self.table)
                    .set_item(Some(to_item(attributes)))
                    .condition_expression(condition)
                    .set_expression_attribute_values(values);
                item.put(put.build()?)
            }
            Action::Delete(key) => {
                let delete = Delete::builder()
                    .table_name(&self.table)
                    .set_key(Some(to_item(&key.attributes())))
                    .condition_expression(condition)
                    .set_expression_attribute_values(values);
                item.delete(delete.build()?)
            }
        }
        .build())
    }
}

/// A condition in DynamoDB's words, with its values. `version` and `productId` are no reserved words.
fn expression(condition: Condition) -> (&'static str, Option<Item>) {
    let value = |value| Some(Item::from([(":value".to_owned(), value)]));
    match condition {
        Condition::Absent => ("attribute_not_exists(PK)", None),
        Condition::Version(version) => (
            "version = :value",
            value(AttributeValue::N(version.to_string())),
        ),
        Condition::AbsentOrOwnedBy(owner) => (
            "attribute_not_exists(PK) OR productId = :value",
            value(AttributeValue::S(owner.to_string())),
        ),
    }
}

/// The answer for a cancelled transaction: DynamoDB gives a reason for each write, in their order.
fn answer_of(
    writes: &[Write],
    cancelled: &TransactionCanceledException,
) -> Result<Commit, Failure> {
    let reasons = cancelled.cancellation_reasons();
    let mut failed = Vec::new();
    let mut answer = Commit::Committed;
    for (write, reason) in writes.iter().zip(reasons) {
        match reason.code() {
            None | Some("None") => {}
            Some("ConditionalCheckFailed") => failed.push(write),
            Some("TransactionConflict") => answer = Commit::Conflict,
            // Throttled, or never to succeed: whether this write's condition held is unknown, and so is
            // the answer.
            Some(_) => return Err(cancelled_for(reasons)),
        }
    }
    if reasons.len() != writes.len() {
        return Err(cancelled_for(reasons));
    }
    Ok(answer.max(Commit::of_failed(failed)))
}

/// A failure that tells the reason of each write.
fn cancelled_for(reasons: &[CancellationReason]) -> Failure {
    let shown: Vec<String> = reasons.iter().map(show).collect();
    let shown = shown.join(", ");
    let is_for_ever = reasons
        .iter()
        .any(|reason| reason.code() == Some("ValidationError"));
    let outlook = if is_for_ever {
        "; it will never be accepted as it is"
    } else {
        ""
    };
    failure(OPERATION, &format!("cancelled for [{shown}]{outlook}"))
}

fn show(reason: &CancellationReason) -> String {
    let code = reason.code().unwrap_or("None");
    match reason.message() {
        Some(message) => format!("{code}: {message}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Key;

    /// A write for each answer.
    fn writes() -> Vec<Write> {
        let key = Key {
            pk: "P".to_owned(),
            sk: "S".to_owned(),
        };
        [Commit::AlreadyApplied, Commit::Conflict, Commit::NameTaken]
            .map(|otherwise| Write {
                action: Action::Delete(key.clone()),
                condition: Condition::Absent,
                otherwise,
            })
            .to_vec()
    }

    fn answer(codes: &[&str]) -> Result<Commit, Failure> {
        let reasons = codes.iter().map(|code| {
            let message = (*code == "ValidationError").then(|| "too big".to_owned());
            CancellationReason::builder()
                .code(*code)
                .set_message(message)
                .build()
        });
        let cancelled = TransactionCanceledException::builder()
            .set_cancellation_reasons(Some(reasons.collect()))
            .build();
        answer_of(&writes(), &cancelled)
    }

    #[test]
    fn the_greatest_answer_of_the_writes_that_failed_counts() {
        let (fine, failed, busy) = ("None", "ConditionalCheckFailed", "TransactionConflict");
        for (codes, expected) in [
            ([failed, failed, failed], Commit::AlreadyApplied),
            ([failed, busy, failed], Commit::AlreadyApplied),
            ([fine, failed, failed], Commit::Conflict),
            ([fine, fine, failed], Commit::NameTaken),
            ([fine, busy, failed], Commit::Conflict),
            // Whether it was applied before is to be seen once the other transaction is done.
            ([busy, fine, failed], Commit::Conflict),
            ([fine, fine, busy], Commit::Conflict),
            ([fine, fine, fine], Commit::Conflict),
        ] {
            assert_eq!(answer(&codes), Ok(expected), "{codes:?}");
        }
    }

    #[test]
    fn a_write_that_was_not_judged_leaves_the_answer_open() {
        for code in [
            "ThrottlingError",
            "ProvisionedThroughputExceeded",
            "ItemCollectionSizeLimitExceeded",
            "Another",
        ] {
            let error = answer(&["ConditionalCheckFailed", code, "None"]).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "unavailable: DynamoDB TransactWriteItems: \
                     cancelled for [ConditionalCheckFailed, {code}, None]"
                )
            );
        }
        for codes in [&["ConditionalCheckFailed"][..], &[], &["None"; 4]] {
            assert!(answer(codes).is_err(), "{codes:?}");
        }
    }

    #[test]
    fn what_will_never_be_accepted_says_so() {
        let error = answer(&["None", "ValidationError", "None"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unavailable: DynamoDB TransactWriteItems: \
             cancelled for [None, ValidationError: too big, None]; \
             it will never be accepted as it is"
        );
    }
}
