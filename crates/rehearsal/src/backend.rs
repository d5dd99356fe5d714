//! Where a stack's state is, as `terraform init` is told.

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Stack, StateAddress, StateLock};

/// The settings that the stack's own `terraform.tf` leaves open.
pub(crate) fn settings(stack: &Stack, environment: &Environment, states: &Utf8Path) -> Vec<String> {
    match stack.states.get(&environment.name) {
        Some(StateAddress::S3 { bucket, region, .. }) => {
            let region = region.as_ref().unwrap_or(&environment.region);
            let lock = match &environment.state.lock {
                StateLock::File => "use_lockfile=true".to_owned(),
                StateLock::Table(name) => format!("dynamodb_table={name}"),
            };
            vec![format!("bucket={bucket}"), format!("region={region}"), lock]
        }
        _ => vec![format!("path={}", file(stack, states))],
    }
}

/// The file of a state that is kept in none of AWS's buckets.
fn file(stack: &Stack, states: &Utf8Path) -> Utf8PathBuf {
    states.join(format!("{}.tfstate", stack.address))
}

/// Whether a stack keeps its state in a file. It makes what the others keep theirs in.
pub(crate) fn is_local(stack: &Stack, environment: &Environment) -> bool {
    let state = stack.states.get(&environment.name);
    matches!(state, Some(StateAddress::Local { .. }))
}
