//! Ctrl-C and its relatives.

use anyhow::Context;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use terraform::Cancel;

use crate::secrets;

/// A token that the signals SIGINT, SIGTERM and SIGHUP request: running terraform processes are
/// told to stop, and nothing new starts. A second SIGINT kills them.
pub(crate) fn cancel_on_signals() -> anyhow::Result<Cancel> {
    let cancel = Cancel::hiding(secrets::known().clone());
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch for Ctrl-C")?;
    let on_signal = cancel.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // A terminal that is closed, and a CI that ends a job, send several: only people mean it by a second.
            if signal == SIGINT || !on_signal.is_requested() {
                on_signal.request();
            }
        }
    });
    Ok(cancel)
}
