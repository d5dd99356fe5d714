//! `cargo xtask local`.

use std::io::{self, Write};
use std::time::Duration;

use anyhow::Context;
use camino::Utf8PathBuf;
use emulator::{Event, Host, LOG_FILE, Settings, State, Status, Tail, Up};

use crate::cli::{
    LocalCommand, LocalLogsArguments, LocalStatusArguments, LocalUpArguments, ResultFormat,
};
use crate::exit::{Exit, Stop, usage};
use crate::{interrupt, local, repository, screen};

/// How often a log that is followed is looked at.
const LOOK: Duration = Duration::from_millis(100);

pub(crate) fn run(command: &LocalCommand) -> anyhow::Result<Exit> {
    match command {
        LocalCommand::Up(arguments) => up(arguments),
        LocalCommand::Down => down(),
        LocalCommand::Status(arguments) => status(arguments),
        LocalCommand::Logs(arguments) => logs(arguments),
    }
}

/// Where the local AWS lives.
fn dir() -> anyhow::Result<Utf8PathBuf> {
    Ok(local::dir(&repository::root()?))
}

fn up(arguments: &LocalUpArguments) -> anyhow::Result<Exit> {
    let (estate, _) = repository::load_quietly()?;
    let name = &arguments.env;
    let env = estate.environment(name).ok_or_else(|| {
        usage(format!(
            "there is no environment `{name}`, or its file is broken"
        ))
    })?;
    let settings = Settings {
        python: arguments.python.path(),
        ..Settings::new(&dir()?, &env.region, &env.account)
    };
    let cancel = interrupt::cancel_on_signals()?;
    let host = Host {
        cancel: &cancel,
        observer: &tell,
    };
    let state = match emulator::up(&settings, &host).map_err(stop)? {
        Up::Started(state) => {
            screen::complain(&format!("the local AWS is up: {}", facts(&state)));
            state
        }
        Up::AlreadyRunning(state) => {
            screen::complain(&format!("the local AWS already runs: {}", facts(&state)));
            if state.region != settings.region || state.account != settings.account {
                screen::complain(&format!(
                    "it stays as it is; to have it for `{name}` ({}, account {}), which forgets \
                     what is in it: cargo xtask local down && cargo xtask local up --env {name}",
                    settings.region, settings.account
                ));
            }
            state
        }
    };
    screen::print(&exports(&state))?;
    Ok(Exit::Fine)
}

fn down() -> anyhow::Result<Exit> {
    let cancel = interrupt::cancel_on_signals()?;
    let host = Host {
        cancel: &cancel,
        observer: &tell,
    };
    let ended = emulator::down(&dir()?, &host).map_err(stop)?;
    screen::complain(&match ended {
        Some(state) => format!("the local AWS is down (it was process {})", state.pid()),
        None => "the local AWS does not run".to_owned(),
    });
    Ok(Exit::Fine)
}

fn status(arguments: &LocalStatusArguments) -> anyhow::Result<Exit> {
    let status = emulator::status(&dir()?).map_err(stop)?;
    screen::print(&match arguments.format {
        ResultFormat::Human => status_text(&status),
        ResultFormat::Json => report::to_json(&status.json())?,
    })?;
    if status.is_running() {
        return Ok(Exit::Fine);
    }
    Ok(Exit::Findings)
}

fn logs(arguments: &LocalLogsArguments) -> anyhow::Result<Exit> {
    let path = dir()?.join(LOG_FILE);
    let cancel = interrupt::cancel_on_signals()?;
    if !arguments.follow && !path.exists() {
        anyhow::bail!("there is no log yet: `cargo xtask local up` starts the local AWS");
    }
    let mut tail = Tail::new(&path);
    loop {
        let bytes = tail.read().with_context(|| format!("`{path}`"))?;
        if !write(&bytes)? || !arguments.follow {
            return Ok(Exit::Fine);
        }
        if cancel.is_requested() {
            return Ok(Exit::Interrupted);
        }
        std::thread::sleep(LOOK);
    }
}

/// Writes to stdout. Whether somebody still reads there.
fn write(bytes: &[u8]) -> anyhow::Result<bool> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => written
            .map(|()| true)
            .context("cannot write to standard output"),
    }
}

/// What goes on, for people.
fn tell(event: Event) {
    screen::complain(&local::told(event));
}

/// An error with its exit code.
fn stop(error: emulator::Error) -> anyhow::Error {
    let exit = if error.is_interrupted() {
        Exit::Interrupted
    } else if error.is_missing() {
        Exit::Missing
    } else {
        Exit::Findings
    };
    let hint = match &error {
        emulator::Error::NotAnswering { .. } => ": cargo xtask local down",
        _ => "",
    };
    let message = format!("{error}{hint}");
    Stop { exit, message }.into()
}

fn facts(state: &State) -> String {
    format!(
        "{}, {}, account {}, process {}, ministack {}",
        state.endpoint(),
        state.region,
        state.account,
        state.pid(),
        state.version
    )
}

/// Lines for a shell. No value has anything in it that a shell would read otherwise.
fn exports(state: &State) -> String {
    emulator::client_variables(&state.endpoint(), &state.account, &state.region)
        .map(|(name, value)| format!("export {name}={value}\n"))
        .concat()
}

fn status_text(status: &Status) -> String {
    let Some(state) = status.state() else {
        return "stopped\n".to_owned();
    };
    let what = match status {
        Status::Silent(_) => "runs, but does not answer",
        status => status.as_str(),
    };
    let rows = [
        ("status", what.to_owned()),
        ("endpoint", state.endpoint()),
        ("process", state.pid().to_string()),
        ("version", format!("ministack {}", state.version)),
        ("region", state.region.clone()),
        ("account", state.account.clone()),
        ("uptime", uptime(state.uptime())),
    ];
    rows.map(|(name, value)| format!("{name:<9} {value}\n"))
        .concat()
}

/// `12 s`, `3 min 12 s`, `5 h 3 min`.
fn uptime(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptimes_have_two_units_at_most() {
        for (seconds, expected) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min 0 s"),
            (192, "3 min 12 s"),
            (18_192, "5 h 3 min"),
            (180_000, "50 h 0 min"),
        ] {
            assert_eq!(uptime(Duration::from_secs(seconds)), expected);
        }
    }
}
