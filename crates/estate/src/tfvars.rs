//! Values of variables for one stack in one environment, `environments/<env>/<system>/<stack>.tfvars`.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use finding::{Code, Finding, Location};
use hcl_edit::Span;

use crate::address::StackAddress;
use crate::evaluate::{self, Values};
use crate::files::Reader;

/// What one tfvars file sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tfvars {
    pub(crate) values: Values,
    /// Where each variable is set.
    pub(crate) locations: BTreeMap<String, Location>,
}

/// The path of a stack's tfvars file in an environment, relative to the root.
pub(crate) fn path(environment: &str, stack: &StackAddress) -> Utf8PathBuf {
    Utf8PathBuf::from(format!("environments/{environment}/{stack}.tfvars"))
}

/// Reads a stack's tfvars file. `None` when it is missing or broken, which is then reported.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    environment: &str,
    stack: &StackAddress,
) -> Option<Tfvars> {
    let path = path(environment, stack);
    if !reader.exists(&path) {
        let finding = Finding::error(
            Code::TfvarsMissing,
            format!("`{stack}` has no tfvars for `{environment}`: `{path}` does not exist"),
        );
        reader.findings.push(
            finding
                .with_stack(stack)
                .with_env(environment)
                .at(Location::file(path))
                .with_hint("create the file; it may be empty when nothing differs there"),
        );
        return None;
    }
    let (source, body) = reader.hcl(&path)?;
    let mut tfvars = Tfvars::default();
    for attribute in body.attributes() {
        let name = attribute.key.as_str().to_owned();
        let span = attribute.key.span().unwrap_or_default();
        tfvars.locations.insert(name.clone(), source.locate(span));
        // Anything but a constant is Terraform's to refuse, with its own message.
        let value = evaluate::constant(&attribute.value);
        tfvars.values.insert(name, value);
    }
    Some(tfvars)
}
