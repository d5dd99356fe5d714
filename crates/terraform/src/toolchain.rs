//! All that has to be there before terraform can run: the binary, the lock files, the providers.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location};
use process::Cancel;

use crate::attached::Attached;
use crate::binary::{Binary, BinaryError};
use crate::cli_config::CliConfig;
use crate::lock_file::{LockFile, LockFileError};
use crate::provider::{LockedProvider, Wanted};
use crate::provider_source::{Located, locate};
use crate::records::Records;
use crate::run::Runner;
use crate::search_roots::SearchRoots;

/// What the user says about terraform and its providers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The terraform program; `None` for the first on PATH.
    pub binary: Option<Utf8PathBuf>,
    /// A provider mirror; `None` to look in the usual places.
    pub provider_mirror: Option<Utf8PathBuf>,
    /// Whether each terraform starts its providers itself, as it would without us.
    pub stock_provider: bool,
    /// When the recorded schemas of the providers take their place.
    pub records: UseRecords,
}

/// When the recorded schema of a provider takes its place. What is made with one must never be applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UseRecords {
    /// Never.
    #[default]
    Never,
    /// Where terraform cannot install the provider.
    WhereMissing,
    /// Always, also where the provider is there.
    Always,
}

/// What was found of what terraform needs.
#[derive(Debug)]
pub struct Toolchain {
    /// The program, if there is one that will do.
    pub binary: Option<Binary>,
    /// Everything to run it with; `None` also when only a provider is missing.
    pub ready: Option<Ready>,
    /// What is missing or wrong.
    pub findings: Vec<Finding>,
}

/// A terraform that can run.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The program.
    pub binary: Binary,
    /// What the stacks' lock files lock; each provider and version once.
    pub locked: Vec<LockedProvider>,
    /// Where each locked provider comes from.
    pub providers: Vec<Located>,
    cli_config: CliConfig,
    attached: Arc<Attached>,
    stock: bool,
}

impl Toolchain {
    /// Looks for everything that the stacks (folders relative to `root`) need, and writes
    /// terraform's configuration to `config_dir`.
    pub fn prepare(
        settings: &Settings,
        root: &Utf8Path,
        stacks: &[Utf8PathBuf],
        config_dir: &Utf8Path,
        cancel: &Cancel,
    ) -> Self {
        let mut findings = Vec::new();
        let locked = read_locks(root, stacks, &mut findings);
        let binary = match Binary::find(settings.binary.as_deref(), root, cancel) {
            Ok(binary) => Some(binary),
            Err(error) => {
                findings.extend(error.to_finding());
                None
            }
        };
        let ready = binary.clone().and_then(|binary| {
            Ready::new(binary, locked, settings, root, config_dir, &mut findings)
        });
        Self {
            binary,
            ready,
            findings,
        }
    }
}

impl Ready {
    fn new(
        binary: Binary,
        locked: Vec<LockedProvider>,
        settings: &Settings,
        root: &Utf8Path,
        config_dir: &Utf8Path,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let providers = located(settings, &locked, &binary.platform)
            .map_err(|finding| findings.push(finding))
            .ok()?;
        let unwritable = |error: String| {
            let finding = Finding::error(Code::UnwritableFile, error);
            finding.with_hint("check the rights of `target/` and the space on its disk")
        };
        let cli_config = CliConfig::write(config_dir, &providers)
            .map_err(|error| findings.push(unwritable(error.to_string())))
            .ok()?;
        // Beside the folder: commands with a folder each share what they find out.
        let store = config_dir.parent().unwrap_or(config_dir).join("providers");
        let (sources, platform) = (providers.clone(), binary.platform.clone());
        let attached = Attached::new(
            sources,
            locked.clone(),
            platform,
            store,
            Records::new(root, settings.records),
        )
        .map_err(|error| findings.push(unwritable(format!("no place for sockets: {error}"))))
        .ok()?;
        if settings.records == UseRecords::Always {
            let missing = attached.records.go_on_without(&locked);
            findings.extend(missing.into_iter().map(|address| not_recorded(&address)));
        }
        Some(Self {
            binary,
            locked,
            providers,
            cli_config,
            attached: Arc::new(attached),
            stock: settings.stock_provider,
        })
    }

