use crate::model::{Name, ProductId};
use crate::ports::Failure;
use crate::request::BODY_LIMIT;
use crate::validation::Fault;

/// Why a request is not answered as its caller wished.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Something is wrong with the request itself.
    #[error("the request is not valid")]
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
    #[error(transparent)]
    Unavailable(Failure),
    /// Something is broken on our side.
    #[error(transparent)]
    Internal(Failure),
}

impl Error {
    /// What is wrong with which field.
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::NameTaken(_) => vec![Fault::new("name", "belongs to another product")],
            _ => Vec::new(),
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
