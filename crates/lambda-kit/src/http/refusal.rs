use serde::Serialize;

/// Why a request is not answered as its caller wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// A code for programs.
    pub error: &'static str,
    /// A sentence for people.
    pub message: String,
    /// What is wrong with which field.
    pub details: Vec<Detail>,
    /// What is logged of it, and not answered.
    pub cause: Option<String>,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// With which field.
    pub field: String,
    /// What, as a lower-case fragment.
    pub reason: String,
}

impl Detail {
    /// What is wrong with a field.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }
}

macro_rules! refusals {
    ($($(#[$meta:meta])* $name:ident, $status:literal, $error:literal;)*) => {$(
        $(#[$meta])*
        pub fn $name(message: impl Into<String>) -> Self {
            Self::new($status, $error, message)
        }
    )*};
}

impl Refusal {
    /// A refusal with any status and code.
    pub fn new(status: u16, error: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            error,
            message: message.into(),
            details: Vec::new(),
            cause: None,
        }
    }

    refusals! {
        /// Something is wrong with the request itself.
        bad_request, 400, "BAD_REQUEST";
        /// Nobody knows who asks.
        unauthorized, 401, "UNAUTHORIZED";
        /// There is no such thing.
        not_found, 404, "NOT_FOUND";
        /// It does not go together with what is there.
        conflict, 409, "CONFLICT";
        /// It is not as `If-Match` wants it.
        precondition_failed, 412, "PRECONDITION_FAILED";
        /// The body is too long.
        payload_too_large, 413, "PAYLOAD_TOO_LARGE";
        /// The body is not of a type that is read here.
        unsupported_media_type, 415, "UNSUPPORTED_MEDIA_TYPE";
        /// Something behind the API did not answer.
        unavailable_because, 503, "SERVICE_UNAVAILABLE";
    }

    /// Something is broken on our side.
    pub fn internal() -> Self {
        Self::new(500, "INTERNAL_ERROR", "something went wrong on our side")
    }

    /// Something behind the API did not answer.
    pub fn unavailable() -> Self {
        Self::unavailable_because("the service cannot answer now, try again in a moment")
    }

    /// The same, with what is wrong with each field.
    #[must_use]
    pub fn with_details(self, details: Vec<Detail>) -> Self {
        Self { details, ..self }
    }

    /// The same, with what is logged and not answered.
    #[must_use]
    pub fn because(self, cause: impl std::fmt::Display) -> Self {
        let cause = Some(cause.to_string());
        Self { cause, ..self }
    }
}
