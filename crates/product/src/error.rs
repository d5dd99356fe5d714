use serde::Serialize;

use crate::model::{Name, ProductId};
use crate::ports::Failure;
use crate::request::BODY_LIMIT;
use crate::validation::{Fault, list};

/// Why a request is not answered as its caller wished.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Something is wrong with the request itself.
    #[error("the request is not valid: {}", list(.0))]
    Invalid(Vec<Fault>),
    /// There is no such product, or it is inactive.
    #[error("there is no product {0}")]
    NotFound(ProductId),
    /// Another active product has this name.
    #[error("the name \"{0}\" belongs to another product")]
    NameTaken(Name),
    /// The product is not as `If-Match` wants it.
    #[error("the product has changed, read it again")]
    PreconditionFailed,
    /// The body is too long.
    #[error("the body must have at most {BODY_LIMIT} bytes")]
    BodyTooLarge,
    /// Something behind the API did not answer.
    #[error("the service cannot answer now, try again in a moment")]
    Unavailable(#[source] Failure),
    /// Something is broken on our side.
    #[error("something went wrong on our side")]
    Internal(#[source] Failure),
}

/// An error as a caller reads it. The request's id is added by what answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// A code for programs.
    pub error: &'static str,
    /// A sentence for people.
    pub message: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Fault>,
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 400,
            Self::NotFound(_) => 404,
            Self::NameTaken(_) => 409,
            Self::PreconditionFailed => 412,
            Self::BodyTooLarge => 413,
            Self::Internal(_) => 500,
            Self::Unavailable(_) => 503,
        }
    }

    /// The code for programs, in the words of API Gateway's own answers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "BAD_REQUEST",
            Self::NotFound(_) => "NOT_FOUND",
            Self::NameTaken(_) => "CONFLICT",
            Self::PreconditionFailed => "PRECONDITION_FAILED",
            Self::BodyTooLarge => "PAYLOAD_TOO_LARGE",
            Self::Internal(_) => "INTERNAL_ERROR",
            Self::Unavailable(_) => "SERVICE_UNAVAILABLE",
        }
    }

    /// What a caller reads.
    pub fn body(&self) -> ErrorBody {
        let (message, details) = match self {
            Self::Invalid(faults) => ("the request is not valid".to_owned(), faults.clone()),
            Self::NameTaken(_) => (
                self.to_string(),
                vec![Fault::new("name", "belongs to another product")],
            ),
            _ => (self.to_string(), Vec::new()),
        };
        ErrorBody {
            error: self.code(),
            message,
            details,
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable(_) => Self::Unavailable(failure),
            Failure::Corrupt(_) | Failure::Unwritable(_) => Self::Internal(failure),
        }
    }
}

impl From<Vec<Fault>> for Error {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Invalid(faults)
    }
}
