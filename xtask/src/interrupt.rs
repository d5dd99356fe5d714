//! Ctrl-C and its relatives.

use anyhow::Context;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use terraform::Cancel;

/// A token that the signals SIGINT, SIGTERM and SIGHUP request: running terraform processes are
/// told to stop, and nothing new starts. A second signal kills them.
pub(crate) fn cancel_on_signals() -> anyhow::Result<Cancel> {
    let cancel = Cancel::new();
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch for Ctrl-C")?;
    let on_signal = cancel.clone();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            on_signal.request();
        }
    });
    Ok(cancel)
}
