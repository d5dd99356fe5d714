//! What can be typed. The help texts here are the reference.

mod deploy;
mod release;

use std::num::NonZeroUsize;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use run::Filter;

pub(crate) use deploy::{DeployArguments, DestroyArguments, PlanArguments, SiteArguments};
pub(crate) use release::{PackageArguments, VerifyReleaseArguments};

/// Checks, tests and deploys the systems of this repository, and gives them an AWS on this machine.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    propagate_version = true
)]
#[command(
    after_help = "Exit codes: 0 fine, 1 findings or a failed step, 2 usage, \
    3 something is missing on this machine, 4 a gate stays shut, 130 interrupted."
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
    /// outputs against their consumers, init, validate, plan. Needs no AWS account.
    Verify(VerifyArguments),
    /// Build Lambdas as zips that are the same bytes wherever they are built: target/lambda/.
    Build(BuildArguments),
    /// Deploy a whole environment to an AWS on this machine, try it out, and destroy it: the real
    /// Terraform, AWS provider and Lambdas. Needs no AWS account.
    Rehearse(RehearseArguments),
    /// Build a release from the commit: the Lambdas with a bill of materials each, Terraform, environments, and the
    /// hashes of all, the same bytes wherever it is made.
    Package(PackageArguments),
    /// Tell whether a release is as it was made, and everything in which it is not. Needs no repository.
    VerifyRelease(VerifyReleaseArguments),
    /// Plan every stack of an environment, in order, with its real state, and tell what would be done.
    Plan(PlanArguments),
    /// Plan an environment, ask its gate, and apply exactly these plans, each stack after all that it reads.
    Deploy(DeployArguments),
    /// Destroy what is deployed in an environment, each stack after all that read it.
    Destroy(DestroyArguments),
    /// Compare an environment with what was applied there. Exit code 1 when something differs.
    Drift(SiteArguments),
    /// Tell what is deployed: which release or commit each stack was last changed by, when, and by whom.
    Status(SiteArguments),
    /// Print the outputs of an environment's stacks; not the values of sensitive ones.
    Outputs(SiteArguments),
    /// Run all tests: the workspace's, and `terraform test` of every module.
    Test(TestArguments),
    /// Measure how long something takes, against the usual way to do it.
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Tell what this machine has of what is needed, and what to do about the rest.
    Doctor(DoctorArguments),
    /// Run an AWS on this machine, to deploy to and to try things on. Needs no account, and no
    /// network but for its installation at first use.
    #[command(subcommand)]
    Local(LocalCommand),
    /// Keep what providers say of their types in the repository: schemas/.
    #[command(subcommand)]
    Schema(SchemaCommand),
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
    pub(crate) terraform: BinaryArguments,
}

/// Which terraform.
#[derive(Debug, Args)]
pub(crate) struct BinaryArguments {
    /// The terraform program, instead of the first on PATH.
    #[arg(long = "terraform", value_name = "FILE", env = "XTASK_TERRAFORM")]
    binary: Option<Utf8PathBuf>,
}

impl BinaryArguments {
    /// The program that was named. An empty name, as of an empty variable, is none.
    pub(crate) fn path(&self) -> Option<Utf8PathBuf> {
        self.binary.clone().filter(|path| !path.as_str().is_empty())
    }
}

/// Which terraform, and whose providers.
#[derive(Debug, Args)]
pub(crate) struct TerraformArguments {
    #[command(flatten)]
    providers: ProviderArguments,
    /// Let each terraform start its providers itself, as it would without xtask: slowly.
    #[arg(long, env = "XTASK_STOCK_PROVIDER")]
    stock_provider: bool,
}

impl TerraformArguments {
    /// As the terraform crate takes them.
    pub(crate) fn settings(&self) -> terraform::Settings {
        terraform::Settings {
            stock_provider: self.stock_provider,
            ..self.providers.settings()
        }
    }
}

/// Which terraform, and whose providers, where we start these.
#[derive(Debug, Args)]
pub(crate) struct ProviderArguments {
    #[command(flatten)]
    binary: BinaryArguments,
    /// A folder with providers, laid out as by `terraform providers mirror`, instead of the places
    /// where one is looked for.
    #[arg(long, value_name = "DIR", env = "XTASK_PROVIDER_MIRROR")]
    provider_mirror: Option<Utf8PathBuf>,
}

