//! An emulator for one run.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use std::net::{Ipv4Addr, TcpListener, TcpStream};

use common::{ACCOUNT, Bench, REGION, aws, create_queue, kill, poll, queues, runs};
use emulator::{Error, Event, Status, Up};

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

#[test]
fn it_answers_as_the_account_in_the_region_and_is_gone_when_stopped() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let (port, pid) = (running.port(), running.pid());
    assert_eq!(running.endpoint(), format!("http://127.0.0.1:{port}"));
    assert!(runs(pid));
    for account in [ACCOUNT, "210987654321"] {
        let identity = aws(port, "sts", account, WHO);
        assert!(
            identity.contains(&format!("<Account>{account}</Account>")),
            "{identity}"
        );
    }
    // A key that is no account id is one of the account that was asked for.
    let identity = aws(port, "sts", "AKIAIOSFODNN7EXAMPLE", WHO);
    assert!(
        identity.contains(&format!("<Account>{ACCOUNT}</Account>")),
        "{identity}"
    );
    let queue = create_queue(port);
    assert!(
        queue.contains(&format!("http://localhost:{port}/")),
        "{queue}"
    );
    let log = std::fs::read_to_string(running.log_path()).unwrap();
    assert!(log.contains("Ready"), "{log}");

    running.stop().unwrap();
    assert!(!runs(pid));
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    assert!(!bench.state_path().exists());
    assert!(!bench.work_dir().join("tmp").exists());
}

#[test]
fn it_forgets_everything_when_reset() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    create_queue(running.port());
    assert_eq!(queues(running.port()), 1);
    running.reset().unwrap();
    assert_eq!(queues(running.port()), 0);
}

#[test]
fn it_ends_when_dropped() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let (port, pid) = (running.port(), running.pid());
    drop(running);
    assert!(!runs(pid));
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}

#[test]
fn one_that_is_kept_outlives_its_run() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let pid = running.pid();
    create_queue(running.port());
    let state = running.keep().unwrap();
    assert_eq!(state.pid(), pid);
    assert_eq!(bench.status(), Status::Running(state.clone()));
    assert_eq!(bench.up().unwrap(), Up::AlreadyRunning(state.clone()));
    assert_eq!(queues(state.port), 1);
    assert_eq!(bench.down().unwrap(), Some(state));
    assert!(!runs(pid));
}

#[test]
fn one_that_was_killed_is_told_and_stopped_all_the_same() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let pid = running.pid();
    assert!(running.death().is_none());
    kill(pid);
    poll("end of the emulator", || (!runs(pid)).then_some(()));
    let death = running.death().unwrap().to_string();
    assert!(death.contains("signal 9"), "{death}");
    assert!(death.contains("Ready"), "{death}");
    assert!(matches!(running.reset(), Err(Error::Request { .. })));
    running.stop().unwrap();
    assert!(!bench.state_path().exists());
}

#[test]
fn a_port_that_somebody_has_is_left_to_them() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut bench = Bench::new();
    bench.settings.first_port = Some(port);
    let running = bench.start().unwrap();
    assert_ne!(running.port(), port);
    assert!(bench.events().contains(&Event::PortTaken { port }));
    assert_eq!(queues(running.port()), 0);
}

#[test]
fn another_emulator_is_not_taken_for_ones_own() {
    let (first, mut second) = (Bench::new(), Bench::new());
    let first = first.start().unwrap();
    create_queue(first.port());
    second.settings.first_port = Some(first.port());
    let second = second.start().unwrap();
    assert_ne!(second.port(), first.port());
    assert_eq!((queues(first.port()), queues(second.port())), (1, 0));
}

#[test]
fn a_port_that_is_free_is_taken_first() {
    let mut bench = Bench::new();
    let port = bench.start().unwrap().port();
    bench.settings.first_port = Some(port);
    let running = bench.start().unwrap();
    // Unless somebody else was faster.
    let taken = bench.events().contains(&Event::PortTaken { port });
    assert!(taken || running.port() == port);
}

#[test]
fn it_is_pointed_at_by_environment_variables() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let variables = running.client_variables();
    let endpoint = running.endpoint();
    for (name, value) in [
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", ACCOUNT),
        ("AWS_REGION", REGION),
        ("AWS_DEFAULT_REGION", REGION),
    ] {
        assert!(
            variables.contains(&(name, value.to_owned())),
            "{variables:?}"
        );
    }
}

#[test]
fn one_that_dies_at_its_start_is_told_with_the_end_of_its_log() {
    let bench = Bench::with_fake("dies");
    let error = bench.start().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("exit code 7"), "{text}");
    assert!(text.contains("no space left on device"), "{text}");
    assert!(!error.is_missing());
    assert!(!bench.state_path().exists());
}

#[test]
fn ports_are_not_tried_for_ever() {
    let bench = Bench::with_fake("taken");
    let error = bench.start().unwrap_err();
    assert!(matches!(error, Error::NoPort { tried: 8 }), "{error}");
    assert_eq!(bench.events().len(), 8);
    assert!(!bench.state_path().exists());
}

#[test]
fn a_start_that_is_interrupted_leaves_nothing() {
    let bench = Bench::with_fake("silent");
    let pid = std::thread::scope(|scope| {
        let start = scope.spawn(|| bench.start());
        let pid = poll("state file", || {
            let text = std::fs::read_to_string(bench.state_path()).ok()?;
            let state: serde_json::Value = serde_json::from_str(&text).ok()?;
            state["pid"].as_i64()
        });
        bench.cancel.request();
        let error = start.join().unwrap().unwrap_err();
        assert!(error.is_interrupted(), "{error}");
        i32::try_from(pid).unwrap()
    });
    assert!(!runs(pid));
    assert!(!bench.state_path().exists());
}

#[test]
fn one_run_at_a_time_works_in_a_folder() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| bench.start());
        poll("the second one's word", || {
            bench.events().contains(&Event::Waiting).then_some(())
        });
        let pid = running.pid();
        assert!(!second.is_finished());
        running.stop().unwrap();
        let second = second.join().unwrap().unwrap();
        assert_ne!(second.pid(), pid);
    });
}
