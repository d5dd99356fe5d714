//! Which crates a Lambda's binary is linked from, and what depends on what there.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use camino::{Utf8Path, Utf8PathBuf};
use process::{Cancel, Invocation};
use toml_edit::{DocumentMut, Table};

use crate::Error;

/// A crate as `cargo tree` names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The folder of one that is no dependency from elsewhere: relative to the root where it is below that.
    pub(crate) folder: Option<Utf8PathBuf>,
}

/// What `Cargo.lock` says of a crate from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Locked {
    /// `registry+https://github.com/rust-lang/crates.io-index`.
    pub(crate) source: Option<String>,
    /// The SHA-256 of its package.
    pub(crate) checksum: Option<String>,
}

/// All crates of all Lambdas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crates {
    /// What each crate uses.
    pub(crate) uses: BTreeMap<Crate, BTreeSet<Crate>>,
    /// Their licences, as far as they say.
    pub(crate) licences: BTreeMap<Crate, String>,
    /// By name and version.
    locked: BTreeMap<(String, String), Vec<Locked>>,
}

/// Whom to ask, and about what.
pub(crate) struct Question<'a> {
    pub(crate) root: &'a Utf8Path,
    pub(crate) env: &'a BTreeMap<OsString, OsString>,
    /// The packages of all Lambdas: as in the build, they decide together on the features of what they share.
    pub(crate) packages: BTreeSet<&'a str>,
    /// The name of the Rust target.
    pub(crate) target: &'a str,
}

impl Question<'_> {
    /// Asks cargo.
    pub(crate) fn ask(&self, cancel: &Cancel) -> Result<Crates, Error> {
        let args = self.arguments();
        let program = self
            .env
            .get(&OsString::from("CARGO"))
            .and_then(|it| it.to_str());
        let invocation = Invocation {
            program: Utf8Path::new(program.filter(|it| !it.is_empty()).unwrap_or("cargo")),
            dir: self.root,
            args: &args,
            env: self.env,
            log: None,
            limit: None,
        };
        let output = invocation.run(cancel)?;
        if !output.exit.is_success() {
            return Err(Error::Crates(output.stderr.join("\n")));
        }
        let file = self.root.join("Cargo.lock");
        let lock = std::fs::read_to_string(&file).map_err(Error::unreadable(&file))?;
        let mut crates = parse(&output.stdout, self.root)
            .ok_or_else(|| Error::Crates("`cargo tree` prints another form".to_owned()))?;
        crates.locked = locked(&lock).map_err(|error| Error::Crates(error.to_string()))?;
        Ok(crates)
    }

    /// Macros run in the compiler, and are not in what it makes.
    fn arguments(&self) -> Vec<String> {
        let manifest = self.root.join("Cargo.toml");
        let fixed = [
            "tree",
            "--locked",
            "--color=never",
            "--manifest-path",
            manifest.as_str(),
            "--edges=normal,no-proc-macro",
            "--prefix=depth",
            "--format=|{p}|{l}|",
            "--target",
            self.target,
        ];
        let packages = self
            .packages
            .iter()
            .flat_map(|package| ["--package", *package]);
        fixed
            .into_iter()
            .chain(packages)
            .map(str::to_owned)
            .collect()
    }
}

impl Crates {
    /// The package of a Lambda.
    pub(crate) fn root(&self, name: &str, version: &str) -> Option<&Crate> {
        let mut roots = self.uses.keys();
        roots.find(|it| it.name == name && it.version == version && it.folder.is_some())
    }

    /// All that a crate is made with, but for itself.
    pub(crate) fn below<'a>(&'a self, root: &'a Crate) -> BTreeSet<&'a Crate> {
        let mut found = BTreeSet::new();
        let mut left = vec![root];
        while let Some(next) = left.pop() {
            let uses = self.uses.get(next).into_iter().flatten();
            left.extend(uses.filter(|it| found.insert(*it)));
        }
        found.remove(root);
        found
    }

    /// What `Cargo.lock` says of a crate; nothing of one of the repository's own.
    pub(crate) fn locked(&self, of: &Crate) -> Locked {
        let key = (of.name.clone(), of.version.clone());
        let all = self.locked.get(&key).into_iter().flatten();
        let mut all = all.filter(|it| it.source.is_none() == of.folder.is_some());
        all.next().cloned().unwrap_or_default()
    }
}

/// Understands the lines of `cargo tree`: `2|serde v1.0.228|MIT OR Apache-2.0|`, with ` (*)` at the end where all
/// below was printed before.
fn parse(lines: &[String], root: &Utf8Path) -> Option<Crates> {
    let mut crates = Crates::default();
    let mut path: Vec<Crate> = Vec::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let mut parts = line.split('|');
        let (depth, package, licence) = (parts.next()?, parts.next()?, parts.next()?);
        let found = crate_of(package, root)?;
        path.truncate(depth.parse().ok()?);
        if let Some(user) = path.last() {
            crates
                .uses
                .entry(user.clone())
                .or_default()
                .insert(found.clone());
        }
        crates.uses.entry(found.clone()).or_default();
        if !licence.is_empty() {
            crates
                .licences
                .insert(found.clone(), licence.replace('/', " OR "));
        }
        path.push(found);
    }
    Some(crates)
}

/// `greeting v0.1.0 (/source/crates/greeting)`.
fn crate_of(package: &str, root: &Utf8Path) -> Option<Crate> {
    let mut words = package.splitn(3, ' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let place = words.next().map(|it| it.trim_matches(['(', ')']));
    let folder = place.map(Utf8Path::new).filter(|it| it.is_absolute());
    Some(Crate {
        name: name.to_owned(),
        version: version.to_owned(),
        // As seen from the root: a release is the same wherever it is made.
        folder: folder.map(|it| it.strip_prefix(root).unwrap_or(it).to_owned()),
    })
}

fn locked(text: &str) -> Result<BTreeMap<(String, String), Vec<Locked>>, toml_edit::TomlError> {
    let lock: DocumentMut = text.parse()?;
    let mut all: BTreeMap<_, Vec<Locked>> = BTreeMap::new();
    let packages = lock.get("package").and_then(|it| it.as_array_of_tables());
    for package in packages.into_iter().flatten() {
        let key = (value(package, "name"), value(package, "version"));
        if let (Some(name), Some(version)) = key {
            let locked = Locked {
                source: value(package, "source"),
                checksum: value(package, "checksum"),
            };
            all.entry((name, version)).or_default().push(locked);
        }
    }
    Ok(all)
}

fn value(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests;
