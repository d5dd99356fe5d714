use serde::Serialize;

use crate::ports::Failure;

/// Where JSON is not what it must be. The error's own words repeat what stands there, which is not for logs.
pub(crate) fn place(error: &serde_json::Error) -> String {
    format!("line {} column {}", error.line(), error.column())
}

/// The JSON of what is stored, sent or compared.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::Unwritable(error.to_string()))
}