impl ProviderArguments {
    /// As the terraform crate takes them.
    pub(crate) fn settings(&self) -> terraform::Settings {
        let mirror = self.provider_mirror.clone();
        terraform::Settings {
            binary: self.binary.path(),
            provider_mirror: mirror.filter(|path| !path.as_str().is_empty()),
            ..terraform::Settings::default()
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

/// Which stacks, in which environments.
#[derive(Debug, Args)]
pub(crate) struct FilterArguments {
    /// Only this environment.
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// Only this system.
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// Only the stacks that match: `product/*`, or `*-product` for the stack's name alone.
    #[arg(long, value_name = "GLOB")]
    stack: Option<String>,
}

impl FilterArguments {
    /// As the run crate takes them.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            env: self.env.clone(),
            system: self.system.clone(),
            stack: self.stack.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    /// How many terraform processes may run at a time [default: the number of cores].
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Run everything, also what was fine before and has not changed since.
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Write each plan as JSON to DIR/<env>/<system>/<stack>.json, with sensitive values in the clear.
    #[arg(long, value_name = "DIR")]
    pub(crate) plans: Option<Utf8PathBuf>,
    /// Do without the providers, as on a machine that has none: by their schemas, which are recorded. What only a
    /// provider checks is not checked then.
    #[arg(long, conflicts_with = "stock_provider")]
    without_providers: bool,
    #[command(flatten)]
    terraform: TerraformArguments,
}

impl VerifyArguments {
    /// As the terraform crate takes them.
    pub(crate) fn settings(&self) -> terraform::Settings {
        let records = if self.without_providers {
            terraform::UseRecords::Always
        } else {
            terraform::UseRecords::WhereMissing
        };
        terraform::Settings {
            records,
            ..self.terraform.settings()
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// `verify` against a loop of terraform init, validate, plan and show. Takes ten minutes or more.
    Verify(BenchArguments),
}

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// How often each is measured; the medians count.
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) runs: NonZeroUsize,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Leave out the generated estates of 10, 50 and 200 stacks.
    #[arg(long)]
    pub(crate) no_growth: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
}

#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    /// Names of Lambdas [default: all].
    #[arg(value_name = "LAMBDA")]
    pub(crate) lambdas: Vec<String>,
    /// How they are compiled.
    #[arg(long, value_enum, default_value_t = BuildProfile::Release)]
    pub(crate) profile: BuildProfile,
    /// The machine that they are for.
    #[arg(long, value_enum, default_value_t = Arch::Arm64)]
    pub(crate) arch: Arch,
    /// Link with cargo-zigbuild, against the C library of Lambda, even where cargo alone would do.
    #[arg(long)]
    pub(crate) zigbuild: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BuildProfile {
    /// Small and fast, for AWS.
    Release,
    /// Quick to build, for an AWS on this machine.
    Rehearsal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Arch {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86_64,
}

#[derive(Debug, Args)]
pub(crate) struct RehearseArguments {
    /// The environment.
    #[arg(value_name = "ENV")]
    pub(crate) env: String,
    /// Only this system.
    #[arg(long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// Destroy nothing and leave it running; `cargo xtask local down` ends it.
    #[arg(long)]
    pub(crate) keep: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    /// How many steps may run at a time [default: twice the number of cores].
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) terraform: TerraformArguments,
    #[command(flatten)]
    pub(crate) python: PythonArguments,
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

#[derive(Debug, Subcommand)]
pub(crate) enum LocalCommand {
    /// Start it in the background and print what points the AWS CLI, Terraform and SDKs at it:
    /// eval "$(cargo xtask local up)".
    Up(LocalUpArguments),
    /// End it. It keeps everything in memory: what is in it is gone.
    Down,
    /// Tell whether it runs. Exit code 0 when it runs and answers, 1 when not.
    Status(LocalStatusArguments),
    /// Print what it has logged since its last start.
    Logs(LocalLogsArguments),
}

#[derive(Debug, Args)]
pub(crate) struct LocalUpArguments {
    /// The environment whose account and region it plays.
    #[arg(long, value_name = "ENV", default_value = "dev")]
    pub(crate) env: String,
    #[command(flatten)]
    pub(crate) python: PythonArguments,
}

/// Which Python.
#[derive(Debug, Args)]
pub(crate) struct PythonArguments {
    /// The Python (3.10 or newer) to install the local AWS for, instead of the first python3 on PATH.
    #[arg(long, value_name = "FILE", env = "XTASK_PYTHON")]
    python: Option<Utf8PathBuf>,
}

impl PythonArguments {
    /// The program that was named. An empty name, as of an empty variable, is none.
    pub(crate) fn path(&self) -> Option<Utf8PathBuf> {
        self.python.clone().filter(|path| !path.as_str().is_empty())
    }
}

#[derive(Debug, Args)]
pub(crate) struct LocalStatusArguments {
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
}

#[derive(Debug, Args)]
pub(crate) struct LocalLogsArguments {
    /// Go on with what comes, until Ctrl-C.
    #[arg(long)]
    pub(crate) follow: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Ask each provider that the stacks lock, and write schemas/<namespace>/<name>.json and .pb.br. To be
    /// run, and committed, when the lock files lock another version.
    Record(SchemaRecordArguments),
}

#[derive(Debug, Args)]
pub(crate) struct SchemaRecordArguments {
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
    #[command(flatten)]
    pub(crate) terraform: ProviderArguments,
}
