//! What stands where: stacks two levels below `terraform/`, tfvars below `environments/`.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location, nearest};

use crate::address::StackAddress;
use crate::environment::Environment;
use crate::files::Reader;
use crate::stack::Stack;

/// The folder of reusable modules beside the systems' folders.
const MODULES: &str = "modules";

/// The folders of the reusable modules, relative to the root.
pub(crate) fn modules(root: &Utf8Path) -> Vec<Utf8PathBuf> {
    Reader::new(root).folders(&Utf8Path::new("terraform").join(MODULES))
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

/// Reports tfvars files that no run would ever read: of a stack or an environment that was
/// renamed, or of a system that does not live there.
pub(crate) fn check_orphans(
    reader: &mut Reader<'_>,
    environments: &[Environment],
    stacks: &[Stack],
) {
    let known: BTreeSet<&StackAddress> = stacks.iter().map(|stack| &stack.address).collect();
    let top = Utf8Path::new("environments");
    for folder in reader.folders(top) {
        let env = folder.file_name().unwrap_or_default();
        let environment = environments.iter().find(|found| found.name == env);
        // An environment whose file is broken is none, but will be.
        let named = reader.exists(&top.join(format!("{env}.toml")));
        for (file, address) in tfvars_files(reader, &folder) {
            let reason = if !named {
                Some(no_environment(env, environments))
            } else if !known.contains(&address) {
                Some(no_stack(&address, stacks))
            } else {
                environment.and_then(|environment| not_living(&address, environment))
            };
            reader.findings.extend(reason.map(|(message, hint)| {
                Finding::error(Code::TfvarsOrphan, message)
                    .with_env(env)
                    .at(Location::file(file))
                    .with_hint(hint)
            }));
        }
    }
}

/// The tfvars files of an environment, and the stacks that they would be for.
fn tfvars_files(reader: &mut Reader<'_>, folder: &Utf8Path) -> Vec<(Utf8PathBuf, StackAddress)> {
    let mut files = Vec::new();
    for system in reader.folders(folder) {
        for file in reader.with_extension(&system, "tfvars") {
            let system = system.file_name().unwrap_or_default();
            let address = StackAddress::new(system, file.file_stem().unwrap_or_default());
            files.push((file, address));
        }
    }
    files
}

fn no_environment(env: &str, environments: &[Environment]) -> (String, String) {
    let names = environments.iter().map(|known| known.name.as_str());
    let message = format!("there is no environment `{env}` for this tfvars file");
    (message, did_you_mean(nearest(env, names), "/"))
}

fn no_stack(address: &StackAddress, stacks: &[Stack]) -> (String, String) {
    let of_system = stacks.iter().map(|stack| &stack.address);
    let of_system = of_system.filter(|known| known.system() == address.system());
    let near = nearest(address.name(), of_system.map(StackAddress::name));
    let message = format!("there is no stack `{address}` for this tfvars file");
    (message, did_you_mean(near, ".tfvars"))
}

fn not_living(address: &StackAddress, environment: &Environment) -> Option<(String, String)> {
    let (system, env) = (address.system(), &environment.name);
    if environment.systems.iter().any(|name| name == system) {
        return None;
    }
    let message = format!("`{system}` does not live in `{env}`, so nothing reads this tfvars file");
    let hint =
        format!("add `{system}` to `systems` in environments/{env}.toml, or delete the file");
    Some((message, hint))
}

fn did_you_mean(near: Option<&str>, ending: &str) -> String {
    match near {
        Some(name) => format!("did you mean `{name}{ending}`?"),
        None => "delete the file, or create what it is for".to_owned(),
    }
}
