//! Drives the terraform binary.
//!
//! Everything that knows how terraform is found, configured, started, stopped and
//! understood lives here; what the results mean for a stack is the caller's business.
//!
//! The way through the crate:
//! 1. [`Binary::find`] finds a terraform that is new enough.
//! 2. [`LockFile::read`] says which providers are locked, [`locate`] where they come from,
//!    and [`CliConfig::write`] tells terraform.
//! 3. [`Scratch::prepare`] copies the repository's Terraform to a work folder and
//!    [`Scratch::write_overrides`] makes a stack plannable without an AWS account.
//! 4. [`Runner`] runs `init`, `validate`, `plan`, `apply` and `test` there, until [`Cancel`] says stop.
//! 5. [`to_finding`] turns a [`Diagnostic`] into a `Finding` about the repository's own files.

mod apply;
mod attached;
mod binary;
mod call;
mod changes;
mod cli_config;
mod diagnostic;
mod document;
mod environment;
mod files;
mod findings;
mod garbage;
mod hints;
mod imports;
mod init_failure;
mod journal;
mod lock_file;
mod mendable;
mod mirror;
mod options;
mod outcome;
mod overrides;
mod provider;
mod provider_source;
mod quote;
mod records;
mod run;
mod schema;
mod scratch;
mod search_roots;
mod sensitive;
mod state_lock;
mod toolchain;

mod ui;

pub use binary::{Binary, BinaryError, MINIMUM};
pub use changes::Changes;
pub use cli_config::{CliConfig, CliConfigError};
pub use diagnostic::{Diagnostic, DiagnosticSeverity, Position, Range, Snippet, SnippetValue};
pub use document::{Change, OutputValue, PlanDocument, ResourceChange, StateContent, StateVersion};
pub use environment::Environment;
pub use findings::{PathMap, Step, to_finding};
pub use hints::wants_known_keys;
pub use init_failure::InitFailure;
pub use journal::Journal;
pub use lock_file::{LockFile, LockFileError};
pub use options::{ApplyOptions, PlanMode, PlanOptions, Simulated};
pub use outcome::{
    ApplyOutcome, InitOutcome, PlanOutcome, TestOutcome, TestRun, TestStatus, ValidateOutcome,
};
pub use overrides::{Overrides, ProviderBlock, RemoteStateBlock, is_override, simulated_state};
pub use process::{Cancel, CommandError, Exit, Output};
pub use provider::{BadAddress, LockedProvider, ProviderAddress, Wanted};
pub use provider_proxy::Schema;
pub use provider_source::{Located, ProviderSource, ProviderSourceError, locate};
pub use run::Runner;
pub use schema::SchemaError;
pub use scratch::{Imports, Scratch, ScratchError, Skipped};
pub use search_roots::{FoundBy, SearchRoots};
pub use toolchain::{Ready, Settings, Toolchain, UseRecords};
