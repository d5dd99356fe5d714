//! Errors after which there is something to be done.

use crate::diagnostic::Diagnostic;

/// What AWS, or the way to it, says when it may be only a matter of time. The provider retries most of
/// this by itself; these are what is left when it gives up, or never tries again.
const PATTERNS: [&str; 18] = [
    // The way there.
    "connection refused",
    "connection reset by peer",
    "i/o timeout",
    "TLS handshake timeout",
    "unexpected EOF",
    "no such host",
    // Too much at a time.
    "Throttling",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "ProvisionedThroughputExceededException",
    "SlowDown",
    // A bad moment of the service.
    "ServiceUnavailable",
    "InternalServerError",
    "StatusCode: 503",
    // What was just made is not known everywhere yet, or still being worked on.
    "OperationAborted",
    "The role defined for the function cannot be assumed by Lambda",
    "Cannot access stream",
    "ConcurrentModification",
];

/// What AWS says to the second one that wants to make a thing.
const EXISTING: [&str; 10] = [
    "AlreadyExists",
    "already exist",
    "AlreadyOwnedByYou",
    "ResourceInUseException",
    "ResourceConflictException",
    "Another resource with the same parent already has this name",
    "Method already exists",
    "QueueAlreadyExists",
    "DuplicateRequest",
    "is already used",
];

impl Diagnostic {
    /// The address of what cannot be made because it is there already, if that is the error.
    pub fn existing(&self) -> Option<&str> {
        let says = |pattern: &str| self.summary.contains(pattern) || self.detail.contains(pattern);
        let exists = self.is_error() && EXISTING.into_iter().any(says);
        self.address.as_deref().filter(|_| exists)
    }

    /// Whether nobody knows if what was to be made is there: the answer was lost on its way, or the provider.
    pub fn is_in_doubt(&self) -> bool {
        const LOST: [&str; 5] = [
            "Plugin did not respond",
            "rpc error: code = Unavailable",
            "connection reset by peer",
            "unexpected EOF",
            "request canceled",
        ];
        let says = |text: &str| self.summary.contains(text) || self.detail.contains(text);
        self.is_error() && self.address.is_some() && LOST.into_iter().any(says)
    }

    /// Whether it is an error that a second try can mend; the words that say so.
    pub fn transient(&self) -> Option<&'static str> {
        if !self.is_error() {
            return None;
        }
        let says = |pattern: &str| self.summary.contains(pattern) || self.detail.contains(pattern);
        PATTERNS.into_iter().find(|pattern| says(pattern))
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::DiagnosticSeverity;

    use super::*;

    fn said(severity: DiagnosticSeverity, summary: &str) -> Option<&'static str> {
        Diagnostic::own(severity, summary.to_owned(), String::new()).transient()
    }

    #[test]
    fn only_errors_that_are_known_for_it_are_tried_again() {
        let throttled = "creating SQS Queue (x): operation error SQS: CreateQueue, https response error \
                         StatusCode: 400, api error Throttling: Rate exceeded";
        let (error, warning) = (DiagnosticSeverity::Error, DiagnosticSeverity::Warning);
        assert_eq!(said(error, throttled), Some("Throttling"));
        assert_eq!(said(warning, throttled), None);
        let denied = "api error AccessDenied: User is not authorized to perform sqs:CreateQueue";
        assert_eq!(said(error, denied), None);
    }
}
