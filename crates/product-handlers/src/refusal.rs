use lambda_kit::http::{Detail, Refusal};
use product::Error;

/// What a caller is told of an error, and what of it is only logged.
pub(crate) fn refusal(error: Error) -> Refusal {
    let details = error.faults().into_iter();
    let details = details.map(|fault| Detail::new(fault.field, fault.reason));
    let message = error.to_string();
    let refusal = match error {
        Error::Invalid(_) => Refusal::bad_request(message),
        Error::NotFound(_) => Refusal::not_found(message),
        Error::NameTaken(_) => Refusal::conflict(message),
        Error::PreconditionFailed => Refusal::precondition_failed(message),
        Error::BodyTooLarge => Refusal::payload_too_large(message),
        Error::Unavailable(failure) => Refusal::unavailable().because(failure),
        Error::Internal(failure) => Refusal::internal().because(failure),
    };
    refusal.with_details(details.collect())
}
