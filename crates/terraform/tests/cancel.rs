//! Stopping: no process is left, whatever it takes.

// clippy.toml allows this in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use camino::Utf8Path;
use common::{Bench, group_size, offline, poll};
use rustix::process::{Pid, Signal, kill_process};
use terraform::{Binary, Cancel, CliConfig, CommandError, Runner};

/// A killed process may take a moment to be gone.
fn wait_for_the_end_of(group: i32) {
    poll("the end of the group", || {
        (group_size(group) == 0).then_some(())
    });
}

/// The group of the only command that runs, once it has at least `size` processes.
fn running_group(cancel: &Cancel, size: usize) -> i32 {
    poll("a command with all its processes", || {
        let group = *cancel.running().first()?;
        (group_size(group) >= size).then_some(group)
    })
}

#[test]
fn a_plan_that_is_interrupted_leaves_no_process_and_no_lock() {
    let bench = Bench::new();
    let (runner, (_, dir), log) = (bench.runner(), bench.scratch(), bench.log());
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let (options, cancel) = (bench.plan_options(), bench.cancel.clone());
    let group = std::thread::scope(|scope| {
        let plan = scope.spawn(|| runner.plan(&dir, &options, &log));
        // Terraform and its provider.
        let group = running_group(&cancel, 2);
        cancel.request();
        let result = plan.join().unwrap();
        assert!(
            matches!(result, Err(CommandError::Interrupted)),
            "{result:?}"
        );
        group
    });
    wait_for_the_end_of(group);
    assert!(cancel.running().is_empty());
    let names = dir
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_owned());
    let locks: Vec<_> = names.filter(|name| name.contains("lock.info")).collect();
    assert!(locks.is_empty(), "{locks:?}");
    // And nothing starts any more.
    let result = runner.validate(&dir, &log, &offline());
    assert!(
        matches!(result, Err(CommandError::Interrupted)),
        "{result:?}"
    );
}

#[test]
fn a_terraform_that_is_killed_is_reported_and_leaves_no_provider() {
    let bench = Bench::new();
    let (runner, (_, dir), log) = (bench.runner(), bench.scratch(), bench.log());
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let (options, cancel) = (bench.plan_options(), bench.cancel.clone());
    std::thread::scope(|scope| {
        let plan = scope.spawn(|| runner.plan(&dir, &options, &log));
        let group = running_group(&cancel, 2);
        // As the system does when it runs out of memory: terraform alone.
        kill_process(Pid::from_raw(group).unwrap(), Signal::KILL).unwrap();
        let plan = plan.join().unwrap().unwrap();
        assert!(!plan.ok);
        let last = plan.diagnostics.last().unwrap();
        assert!(
            last.summary.starts_with("terraform was killed by signal 9"),
            "{last:#?}"
        );
        wait_for_the_end_of(group);
    });
}

/// A runner of a program that does not end when asked to, and has a child.
fn stubborn(dir: &Utf8Path, cancel: &Cancel) -> Runner {
    let binary = Binary {
        path: Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fake/hangs"),
        version: terraform::MINIMUM,
        platform: "linux_amd64".to_owned(),
    };
    Runner::new(binary, CliConfig::write(dir, &[]).unwrap(), cancel.clone())
}

fn interrupt(cancel: &Cancel, times: usize) {
    let temp = tempfile::tempdir().unwrap();
    let dir = Utf8Path::from_path(temp.path()).unwrap();
    let (runner, log) = (stubborn(dir, cancel), dir.join("log"));
    std::thread::scope(|scope| {
        let run = scope.spawn(|| runner.validate(dir, &log, &offline()));
        let group = running_group(cancel, 2);
        // It says so when it no longer listens to SIGINT.
        poll("the program's first word", || {
            std::fs::read_to_string(&log)
                .ok()
                .filter(|text| text.contains("started"))
        });
        for _ in 0..times {
            cancel.request();
        }
        let result = run.join().unwrap();
        assert!(
            matches!(result, Err(CommandError::Interrupted)),
            "{result:?}"
        );
        wait_for_the_end_of(group);
    });
}

#[test]
fn a_second_request_kills_what_does_not_end() {
    // A grace period that this test would not live to see the end of.
    interrupt(&Cancel::with_grace(Duration::from_secs(100_000)), 2);
}

#[test]
fn the_grace_period_kills_what_does_not_end() {
    interrupt(&Cancel::with_grace(Duration::from_millis(50)), 1);
}
