//! The local AWS, as every command that uses one sees it.

use camino::{Utf8Path, Utf8PathBuf};
use emulator::{Event, Status};
use estate::Environment;

/// Where the local AWS lives.
pub(crate) fn dir(root: &Utf8Path) -> Utf8PathBuf {
    root.join("target/xtask/local")
}

/// What is wrong with working on an environment at this address: the local AWS of this repository plays one, and calls
/// without credentials, as those of an API's users, reach that one alone.
pub(crate) fn misfit(root: &Utf8Path, endpoint: &str, environment: &Environment) -> Option<String> {
    let Ok(Status::Running(state)) = emulator::status(&dir(root)) else {
        return None;
    };
    let played = (state.account.as_str(), state.region.as_str());
    let wanted = (environment.account.as_str(), environment.region.as_str());
    let is_other = state.endpoint() == endpoint.trim_end_matches('/') && played != wanted;
    is_other.then(|| {
        let (name, (account, region)) = (&environment.name, played);
        format!(
            "the local AWS plays account {account} in {region}, and `{name}` is another: \
             cargo xtask local down, and then cargo xtask local up --env {name}"
        )
    })
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
