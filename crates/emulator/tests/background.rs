//! An emulator that outlives the command that started it.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::process::Command;

use common::{Bench, create_queue, kill, poll, queues, runs};
use emulator::{Error, Event, Status, Up};

#[test]
fn it_goes_up_and_down() {
    let bench = Bench::new();
    assert_eq!(bench.status(), Status::Stopped);
    assert_eq!(bench.down().unwrap(), None);
    assert!(!bench.work_dir().exists(), "a question makes no folder");

    let state = bench.started();
    assert_eq!(bench.status(), Status::Running(state.clone()));
    assert_eq!(state.version, emulator::version());
    assert!(runs(state.pid()));
    create_queue(state.port);

    // It stays as it is, whatever region is asked for.
    let mut other = Bench::new();
    other.settings.work_dir = bench.work_dir().to_owned();
    other.settings.region = "us-east-1".to_owned();
    assert_eq!(other.up().unwrap(), Up::AlreadyRunning(state.clone()));
    assert_eq!(queues(state.port), 1);

    assert_eq!(bench.down().unwrap(), Some(state.clone()));
    assert!(!runs(state.pid()));
    assert_eq!(bench.status(), Status::Stopped);
    assert_eq!(bench.down().unwrap(), None);
}

#[test]
fn of_two_at_once_one_starts_it() {
    let bench = Bench::new();
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| bench.up().unwrap());
        let other = scope.spawn(|| bench.up().unwrap());
        (one.join().unwrap(), other.join().unwrap())
    });
    match (one, other) {
        (Up::Started(one), Up::AlreadyRunning(other))
        | (Up::AlreadyRunning(one), Up::Started(other)) => assert_eq!(one, other),
        both => panic!("{both:?}"),
    }
}

#[test]
fn one_that_was_killed_is_noticed_and_started_anew() {
    let bench = Bench::new();
    let first = bench.started();
    kill(first.pid());
    poll("end of the emulator", || (!runs(first.pid())).then_some(()));
    assert_eq!(bench.status(), Status::Stopped);
    let second = bench.started();
    assert_ne!(second.pid(), first.pid());
    assert_eq!(bench.down().unwrap(), Some(second));
}

#[test]
fn a_stranger_with_the_process_id_is_left_alone() {
    let bench = Bench::new();
    let state = bench.started();
    let mut stranger = Command::new("sleep").arg("1000").spawn().unwrap();
    let pid = i32::try_from(stranger.id()).unwrap();
    bench.down().unwrap();
    let text = serde_json::to_string(&state).unwrap();
    std::fs::write(bench.state_path(), text).unwrap();
    bench.set_in_state("pid", pid.into());

    assert_eq!(bench.status(), Status::Stopped);
    assert_eq!(bench.down().unwrap(), None);
    assert!(!bench.state_path().exists());
    assert!(runs(pid));
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn one_that_a_killed_run_left_is_ended_by_the_next() {
    for (key, begins) in [("background", true), ("ready", false)] {
        let bench = Bench::new();
        let stray = bench.started();
        bench.set_in_state(key, false.into());
        if begins {
            drop(bench.start().unwrap());
        } else {
            assert!(matches!(bench.status(), Status::Starting(_)));
            bench.started();
        }
        let pid = stray.pid();
        assert!(
            bench.events().contains(&Event::EndingStray { pid }),
            "{key}"
        );
        assert!(!runs(pid), "{key}");
    }
}

#[test]
fn a_run_of_its_own_does_not_disturb_it() {
    let bench = Bench::new();
    let state = bench.started();
    let error = bench.start().unwrap_err();
    assert!(
        matches!(error, Error::InUse { pid, .. } if pid == state.pid()),
        "{error}"
    );
    assert_eq!(bench.status(), Status::Running(state));
}

#[test]
fn one_that_gives_no_answer_is_told_and_ended_even_if_it_will_not() {
    let bench = Bench::with_fake("silent");
    let pid = std::thread::scope(|scope| {
        let up = scope.spawn(|| bench.up());
        let pid = poll("state file", || match bench.status() {
            Status::Starting(state) => Some(state.pid()),
            _ => None,
        });
        // As if its start had been seen to its end.
        bench.set_in_state("ready", true.into());
        assert!(matches!(bench.status(), Status::Silent(_)));
        bench.cancel.request();
        up.join().unwrap().unwrap_err();
        pid
    });
    assert!(!runs(pid));
}

#[test]
fn nonsense_in_the_state_file_is_nothing() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.work_dir()).unwrap();
    std::fs::write(bench.state_path(), "{").unwrap();
    assert_eq!(bench.status(), Status::Stopped);
    bench.started();
}
