//! What can be typed to make a release, and to look at one.

use camino::Utf8PathBuf;
use clap::Args;

use super::{Arch, ResultFormat};

#[derive(Debug, Args)]
pub(crate) struct PackageArguments {
    /// Where the release goes: a folder, or one file if the name ends in .zip [default: target/releases/NAME].
    #[arg(long, value_name = "DIR|FILE.zip")]
    pub(crate) out: Option<Utf8PathBuf>,
    /// The machine that the Lambdas are for.
    #[arg(long, value_enum, default_value_t = Arch::Arm64)]
    pub(crate) arch: Arch,
    /// Link with cargo-zigbuild, against the C library of Lambda, even where cargo alone would do.
    #[arg(long)]
    pub(crate) zigbuild: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyReleaseArguments {
    /// The release: a folder, or a zip.
    #[arg(value_name = "DIR|FILE.zip")]
    pub(crate) path: Utf8PathBuf,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = ResultFormat::Human)]
    pub(crate) format: ResultFormat,
}
