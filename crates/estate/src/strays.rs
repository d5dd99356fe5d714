//! Files of values that stand where no run reads them, or where Terraform reads too much into them.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location, nearest};

use crate::address::StackAddress;
use crate::environment::Environment;
use crate::files::Reader;
use crate::stack::Stack;

/// Reports files in a stack's folder from which Terraform takes values by itself.
pub(crate) fn check_stack(reader: &mut Reader<'_>, stack: &StackAddress, dir: &Utf8Path) {
    for name in reader.list(dir) {
        let bare = name.strip_suffix(".json").unwrap_or(&name);
        if bare != "terraform.tfvars" && !bare.ends_with(".auto.tfvars") {
            continue;
        }
        let file = dir.join(name);
        let message =
            format!("`{file}` is taken by Terraform in every environment, and not read here");
        let hint = format!(
            "move the values to environments/<environment>/{stack}.tfvars, or give the variable a default"
        );
        reader.findings.push(
            Finding::error(Code::TfvarsMisplaced, message)
                .with_stack(stack)
                .at(Location::file(file))
                .with_hint(hint),
        );
    }
}

/// Reports files below the folders of the environments that no run would ever read: not
/// `<environment>/<system>/<stack>.tfvars`, or of a stack or an environment that was renamed, or
/// of a system that does not live there.
pub(crate) fn check_environments(
    reader: &mut Reader<'_>,
    environments: &[Environment],
    stacks: &[Stack],
) {
    let known: BTreeSet<&StackAddress> = stacks.iter().map(|stack| &stack.address).collect();
    let top = Utf8Path::new("environments");
    let mut folders = reader.folders(top);
    // A folder in the place of an environment's file is told as a file that cannot be read.
    folders.retain(|folder| folder.extension() != Some("toml"));
    for folder in folders {
        let env = folder.file_name().unwrap_or_default();
        let environment = environments.iter().find(|found| found.name == env);
        // An environment whose file is broken is none, but will be.
        let named = reader.exists(&top.join(format!("{env}.toml")));
        for file in files(reader, &folder) {
            let Some(address) = stack_of(&file, &folder) else {
                let finding = misplaced(&file, env);
                reader
                    .findings
                    .push(finding.with_env(env).at(Location::file(file)));
                continue;
            };
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

/// All files of an environment but notes for people. What has the place and name of a tfvars file
/// counts as one.
fn files(reader: &mut Reader<'_>, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        // The folders of an environment and its systems may be links.
        let links = path == folder || path.parent() == Some(folder);
        if stack_of(&path, folder).is_none() && reader.is_folder(&path, links) {
            let names = reader.list(&path).into_iter();
            open.extend(names.rev().map(|name| path.join(name)));
        } else if path.file_name() != Some("README.md") {
            files.push(path);
        }
    }
    files
}

/// The stack that a file of an environment is for, by its place and name.
fn stack_of(file: &Utf8Path, folder: &Utf8Path) -> Option<StackAddress> {
    let system = file.parent()?;
    if system.parent() != Some(folder) || file.extension() != Some("tfvars") {
        return None;
    }
    Some(StackAddress::new(system.file_name()?, file.file_stem()?))
}

fn misplaced(file: &Utf8Path, env: &str) -> Finding {
    let finding = Finding::error(Code::TfvarsMisplaced, format!("nothing reads `{file}`"));
    if file
        .file_name()
        .is_some_and(|name| name.contains(".tfvars"))
    {
        finding.with_hint(format!(
            "move the values to environments/{env}/<system>/<stack>.tfvars, or give the variable a default"
        ))
    } else {
        finding.with_hint(format!(
            "move it away; what differs in `{env}` stands in environments/{env}/<system>/<stack>.tfvars"
        ))
    }
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
