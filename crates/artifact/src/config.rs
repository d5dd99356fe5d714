//! The `rustflags` that cargo would use by itself: from the environment, or from its
//! configuration files.
//!
//! The build gives cargo flags by `CARGO_ENCODED_RUSTFLAGS`, which takes the place of all others.
//! So that none is lost, the others are collected here, by the rules of cargo's reference.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use camino::{Utf8Path, Utf8PathBuf};
use cfg_expr::targets::get_builtin_target_by_triple;
use cfg_expr::{Expression, Predicate};
use toml_edit::{Document, Item};

use crate::host::Host;
use crate::paths::cargo_home;

/// The flags for a target. The first of four sources that says anything is taken whole.
pub(crate) fn rustflags(host: &Host<'_>, target: &str) -> Vec<String> {
    let set = |name: &str| host.env.get(OsStr::new(name))?.to_str();
    if let Some(flags) = set("CARGO_ENCODED_RUSTFLAGS") {
        let flags = flags.split('\u{1f}').filter(|flag| !flag.is_empty());
        return flags.map(str::to_owned).collect();
    }
    if let Some(flags) = set("RUSTFLAGS") {
        return words(flags);
    }
    let files = files(host);
    let variable = format!("CARGO_TARGET_{}_RUSTFLAGS", upper(target));
    let mut flags = Flags::default();
    for file in &files {
        flags.add(file.get("target").and_then(|table| table.get(target)));
    }
    let mut flags = flags.with_variable(host, &variable);
    flags.extend(conditional(&files, target));
    if !flags.is_empty() {
        return flags;
    }
    let mut flags = Flags::default();
    for file in &files {
        flags.add(file.get("build"));
    }
    flags.with_variable(host, "CARGO_BUILD_RUSTFLAGS")
}

/// What cargo runs in front of the compiler: the variable, even an empty one, or else the strongest file.
pub(crate) fn wrapper(host: &Host<'_>) -> Option<String> {
    if host.env.contains_key(OsStr::new("RUSTC_WRAPPER")) {
        return host.variable("RUSTC_WRAPPER").map(str::to_owned);
    }
    let files = files(host);
    let set = |file: &Document<String>| {
        let wrapper = file.get("build")?.get("rustc-wrapper")?;
        wrapper.as_str().map(str::to_owned)
    };
    files.iter().rev().find_map(set)
}

/// Whether a configuration file has profiles, which go before those of `Cargo.toml`.
pub(crate) fn has_profiles(host: &Host<'_>) -> bool {
    let files = files(host);
    files.iter().any(|file| file.contains_key("profile"))
}

/// The flags of all `[target.'cfg(…)']` that hold for the target.
fn conditional(files: &[Document<String>], target: &str) -> Vec<String> {
    let tables = || {
        files
            .iter()
            .filter_map(|file| file.get("target")?.as_table_like())
    };
    let keys = tables().flat_map(|table| table.iter().map(|(key, _)| key));
    let keys: BTreeSet<&str> = keys.filter(|key| holds(key, target)).collect();
    let flags = keys.into_iter().flat_map(|key| {
        let mut flags = Flags::default();
        for table in tables() {
            flags.add(table.get(key));
        }
        flags.0
    });
    flags.collect()
}

/// Whether a key of `[target]` is a condition that is true for the target.
fn holds(expression: &str, target: &str) -> bool {
    if !expression.starts_with("cfg(") {
        return false;
    }
    let info = get_builtin_target_by_triple(target);
    let (Some(info), Ok(expression)) = (info, Expression::parse(expression)) else {
        return false;
    };
    expression.eval(|predicate| match predicate {
        Predicate::Target(predicate) => predicate.matches(info),
        _ => false,
    })
}

/// Flags of one key, as cargo joins them: lists grow, a text replaces what was there.
#[derive(Default)]
struct Flags(Vec<String>);

impl Flags {
    fn add(&mut self, table: Option<&Item>) {
        let Some(value) = table.and_then(|table| table.get("rustflags")) else {
            return;
        };
        if let Some(text) = value.as_str() {
            self.0 = words(text);
        } else if let Some(array) = value.as_array() {
            let flags = array.iter().filter_map(|flag| flag.as_str());
            self.0.extend(flags.map(str::to_owned));
        }
    }

    fn with_variable(mut self, host: &Host<'_>, name: &str) -> Vec<String> {
        self.0
            .extend(host.variable(name).map(words).unwrap_or_default());
        self.0
    }
}

/// Cargo's configuration files, the strongest last. One that cannot be read is left to cargo,
/// which says so.
fn files(host: &Host<'_>) -> Vec<Document<String>> {
    let home = cargo_home(host);
    let folders = host.root.ancestors().map(|folder| folder.join(".cargo"));
    let mut folders: Vec<Utf8PathBuf> = folders.collect();
    if let Some(home) = home.filter(|home| !folders.contains(home)) {
        folders.push(home);
    }
    folders.reverse();
    folders.iter().filter_map(|folder| file(folder)).collect()
}

/// The one file of a folder; of two, cargo takes the one with the old name.
fn file(folder: &Utf8Path) -> Option<Document<String>> {
    let mut texts = ["config", "config.toml"]
        .into_iter()
        .filter_map(|name| std::fs::read_to_string(folder.join(name)).ok());
    Document::parse(texts.next()?).ok()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// A target as a part of the name of a variable.
pub(crate) fn upper(target: &str) -> String {
    target.to_uppercase().replace('-', "_")
}

#[cfg(test)]
mod tests;
