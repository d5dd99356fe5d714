//! The local AWS, as every command that uses one sees it.

use camino::{Utf8Path, Utf8PathBuf};
use emulator::Event;

/// Where the local AWS lives.
pub(crate) fn dir(root: &Utf8Path) -> Utf8PathBuf {
    root.join("target/xtask/local")
}

/// What goes on, for people.
pub(crate) fn told(event: Event) -> String {
    match event {
        Event::Waiting => "waiting for another `local` in this repository".to_owned(),
        Event::Installing => format!(
            "installing the local AWS (ministack {}) from PyPI; once, and for some seconds",
            emulator::version()
        ),
        Event::EndingStray { pid } => {
            format!("ending process {pid}, which a run that was killed has left behind")
        }
        Event::PortTaken { port } => format!("port {port} was taken; trying another"),
    }
}