    /// The locked version of a provider from HashiCorp's registry; the newest of several.
    pub fn locked_version(&self, namespace: &str, name: &str) -> Option<&semver::Version> {
        let wanted = |locked: &&LockedProvider| {
            locked.address.namespace == namespace && locked.address.name == name
        };
        self.locked
            .iter()
            .filter(wanted)
            .map(|locked| &locked.version)
            .max()
    }

    /// The providers that we start.
    pub(crate) fn attached(&self) -> &Attached {
        &self.attached
    }

    /// Something to run terraform's commands with, until the token says stop.
    pub fn runner(&self, cancel: Cancel) -> Runner {
        Runner::new(self.binary.clone(), self.cli_config.clone(), cancel)
            .with_providers(Arc::clone(&self.attached), self.stock)
    }
}

impl BinaryError {
    /// What a run without terraform has to say; nothing when it was interrupted.
    pub fn to_finding(&self) -> Option<Finding> {
        let code = match self {
            BinaryError::NotFound { .. } | BinaryError::DoesNotRun { .. } => Code::ToolMissing,
            BinaryError::TooOld { .. } => Code::ToolTooOld,
            BinaryError::Interrupted => return None,
        };
        let hint = match self {
            BinaryError::NotFound { what } if what.contains("that is set") => {
                "unset XTASK_TERRAFORM, or name a terraform that is there"
            }
            _ if cfg!(target_os = "macos") => "brew install hashicorp/tap/terraform",
            _ => {
                "sudo apt-get install terraform, once HashiCorp's package source is set up as \
                 https://developer.hashicorp.com/terraform/install says"
            }
        };
        Some(Finding::error(code, self.to_string()).with_hint(hint))
    }
}

/// Where the providers come from; none is looked for where none is needed.
fn located(
    settings: &Settings,
    locked: &[LockedProvider],
    platform: &str,
) -> Result<Vec<Located>, Finding> {
    if settings.records == UseRecords::Always {
        return Ok(Vec::new());
    }
    let roots = SearchRoots::of_this_machine(settings.provider_mirror.clone());
    let wanted: Vec<Wanted> = locked.iter().map(Wanted::from).collect();
    locate(&roots, &wanted, platform).map_err(|error| {
        let finding = Finding::error(Code::ProviderUnavailable, error.to_string());
        finding.with_hint("unset XTASK_PROVIDER_MIRROR, or run `terraform providers mirror DIR`")
    })
}

fn not_recorded(address: &str) -> Finding {
    let message = format!("no schema of the locked version of {address} is recorded");
    Finding::error(Code::ProviderUnavailable, message)
        .with_hint("run `cargo xtask schema record` on a machine that has the provider")
}

/// The providers that the stacks lock, each version once.
fn read_locks(
    root: &Utf8Path,
    stacks: &[Utf8PathBuf],
    findings: &mut Vec<Finding>,
) -> Vec<LockedProvider> {
    let mut locked: Vec<LockedProvider> = Vec::new();
    let mut seen = BTreeSet::new();
    for stack in stacks {
        let path = LockFile::path_in(&root.join(stack));
        match LockFile::read(&path) {
            Ok(file) => locked.extend(file.providers.into_iter().filter(|provider| {
                seen.insert((provider.address.clone(), provider.version.clone()))
            })),
            Err(error) => findings.push(lock_finding(&error, stack)),
        }
    }
    locked
}

fn lock_finding(error: &LockFileError, stack: &Utf8Path) -> Finding {
    let file = LockFile::path_in(stack);
    let missing = matches!(
        error,
        LockFileError::Read { source, .. } if source.kind() == io::ErrorKind::NotFound
    );
    let message = if missing {
        format!("`{file}` is missing: nothing says which provider versions `{stack}` is made for")
    } else {
        error.to_string()
    };
    Finding::error(Code::ProviderLock, message)
        .at(Location::file(file))
        .with_hint(format!(
            "copy a neighbour's, or run `terraform -chdir={stack} init -backend=false`; commit it"
        ))
}
