use std::error::Error;
use std::iter::successors;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::ports::Failure;

/// How much of a message is kept, in characters.
const LONGEST: usize = 300;

/// The failure of an operation, like `DynamoDB GetItem`.
///
/// Of the service's answer only its code and its message are told. The error's own debug text holds the
/// whole answer, and so, perhaps, an item.
pub(super) fn unavailable<E>(operation: &str, error: &SdkError<E>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let reason = match error {
        SdkError::ServiceError(answer) => {
            refusal(answer.err()).unwrap_or_else(|| unreadable(answer.raw().status().as_u16()))
        }
        SdkError::ResponseError(answer) => unreadable(answer.raw().status().as_u16()),
        // No answer at all: what stands here comes from the network or from the configuration.
        _ => causes(error),
    };
    failure(operation, &reason)
}

/// The failure of an operation for a reason that no error of the SDK tells.
pub(super) fn failure(operation: &str, reason: &str) -> Failure {
    let reason = one_line(&without_value(reason));
    Failure::Unavailable(format!("{operation}: {reason}"))
}

/// AWS's validation repeats what was sent: `Value 'it' at 'member' failed to satisfy constraint: …`.
fn without_value(reason: &str) -> String {
    let start = reason.find("Value '");
    let end = reason.rfind("' at '");
    match (start, end) {
        (Some(start), Some(end)) if start < end => {
            format!("{}Value '…{}", &reason[..start], &reason[end..])
        }
        _ => reason.to_owned(),
    }
}

/// `ThrottlingException: Rate exceeded`, if the answer has a code.
fn refusal(error: &impl ProvideErrorMetadata) -> Option<String> {
    let code = error.code()?;
    Some(match error.message() {
        Some(message) => format!("{code}: {message}"),
        None => code.to_owned(),
    })
}

fn unreadable(status: u16) -> String {
    format!("cannot read its answer of status {status}")
}

/// The error and what caused it, outermost first.
fn causes(error: &(dyn Error + 'static)) -> String {
    let chain: Vec<String> = successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect();
    chain.join(": ")
}

fn one_line(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    visible.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_and_repeats_nothing_that_was_sent() {
        let long = "x".repeat(LONGEST + 1);
        for (reason, told) in [
            ("Rate\nexceeded", "Rate exceeded"),
            (
                "2 errors: Value 'it's' at 'a' failed; Value 'it' at 'b' failed to satisfy it",
                "2 errors: Value '…' at 'b' failed to satisfy it",
            ),
            ("' at 'Value '", "' at 'Value '"),
            (long.as_str(), &long[..LONGEST]),
        ] {
            let told = Failure::Unavailable(format!("KMS Sign: {told}"));
            assert_eq!(failure("KMS Sign", reason), told);
        }
    }
}
