//! Everything that exists in an account and region.

use std::fmt;

use super::Inspector;
use super::probe::Probe;
use super::probes::PROBES;
use crate::error::Error;

/// Something that exists in the emulator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// What it is: `SQS queue`.
    pub kind: &'static str,
    /// Its name, with its id behind it in brackets where names may be alike.
    pub name: String,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}

impl Inspector {
    /// The kinds of resources that an inventory looks for.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        PROBES.iter().map(|probe| probe.kind)
    }

    /// Everything of [these kinds](Self::kinds) that exists in the account and region, sorted. What
    /// AWS has in each account by itself does not count, and neither does what is gone but for a
    /// term that AWS keeps it: the default event bus, policies and keys of AWS's own, stacks that
    /// were deleted, keys and secrets whose deletion was asked for.
    ///
    /// Roles and policies are an account's and show in each region.
    pub fn inventory(&self) -> Result<Vec<Resource>, Error> {
        let mut found = Vec::new();
        for probe in PROBES {
            let names = self.names(probe)?.into_iter();
            found.extend(names.map(|name| Resource {
                kind: probe.kind,
                name,
            }));
        }
        found.sort_unstable();
        Ok(found)
    }

    pub(super) fn names(&self, probe: &Probe) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        let Some((owners, parameter)) = probe.of_each else {
            self.add_names(probe, None, &mut names)?;
            return Ok(names);
        };
        for owner in self.names(owners)? {
            self.add_names(probe, Some((parameter, &owner)), &mut names)?;
        }
        Ok(names)
    }

    fn add_names(
        &self,
        probe: &Probe,
        of: Option<(&str, &str)>,
        names: &mut Vec<String>,
    ) -> Result<(), Error> {
        self.each_page(probe.call(&self.region, of), probe.next(), |answer| {
            names.extend(probe.names(answer)?);
            Ok(())
        })
    }
}
