use serde::Serialize;

use crate::ports::Failure;

/// The JSON of what is stored, sent or compared.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::Unwritable(error.to_string()))
}
