//! The variables that a run supplies to a stack, beside its tfvars.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Stack};
use serde::Serialize;
use serde_json::Value;

use crate::record::{DEPLOYMENT, Record};

/// The SHA-256 of nothing, in base64: a plan that is only looked at needs no built Lambda, and
/// with this hash it could never pass for one that has it.
const HASH_OF_NOTHING: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/// The code of a Lambda, as a stack's variable `artifact` takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Artifact {
    /// The zip. Terraform reads a relative path from the stack's folder, so give an absolute one where
    /// it is to be read.
    pub path: Utf8PathBuf,
    /// Its SHA-256, in base64.
    pub source_code_hash: String,
    /// `arm64` or `x86_64`; the stack's own choice when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub architecture: Option<String>,
}

impl Artifact {
    /// The place where a build would put the stack's Lambda, and a hash that no zip has.
    pub fn unbuilt(stack: &Stack) -> Self {
        Self {
            path: format!("target/lambda/{}.zip", stack.address.name()).into(),
            source_code_hash: HASH_OF_NOTHING.to_owned(),
            architecture: None,
        }
    }
}

/// Writes the values that come from the environment's file, and for a stack that takes them the code of the Lambda and
/// who deploys it, to a tfvars file in JSON.
pub fn write_inputs(
    stack: &Stack,
    environment: &Environment,
    artifact: &Artifact,
    record: Option<&Record>,
    path: &Utf8Path,
) -> io::Result<()> {
    let variables = stack.environment_variables(environment);
    let mut values = serde_json::to_value(variables)?;
    if let Value::Object(values) = &mut values {
        if stack.takes_artifact() {
            values.insert("artifact".to_owned(), serde_json::to_value(artifact)?);
        }
        if let Some(record) = record.filter(|_| stack.module.variables.contains_key(DEPLOYMENT)) {
            values.insert(DEPLOYMENT.to_owned(), serde_json::to_value(record)?);
        }
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, format!("{values:#}\n"))
}
