//! What can be typed to work on one environment.

use std::ffi::OsStr;
use std::num::NonZeroUsize;

use camino::Utf8PathBuf;
use clap::Args;
use deployment::{Aws, Given};
use run::Filter;

use super::{ResultFormat, TerraformArguments};

/// Which stacks of which environment, and with what.
#[derive(Debug, Args)]
pub(crate) struct SiteArguments {
    /// The environment.
    #[arg(value_name = "ENV")]
    pub(crate) env: String,
    /// Only this system.
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// Only the stacks that match: `product/*`, or `*-product` for the stack's name alone. A stack that keeps its
    /// state in a file, such as `bootstrap/state`, takes part only where it is named here.
    #[arg(long, value_name = "GLOB")]
    pub(crate) stack: Option<String>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    /// How many steps may run at a time [default: twice the number of cores].
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// An AWS on this machine to work on instead of the real one, such as `cargo xtask local up` starts.
    #[arg(long, value_name = "URL", env = "XTASK_AWS_ENDPOINT")]
    aws_endpoint: Option<String>,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}

impl SiteArguments {
    /// As the run crate takes them.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            env: Some(self.env.clone()),
            system: self.system.clone(),
            stack: self.stack.clone(),
        }
    }

    /// The filter as it was typed, with a blank before each part.
    pub(crate) fn narrowed(&self) -> String {
        let parts = [("system", &self.system), ("stack", &self.stack)];
        let parts = parts.into_iter().filter_map(|(name, value)| {
            let value = value.as_ref()?;
            Some(format!(" --{name} '{value}'"))
        });
        parts.collect()
    }

    /// Which AWS; else what is wrong with what was said of it.
    pub(crate) fn aws(&self) -> Result<Aws, String> {
        match self.aws_endpoint.as_deref().filter(|it| !it.is_empty()) {
            Some(endpoint) if is_loopback(endpoint) => Ok(Aws::Local(endpoint.to_owned())),
            Some(endpoint) => Err(format!(
                "`{endpoint}` is no address of an AWS on this machine, such as http://127.0.0.1:4566"
            )),
            // What `cargo xtask local up` exports would pass for the real one.
            None => match std::env::vars_os().find(|(name, _)| is_endpoint(name)) {
                Some((name, _)) => Err(format!(
                    "{} is set, and this is about the real AWS: unset it, or pass --aws-endpoint",
                    name.to_string_lossy()
                )),
                None => Ok(Aws::Real),
            },
        }
    }
}

fn is_endpoint(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == "AWS_ENDPOINT_URL" || name.starts_with("AWS_ENDPOINT_URL_")
}

/// Whether an address is one of this machine alone, in numbers, which is how S3 is asked by path: `http://127.0.0.1:4566`.
fn is_loopback(endpoint: &str) -> bool {
    let rest = endpoint.strip_prefix("http://");
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(rest));
    let host = host.filter(|host| !host.contains('@'));
    host.is_some_and(|host| {
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        ["127.0.0.1", "[::1]"].contains(&name) && port.parse::<u16>().is_ok()
    })
}

/// What is said to the gate of an environment.
#[derive(Debug, Args)]
pub(crate) struct GateArguments {
    /// It was approved: where nobody can be asked, as behind the reviewers of a GitHub environment.
    #[arg(long)]
    approve: bool,
    /// The environment's name once more, where nobody can be asked to type it.
    #[arg(long, value_name = "ENV")]
    confirm: Option<String>,
}

impl GateArguments {
    /// As the deployment crate takes them.
    pub(crate) fn given(&self) -> Given {
        Given {
            approved: self.approve,
            confirmed: self.confirm.clone(),
        }
    }
}

/// What is deployed.
#[derive(Debug, Args)]
pub(crate) struct ReleaseArguments {
    /// Take everything from a release that `package` has made, and nothing from the repository: Lambdas, Terraform,
    /// environments.
    #[arg(long = "release", value_name = "DIR|FILE.zip")]
    pub(crate) path: Option<Utf8PathBuf>,
}

impl ReleaseArguments {
    /// As it was typed, with a blank before it.
    pub(crate) fn given(&self) -> String {
        let path = self.path.as_ref();
        path.map(|path| format!(" --release {path}"))
            .unwrap_or_default()
    }
}

#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Save the plans to DIR, bound to what they were made from, for `deploy --plan DIR`. They are encrypted with
    /// `XTASK_PLAN_KEY` (64 hexadecimal digits), or else with a key that stays on this machine.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<Utf8PathBuf>,
    #[command(flatten)]
    pub(crate) release: ReleaseArguments,
}

#[derive(Debug, Args)]
pub(crate) struct DeployArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Apply the plans that `plan --out DIR` has saved, if nothing that they hang on has changed.
    #[arg(long, value_name = "DIR")]
    pub(crate) plan: Option<Utf8PathBuf>,
    #[command(flatten)]
    pub(crate) release: ReleaseArguments,
    #[command(flatten)]
    pub(crate) gate: GateArguments,
}

#[derive(Debug, Args)]
pub(crate) struct DestroyArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    #[command(flatten)]
    pub(crate) gate: GateArguments,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_a_local_aws() {
        for (endpoint, expected) in [
            ("http://127.0.0.1:4566", true),
            ("http://127.0.0.1:4566/", true),
            ("http://[::1]:4566", true),
            ("http://127.0.0.1", true),
            ("https://127.0.0.1:4566", false),
            ("http://127.0.0.1.example.com:4566", false),
            ("http://127.0.0.1:4566@example.com", false),
            ("http://example.com#127.0.0.1", false),
            ("http://user@127.0.0.1:1", false),
            ("http://10.0.0.1:4566", false),
            ("127.0.0.1:4566", false),
            ("", false),
        ] {
            assert_eq!(is_loopback(endpoint), expected, "{endpoint}");
        }
    }
}
