//! The local AWS of a rehearsal, which ends with it unless it is kept.

use emulator::{Error, Host, Running, Settings};
use finding::{Code, Finding};
use process::Cancel;

use crate::{Audience, Options};

/// Starts one with the environment's account and region. One that is to be kept lives where `cargo xtask
/// local` looks for it.
pub(crate) fn start(
    options: &Options<'_>,
    cancel: &Cancel,
    audience: &dyn Audience,
) -> Result<Running, Error> {
    let environment = options.environment;
    let mut settings = Settings::new(options.local_dir, &environment.region, &environment.account);
    settings.python.clone_from(&options.python);
    if !options.keep {
        settings.work_dir = options.work_dir.path().join("local");
    }
    let tell = |event| audience.local_aws(event);
    let host = Host {
        cancel,
        observer: &tell,
    };
    emulator::start(&settings, &host)
}

/// What an error of the local AWS means. One that an interruption caused means nothing more.
pub(crate) fn findings(error: &Error) -> Vec<Finding> {
    if error.is_interrupted() {
        return Vec::new();
    }
    let code = if error.is_missing() {
        Code::ToolMissing
    } else {
        Code::LocalAws
    };
    let finding = Finding::error(code, error.to_string());
    vec![match error {
        Error::InUse { .. } => finding.with_hint("end it first: cargo xtask local down"),
        _ => finding,
    }]
}
