//! Names and versions of providers.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use semver::Version;

/// The full address of a provider: `registry.terraform.io/hashicorp/aws`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderAddress {
    /// Host of the registry, with its port if it has one.
    pub host: String,
    /// Who publishes it.
    pub namespace: String,
    /// The provider's own name: `aws`.
    pub name: String,
}

/// What is wrong with a provider's address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a provider's address; write `host/namespace/name`, as in `registry.terraform.io/hashicorp/aws`"
)]
pub struct BadAddress(String);

impl ProviderAddress {
    /// Whether the provider is part of the terraform binary, so that nobody has to install it.
    pub fn is_builtin(&self) -> bool {
        self.host == "terraform.io" && self.namespace == "builtin"
    }
}

impl FromStr for ProviderAddress {
    type Err = BadAddress;

    /// Reads `host/namespace/name`, or `namespace/name` for the public registry.
    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let parts: Vec<&str> = text.split('/').collect();
        let [host, namespace, name] = match parts[..] {
            [host, namespace, name] => [host, namespace, name],
            [namespace, name] => ["registry.terraform.io", namespace, name],
            _ => return Err(BadAddress(text.to_owned())),
        };
        if [host, namespace, name].into_iter().all(is_safe) {
            let [host, namespace, name] = [host, namespace, name].map(str::to_owned);
            Ok(Self {
                host,
                namespace,
                name,
            })
        } else {
            Err(BadAddress(text.to_owned()))
        }
    }
}

/// Addresses become folder names, so nothing may be in them that climbs out of a folder.
fn is_safe(part: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    !part.is_empty() && !part.starts_with('.') && part.chars().all(allowed)
}

impl fmt::Display for ProviderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.host, self.namespace, self.name)
    }
}

/// One provider as a lock file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedProvider {
    /// Whose it is and what it is called.
    pub address: ProviderAddress,
    /// The only version that may be installed.
    pub version: Version,
    /// The checksums, one of which the installed package must have (`h1:…`, `zh:…`).
    pub hashes: Vec<String>,
    /// The line of the lock file at which it starts, from 1.
    pub line: usize,
}

/// A provider that some stack needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose it is and what it is called.
    pub address: ProviderAddress,
    /// The versions needed, each of them; empty when any version will do.
    pub versions: BTreeSet<Version>,
}

impl Wanted {
    /// A provider of which any version will do: nothing is locked.
    pub fn any(address: ProviderAddress) -> Self {
        let versions = BTreeSet::new();
        Self { address, versions }
    }
}

impl From<&LockedProvider> for Wanted {
    fn from(locked: &LockedProvider) -> Self {
        Self {
            address: locked.address.clone(),
            versions: BTreeSet::from([locked.version.clone()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProviderAddress;

    #[test]
    fn addresses_are_read_and_strange_ones_refused() {
        let good = [
            (
                "registry.terraform.io/hashicorp/aws",
                "registry.terraform.io/hashicorp/aws",
            ),
            ("hashicorp/aws", "registry.terraform.io/hashicorp/aws"),
            ("localhost:8080/a/b-c", "localhost:8080/a/b-c"),
        ];
        for (text, expected) in good {
            assert_eq!(
                text.parse::<ProviderAddress>().unwrap().to_string(),
                expected
            );
        }
        for text in [
            "",
            "aws",
            "a/b/c/d",
            "../../etc",
            "a//b",
            "a/b/..",
            "a/b/c d",
            "a/b/\0",
        ] {
            assert!(text.parse::<ProviderAddress>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn builtin_providers_are_known() {
        let builtin: ProviderAddress = "terraform.io/builtin/terraform".parse().unwrap();
        assert!(builtin.is_builtin());
        assert!(
            !"hashicorp/aws"
                .parse::<ProviderAddress>()
                .unwrap()
                .is_builtin()
        );
    }
}
