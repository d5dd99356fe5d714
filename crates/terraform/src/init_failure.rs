//! Telling the ways apart in which `terraform init` fails.

use crate::diagnostic::Diagnostic;

/// Why `terraform init` failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InitFailure {
    /// A provider cannot be had: it is in no mirror, or its registry cannot be reached.
    /// Every stack that needs it fails alike, so it is worth saying only once.
    ProviderUnavailable {
        /// The provider as terraform names it: `hashicorp/aws`; empty when it does not say.
        provider: String,
    },
    /// A provider is there, but not the one that the lock file allows, or the lock file does
    /// not fit the configuration.
    ProviderLock {
        /// The provider as terraform names it; empty when it does not say.
        provider: String,
    },
    /// Something else: the configuration, mostly.
    Other,
}

/// Details that mean the lock file, whatever the summary. Terraform's own words (1.11).
const LOCK_DETAILS: [&str; 2] = [
    "doesn't match any of the checksums previously recorded",
    "does not match configured version constraint",
];

/// Summaries that are about getting hold of a provider.
const PROVIDER_SUMMARIES: [&str; 6] = [
    "Failed to query available provider packages",
    "Failed to install provider",
    "Failed to resolve provider packages",
    "Could not retrieve providers for locked versions",
    "Incompatible provider version",
    "Invalid provider registry host",
];

impl InitFailure {
    /// What an error that `init` reported means.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic {
            summary, detail, ..
        } = diagnostic;
        let about_provider = PROVIDER_SUMMARIES.contains(&summary.as_str());
        let about_lock = summary.contains("dependency lock file")
            || summary == "Provider dependency changes detected"
            || about_provider && LOCK_DETAILS.iter().any(|part| detail.contains(part));
        if about_lock {
            InitFailure::ProviderLock {
                provider: provider(detail),
            }
        } else if about_provider {
            InitFailure::ProviderUnavailable {
                provider: provider(detail),
            }
        } else {
            InitFailure::Other
        }
    }
}

/// The provider's name in `… for provider hashicorp/aws: …` or
/// `Error while installing hashicorp/aws v5.100.0: …`.
fn provider(detail: &str) -> String {
    let after = |start: &str| detail.split_once(start).map(|(_, rest)| rest);
    let rest = after("for provider ").or_else(|| after("Error while installing "));
    let name = rest.and_then(|rest| rest.split_whitespace().next());
    name.unwrap_or_default().trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{self, Event};

    #[test]
    fn real_failures_are_told_apart() {
        let unavailable = || InitFailure::ProviderUnavailable {
            provider: "hashicorp/aws".to_owned(),
        };
        let lock = |provider: &str| InitFailure::ProviderLock {
            provider: provider.to_owned(),
        };
        // One real diagnostic a line, in this order.
        let expected = [
            ("not in the mirror", unavailable()),
            ("registry not reachable", unavailable()),
            ("no version that fits", unavailable()),
            ("checksum", lock("hashicorp/aws")),
            ("locked version does not fit", lock("hashicorp/aws")),
            ("not locked at all", lock("")),
            ("broken lock file", lock("")),
            ("terraform too old", InitFailure::Other),
            ("syntax", InitFailure::Other),
            ("module not there", InitFailure::Other),
        ];
        let fixture = include_str!("../tests/fixtures/init-failures.jsonl");
        let events: Vec<Event> = fixture.lines().map(Event::parse).collect();
        let all = ui::diagnostics(&events);
        assert_eq!(all.len(), expected.len());
        for (diagnostic, (name, failure)) in all.iter().zip(expected) {
            assert_eq!(InitFailure::of(diagnostic), failure, "{name}");
        }
    }
}
