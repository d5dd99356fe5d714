//! What stands where below `terraform/`: stacks two levels down, modules beside the systems.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};

use crate::address::StackAddress;
use crate::files::Reader;
use crate::stack::Stack;

/// The folder of reusable modules beside the systems' folders.
const MODULES: &str = "modules";

/// The folders of the reusable modules, relative to the root.
pub(crate) fn modules(reader: &mut Reader<'_>) -> Vec<Utf8PathBuf> {
    reader.folders(&Utf8Path::new("terraform").join(MODULES))
}

/// A stack is a folder with Terraform files, two levels below `terraform/`. Terraform files above
/// such a folder belong to no stack and are reported.
pub(crate) fn stack_addresses(reader: &mut Reader<'_>) -> Vec<StackAddress> {
    let mut addresses = Vec::new();
    let terraform = Utf8Path::new("terraform");
    check_misplaced(reader, terraform);
    for system in reader.folders(terraform) {
        if system.file_name() == Some(MODULES) {
            continue;
        }
        check_misplaced(reader, &system);
        for stack in reader.folders(&system) {
            if let (Some(system), Some(name), true) = (
                system.file_name(),
                stack.file_name(),
                reader.is_terraform(&stack),
            ) {
                addresses.push(StackAddress::new(system, name));
            }
        }
    }
    addresses
}

fn check_misplaced(reader: &mut Reader<'_>, folder: &Utf8Path) {
    for file in reader.with_extension(folder, "tf") {
        reader.findings.push(
            Finding::error(
                Code::StackMisplaced,
                format!("`{file}` belongs to no stack, so nothing would ever deploy it"),
            )
            .at(Location::file(file))
            .with_hint("move it into a stack's folder, terraform/<system>/<stack>/"),
        );
    }
}

/// Reports systems that no environment names.
pub(crate) fn check_unlisted(stacks: &[Stack], findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for stack in stacks.iter().filter(|stack| stack.environments.is_empty()) {
        let system = stack.address.system();
        if told.insert(system) {
            let message =
                format!("no environment names the system `{system}`, so nothing deploys it");
            findings.push(
                Finding::error(Code::SystemUnlisted, message)
                    .at(stack.module.settings_location())
                    .with_hint(format!(
                        "add `{system}` to `systems` in environments/<environment>.toml"
                    )),
            );
        }
    }
}
