//! Where a stack's state is, as `terraform init` is told.

use camino::Utf8Path;
use estate::{Environment, Stack, StateAddress, StateLock};

/// The settings that the stack's own `terraform.tf` leaves open.
pub(crate) fn settings(stack: &Stack, environment: &Environment, file: &Utf8Path) -> Vec<String> {
    match stack.states.get(&environment.name) {
        Some(StateAddress::S3 { bucket, region, .. }) => {
            let region = region.as_ref().unwrap_or(&environment.region);
            let lock = match &environment.state.lock {
                StateLock::File => "use_lockfile=true".to_owned(),
                StateLock::Table(name) => format!("dynamodb_table={name}"),
            };
            vec![format!("bucket={bucket}"), format!("region={region}"), lock]
        }
        _ => vec![format!("path={file}")],
    }
}

/// Whether a stack keeps its state in a file. It makes what the others keep theirs in.
pub(crate) fn is_local(stack: &Stack, environment: &Environment) -> bool {
    let state = stack.states.get(&environment.name);
    matches!(state, Some(StateAddress::Local { .. }))
}
