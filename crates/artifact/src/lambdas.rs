//! The Lambdas of the workspace, as cargo sees them.

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location, nearest};
use serde::Deserialize;

use crate::Error;
use crate::host::Host;

/// One Lambda: a binary of a package below `lambdas/<system>/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lambda {
    /// The name of the binary.
    pub(crate) name: String,
    pub(crate) system: String,
    pub(crate) package: String,
    pub(crate) version: String,
    /// Cargo's identifier of the package.
    pub(crate) package_id: String,
    /// The package's `Cargo.toml`, relative to the root.
    pub(crate) manifest: Utf8PathBuf,
}

/// What matters here of a workspace.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    /// By name.
    pub(crate) lambdas: Vec<Lambda>,
    /// As cargo spells it.
    pub(crate) root: Utf8PathBuf,
    /// Where cargo puts what it makes: one folder or, where they are set apart, two.
    pub(crate) target_dirs: Vec<Utf8PathBuf>,
}

/// What `cargo metadata` prints.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: Utf8PathBuf,
    target_directory: Utf8PathBuf,
    /// Cargo 1.91 and newer.
    build_directory: Option<Utf8PathBuf>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    manifest_path: Utf8PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn read(host: &Host<'_>) -> Result<Self, Error> {
        let manifest = host.root.join("Cargo.toml");
        let args = [
            "metadata",
            "--no-deps",
            "--format-version=1",
            "--color=never",
            "--manifest-path",
            manifest.as_str(),
        ];
        let args = args.map(str::to_owned);
        let output = host.run(&host.program("CARGO", "cargo"), &args, None)?;
        if !output.exit.is_success() {
            return Err(Error::Workspace(output.stderr.join("\n")));
        }
        Self::parse(&output.stdout.concat()).map_err(|error| Error::Workspace(error.to_string()))
    }

    fn parse(text: &str) -> serde_json::Result<Self> {
        let metadata: Metadata = serde_json::from_str(text)?;
        let root = metadata.workspace_root;
        let mut lambdas: Vec<Lambda> = metadata
            .packages
            .iter()
            .flat_map(|package| lambdas(package, &root))
            .collect();
        lambdas.sort_by(|a, b| (&a.name, &a.manifest).cmp(&(&b.name, &b.manifest)));
        let mut target_dirs = vec![metadata.target_directory];
        target_dirs.extend(metadata.build_directory);
        target_dirs.dedup();
        Ok(Self {
            lambdas,
            root,
            target_dirs,
        })
    }

    /// The Lambdas of some names, or all.
    pub(crate) fn select(&self, names: &[String]) -> Result<Vec<&Lambda>, Error> {
        let unknown = names
            .iter()
            .filter(|name| !self.lambdas.iter().any(|lambda| lambda.name == **name));
        let sentences: Vec<String> = unknown.map(|name| self.no_lambda(name)).collect();
        if !sentences.is_empty() {
            return Err(Error::UnknownLambda(sentences.join("\n")));
        }
        let lambdas = self.lambdas.iter();
        let lambdas = lambdas.filter(|it| names.is_empty() || names.contains(&it.name));
        Ok(lambdas.collect())
    }

    fn no_lambda(&self, name: &str) -> String {
        let names: Vec<&str> = self.lambdas.iter().map(|it| it.name.as_str()).collect();
        match nearest(name, names.iter().copied()) {
            Some(nearest) => format!("there is no Lambda `{name}`; did you mean `{nearest}`?"),
            None if names.is_empty() => format!(
                "there is no Lambda `{name}`: no package below `lambdas/<system>/` has a binary"
            ),
            None => format!(
                "there is no Lambda `{name}`; there are: {}",
                names.join(", ")
            ),
        }
    }

    /// Lambdas of one name: their zips would be one file.
    pub(crate) fn duplicates(&self) -> Vec<Finding> {
        let pairs = self.lambdas.windows(2);
        let pairs = pairs.filter(|pair| pair[0].name == pair[1].name);
        let findings = pairs.map(|pair| {
            let message = format!("two Lambdas are called `{}`", pair[0].name);
            Finding::error(Code::LambdaDuplicate, message)
                .at(Location::file(&pair[1].manifest))
                .with_related(Location::file(&pair[0].manifest), "the other one")
                .with_hint("rename one of the two binaries")
        });
        findings.collect()
    }
}

fn lambdas(package: &Package, root: &Utf8Path) -> Vec<Lambda> {
    let Ok(manifest) = package.manifest_path.strip_prefix(root) else {
        return Vec::new();
    };
    let parts: Vec<&str> = manifest.components().map(|it| it.as_str()).collect();
    let ["lambdas", system, _, ..] = parts[..] else {
        return Vec::new();
    };
    let binaries = package.targets.iter();
    let binaries = binaries.filter(|target| target.kind.iter().any(|kind| kind == "bin"));
    let lambdas = binaries.map(|target| Lambda {
        name: target.name.clone(),
        system: system.to_owned(),
        package: package.name.clone(),
        version: package.version.clone(),
        package_id: package.id.clone(),
        manifest: manifest.to_owned(),
    });
    lambdas.collect()
}

#[cfg(test)]
mod tests;
