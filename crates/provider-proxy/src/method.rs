//! The calls of terraform to a provider.

use hyper::http::request::Parts;
use simulation::Simulation;

/// The name of what is called: `ApplyResourceChange`.
pub(crate) fn name(call: &Parts) -> &str {
    last(call.uri.path())
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The calls that ask whether a block is valid, in both versions of the protocol.
const VALIDATE: [&str; 5] = [
    "ValidateResourceTypeConfig",
    "ValidateDataSourceConfig",
    "ValidateResourceConfig",
    "ValidateDataResourceConfig",
    "ValidateEphemeralResourceConfig",
];

/// What is to be done with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Answered with the cut schema.
    Schema,
    /// Answered once for all who ask the same.
    Prepare,
    /// Decides on the provider for all that follows.
    Configure,
    /// Answered, and not heeded where others use the provider.
    Stop,
    /// Asked before the provider is configured: whether a block of the configuration is valid.
    Validate,
    /// What is to be done about a resource.
    Plan,
    /// Asks AWS, and may be simulated.
    Simulated,
    /// Of the connection to a plugin's own process. Forwarded, its endless streams would hang.
    Plumbing,
    /// The provider's business.
    Other,
}

impl Method {
    /// Versions 5 and 6 of the protocol have different names for the same calls.
    pub(crate) fn of(path: &str) -> Self {
        match path {
            "/tfplugin5.Provider/GetSchema" | "/tfplugin6.Provider/GetProviderSchema" => {
                Self::Schema
            }
            "/tfplugin5.Provider/PrepareProviderConfig"
            | "/tfplugin6.Provider/ValidateProviderConfig" => Self::Prepare,
            "/tfplugin5.Provider/Configure" | "/tfplugin6.Provider/ConfigureProvider" => {
                Self::Configure
            }
            "/tfplugin5.Provider/Stop" | "/tfplugin6.Provider/StopProvider" => Self::Stop,
            path if path.starts_with("/plugin.") => Self::Plumbing,
            path if path.ends_with("/PlanResourceChange") => Self::Plan,
            path if Simulation::knows(last(path)) => Self::Simulated,
            path if VALIDATE.contains(&last(path)) => Self::Validate,
            _ => Self::Other,
        }
    }
}
