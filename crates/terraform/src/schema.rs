//! Asking a provider for all that it says of its types.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use process::{Cancel, CommandError};
use provider_proxy::{PackageError, ProxyError, Schema};

use crate::environment::Environment;
use crate::lock_file::LockFile;
use crate::outcome::InitOutcome;
use crate::provider::LockedProvider;
use crate::quote::quoted;
use crate::toolchain::Ready;

/// Why a provider's schema cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The provider is not good, or does not say.
    #[error(transparent)]
    Provider(#[from] ProxyError),
    /// Terraform cannot be run to install it.
    #[error(transparent)]
    Terraform(#[from] CommandError),
    /// Terraform cannot install it.
    #[error("`terraform init` cannot install `{provider}`: {reason}")]
    Init {
        /// The provider and its version.
        provider: String,
        /// What terraform said.
        reason: String,
    },
    /// The folder to install it in cannot be written.
    #[error("cannot write to `{dir}`: {source}")]
    Write {
        /// The folder.
        dir: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Ready {
    /// What a provider says of its types. Where it is not unpacked on this machine, terraform installs it in
    /// `dir`, a folder for this alone.
    pub fn schema(
        &self,
        locked: &LockedProvider,
        dir: &Utf8Path,
        cancel: &Cancel,
    ) -> Result<Schema, SchemaError> {
        let attached = self.attached();
        let env = Environment::nowhere().variables(std::env::vars_os(), None);
        if let Some(schema) = attached.schema(dir, locked, &env, cancel)? {
            return Ok(schema);
        }
        self.install(locked, dir, cancel)?;
        let schema = attached.schema(dir, locked, &env, cancel)?;
        schema.ok_or_else(|| not_installed(locked, format!("it is not in `{dir}` after it")))
    }

    /// Runs `terraform init` for a configuration that needs this provider and no other.
    fn install(
        &self,
        locked: &LockedProvider,
        dir: &Utf8Path,
        cancel: &Cancel,
    ) -> Result<(), SchemaError> {
        let write = || {
            std::fs::create_dir_all(dir)?;
            std::fs::write(dir.join("terraform.tf"), configuration(locked))?;
            std::fs::write(LockFile::path_in(dir), lock_file(locked))
        };
        write().map_err(|source| SchemaError::Write {
            dir: dir.to_owned(),
            source,
        })?;
        let log = dir.join("init.log");
        let runner = self.runner(cancel.clone());
        let init = runner.init(dir, &log, &Environment::nowhere())?;
        if init.ok {
            Ok(())
        } else {
            Err(not_installed(locked, first_error(&init, &log)))
        }
    }
}

fn configuration(locked: &LockedProvider) -> String {
    let (source, version) = (locked.address.to_string(), locked.version.to_string());
    format!(
        "# Written by `cargo xtask schema record`, to install the provider.\n\
         terraform {{\n  required_providers {{\n    it = {{\n      source  = {}\n      version = {}\n    \
         }}\n  }}\n}}\n",
        quoted(&source),
        quoted(&version)
    )
}

fn lock_file(locked: &LockedProvider) -> String {
    let (address, version) = (locked.address.to_string(), locked.version.to_string());
    let hashes = locked.hashes.iter().map(|hash| quoted(hash));
    format!(
        "provider {} {{\n  version     = {}\n  constraints = {}\n  hashes = [{}]\n}}\n",
        quoted(&address),
        quoted(&version),
        quoted(&version),
        hashes.collect::<Vec<_>>().join(", ")
    )
}

fn not_installed(locked: &LockedProvider, reason: String) -> SchemaError {
    SchemaError::Init {
        provider: format!("{} {}", locked.address, locked.version),
        reason,
    }
}

/// Terraform's first error, in one line.
fn first_error(init: &InitOutcome, log: &Utf8Path) -> String {
    let error = init.diagnostics.iter().find(|it| it.is_error());
    let said = error.map(|error| {
        let detail: Vec<&str> = error.detail.split_whitespace().collect();
        format!("{}: {}", error.summary, detail.join(" "))
    });
    said.unwrap_or_else(|| format!("see {log}"))
}

impl SchemaError {
    /// The same as a finding; nothing when it was interrupted.
    pub fn to_finding(&self) -> Option<Finding> {
        let (code, hint) = match self {
            SchemaError::Provider(ProxyError::Interrupted)
            | SchemaError::Terraform(CommandError::Interrupted) => return None,
            SchemaError::Provider(ProxyError::Package(PackageError::Mismatch { .. })) => (
                Code::ProviderLock,
                "run `terraform providers lock -platform=linux_amd64 -platform=darwin_arm64` in each stack, \
                 so that all lock files have the hashes of all machines",
            ),
            SchemaError::Write { .. } => (
                Code::UnwritableFile,
                "check the rights of `target/` and the space on its disk",
            ),
            SchemaError::Provider(_) | SchemaError::Terraform(_) | SchemaError::Init { .. } => (
                Code::ProviderUnavailable,
                "check the network, or set XTASK_PROVIDER_MIRROR to what `terraform providers mirror DIR` fills",
            ),
        };
        Some(Finding::error(code, self.to_string()).with_hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::*;

    #[test]
    fn what_is_written_for_terraform_is_read_as_it_was_meant() {
        let locked = LockedProvider {
            address: "hashicorp/aws".parse().unwrap(),
            version: Version::new(5, 100, 0),
            hashes: vec!["h1:a+b/c=".to_owned(), "zh:\"${x}".to_owned()],
            line: 1,
        };
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        std::fs::write(LockFile::path_in(dir), lock_file(&locked)).unwrap();
        let read = LockFile::read(&LockFile::path_in(dir)).unwrap();
        assert_eq!(read.providers, std::slice::from_ref(&locked));
        let configuration = configuration(&locked);
        assert!(
            hcl_edit::parser::parse_body(&configuration).is_ok(),
            "{configuration}"
        );
    }
}
