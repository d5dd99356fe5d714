//! The variables that a run supplies to a stack, beside its tfvars.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Stack};
use serde_json::{Value, json};

/// The SHA-256 of nothing, in base64: a plan that is only looked at needs no built Lambda, and
/// with this hash it could never pass for one that has it.
const HASH_OF_NOTHING: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/// Writes the values that come from the environment's file, and the place of the Lambda's code, to
/// a tfvars file in JSON.
pub(crate) fn write(stack: &Stack, environment: &Environment, path: &Utf8Path) -> io::Result<()> {
    let variables = stack.environment_variables(environment);
    let mut values = serde_json::to_value(variables).map_err(io::Error::other)?;
    if let (true, Value::Object(values)) = (stack.takes_artifact(), &mut values) {
        let artifact = json!({ "path": artifact(stack), "source_code_hash": HASH_OF_NOTHING });
        values.insert("artifact".to_owned(), artifact);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, format!("{values:#}\n"))
}

/// Where a build puts the stack's Lambda, seen from the repository's root.
fn artifact(stack: &Stack) -> Utf8PathBuf {
    Utf8PathBuf::from(format!("target/lambda/{}.zip", stack.address.name()))
}
