//! What can be typed. The help texts here are the reference.

use std::num::NonZeroUsize;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Builds, checks and deploys the systems of this repository.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    propagate_version = true
)]
#[command(
    after_help = "Exit codes: 0 fine, 1 findings or a failed step, 2 usage, \
    3 something is missing on this machine, 130 interrupted."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List environments, systems, their stacks in order, and their Lambdas.
    List(EstateArguments),
    /// Show which stack reads which.
    Graph(EstateArguments),
    /// Format Rust, Terraform and TOML.
    Fmt(FmtArguments),
    /// Check every stack of every environment with the real Terraform and AWS provider: formats,
    /// outputs against their consumers, init, validate, plan. Needs no AWS account and no network.
    Verify(VerifyArguments),
    /// Run all tests: the workspace's, and `terraform test` of every module.
    Test(TestArguments),
    /// Tell what this machine has of what is needed, and what to do about the rest.
    Doctor(DoctorArguments),
}

#[derive(Debug, Args)]
pub(crate) struct EstateArguments {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = EstateFormat::Human)]
    pub(crate) format: EstateFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EstateFormat {
    /// Text for people.
    Human,
    /// JSON for machines.
    Json,
    /// The graph as a Mermaid flowchart, which GitHub draws in Markdown.
    Mermaid,
    /// The graph for Graphviz.
    Dot,
}

#[derive(Debug, Args)]
pub(crate) struct FmtArguments {
    /// Change nothing; report what is not formatted and exit with 1.
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}

/// Which terraform, and whose providers.
#[derive(Debug, Args)]
pub(crate) struct TerraformArguments {
    /// The terraform program, instead of the first on PATH.
    #[arg(long = "terraform", value_name = "FILE", env = "XTASK_TERRAFORM")]
    binary: Option<Utf8PathBuf>,
    /// A folder with providers, laid out as by `terraform providers mirror`, instead of the places
    /// where one is looked for.
    #[arg(long, value_name = "DIR", env = "XTASK_PROVIDER_MIRROR")]
    provider_mirror: Option<Utf8PathBuf>,
}

impl TerraformArguments {
    /// As the terraform crate takes them.
    pub(crate) fn settings(&self) -> terraform::Settings {
        terraform::Settings {
            binary: self.binary.clone(),
            provider_mirror: self.provider_mirror.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// Text for people.
    Human,
    /// JSON for machines, on stdout.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// Only this environment.
    #[arg(long, value_name = "ENV")]
    pub(crate) env: Option<String>,
    /// Only this system.
    #[arg(long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// Only the stacks that match: `product/*`, or `*-product` for the stack's name alone.
    #[arg(long, value_name = "GLOB")]
    pub(crate) stack: Option<String>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    /// How many terraform processes may run at a time [default: the number of cores].
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// The environment that the credentials must point at [default: any].
    #[arg(long, value_name = "ENV")]
    pub(crate) env: Option<String>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}
