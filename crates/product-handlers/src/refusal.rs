use lambda_kit::http::{Detail, Refusal};
use product::Error;

/// What a caller is told of an error, and what of it is only logged.
pub(crate) fn refusal(error: Error) -> Refusal {
    let body = error.body();
    let details = body.details.into_iter();
    let details = details.map(|fault| Detail::new(fault.field, fault.reason));
    let refusal =
        Refusal::new(error.status(), body.error, body.message).with_details(details.collect());
    match error {
        Error::Unavailable(failure) | Error::Internal(failure) => refusal.because(failure),
        _ => refusal,
    }
}
