//! `cargo xtask local`, through the real command line and the real emulator.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bench;

use std::io::{BufRead as _, BufReader};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use bench::{Bench, Run, identity, interrupt, poll, runs};

#[test]
fn it_goes_up_answers_and_goes_down() {
    let bench = Bench::installed();
    assert_eq!(bench.status()["status"], "stopped");
    assert_eq!(bench.run(&["status"]).code(1).stdout, "stopped\n");
    bench
        .run(&["logs"])
        .code(1)
        .complains("cargo xtask local up");
    bench.run(&["down"]).code(0).complains("does not run");

    let up = bench.run(&["up"]).code(0);
    let endpoint = up.exported("AWS_ENDPOINT_URL");
    up.complains(&format!("is up: {endpoint}"));
    let key = up.exported("AWS_ACCESS_KEY_ID");
    let answer = identity(endpoint, key, up.exported("AWS_REGION"));
    assert!(
        answer.contains("<Account>111111111111</Account>"),
        "{answer}"
    );

    let status = bench.status();
    let pid = status["pid"].as_i64().unwrap();
    assert!(runs(pid));
    assert_eq!(status["endpoint"], endpoint);
    assert_eq!(status["region"], "eu-west-1");
    assert_eq!(status["version"], emulator::version());
    assert!(status["uptime_seconds"].is_u64());
    let text = bench.run(&["status"]).code(0).stdout;
    assert!(text.contains(&format!("endpoint  {endpoint}\n")), "{text}");

    let again = bench.run(&["up"]).code(0);
    again.complains("already runs");
    assert!(!again.stderr.contains("it stays"), "{again:#?}");
    assert_eq!(again.stdout, up.stdout);
    let elsewhere = bench.run(&["up", "--env", "prod"]).code(0);
    elsewhere.complains("cargo xtask local down && cargo xtask local up --env prod");
    assert_eq!(elsewhere.stdout, up.stdout);

    let log = bench.run(&["logs"]).code(0).stdout;
    assert!(log.contains("Ready"), "{log}");
    let down = bench.run(&["down"]).code(0);
    down.complains(&format!("process {pid}"));
    assert!(!runs(pid));
    assert_eq!(bench.status()["pid"], Value::Null);
    assert_eq!(
        bench.run(&["logs"]).code(0).stdout.matches("Ready").count(),
        1
    );

    let prod = bench.run(&["up", "--env", "prod"]).code(0);
    assert_eq!(prod.exported("AWS_REGION"), "af-south-1");
    assert_eq!(prod.exported("AWS_ACCESS_KEY_ID"), "222222222222");
}

#[test]
fn one_that_was_killed_is_started_anew() {
    let bench = Bench::installed();
    bench.run(&["up"]).code(0);
    let pid = bench.status()["pid"].as_i64().unwrap();
    let raw = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(raw, Signal::KILL).unwrap();
    poll("end of the emulator", || (!runs(pid)).then_some(()));
    assert_eq!(bench.status()["status"], "stopped");
    bench.run(&["up"]).code(0).complains("is up");
    assert_ne!(bench.status()["pid"], pid);
}

#[test]
fn of_two_at_once_one_starts_it() {
    let bench = Bench::installed();
    let (one, other) = (bench.spawn(&["up"]), bench.spawn(&["up"]));
    let [one, other] = [one, other].map(|it| Run::new(&it.wait_with_output().unwrap()).code(0));
    assert_eq!(one.stdout, other.stdout);
    assert_eq!(bench.status()["endpoint"], one.exported("AWS_ENDPOINT_URL"));
}

#[test]
fn the_log_is_followed_from_one_start_to_the_next_until_ctrl_c() {
    let bench = Bench::installed();
    let mut follow = bench.spawn(&["logs", "--follow"]);
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    for _ in 0..2 {
        bench.run(&["up"]).code(0);
        assert!(lines.any(|line| line.unwrap().contains("Ready")));
        bench.run(&["down"]).code(0);
        assert!(lines.any(|line| line.unwrap().contains("shutting down")));
    }
    interrupt(&follow);
    assert_eq!(follow.wait().unwrap().code(), Some(130));
}

#[test]
fn a_reader_of_the_log_who_goes_away_ends_it() {
    let bench = Bench::installed();
    bench.run(&["up"]).code(0);
    let mut follow = bench.spawn(&["logs", "--follow"]);
    let mut reader = BufReader::new(follow.stdout.take().unwrap());
    reader.read_line(&mut String::new()).unwrap();
    drop(reader);
    // It is noticed when there is something to write.
    bench.run(&["down"]).code(0);
    assert_eq!(follow.wait().unwrap().code(), Some(0));
}

#[test]
fn what_makes_no_sense_is_told() {
    let bench = Bench::new();
    let run = bench.run(&["up", "--env", "nowhere"]).code(2);
    run.complains("there is no environment `nowhere`");
    bench.run(&["up", "--region"]).code(2);
    bench.run(&[]).code(2);
    let outside = tempfile::tempdir().unwrap();
    for command in ["up", "down", "status", "logs"] {
        let mut command = bench.command(&[command]);
        let output = command.current_dir(outside.path()).output().unwrap();
        Run::new(&output).code(2).complains("is in no repository");
    }
}

#[test]
fn without_python_it_says_what_to_install() {
    let bench = Bench::new();
    let run = bench.run(&["up", "--python", "/no/such/python"]).code(3);
    run.complains("needs Python 3.10 or newer, and `/no/such/python` cannot be run");
    run.complains("install");
    let mut command = bench.command(&["up"]);
    let output = command.env("XTASK_PYTHON", "true").output().unwrap();
    Run::new(&output).code(3).complains("`true` cannot be run");
}

#[test]
fn without_an_index_it_says_what_is_needed_and_what_pip_said() {
    let bench = Bench::new();
    let mut command = bench.command(&["up"]);
    command
        .env("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
        .env_remove("PIP_EXTRA_INDEX_URL")
        .env_remove("PIP_FIND_LINKS");
    let run = Run::new(&command.output().unwrap()).code(3);
    run.complains("installing the local AWS");
    run.complains("pip needs PyPI");
    run.complains("refused");
    run.complains("install.log");
    assert!(!bench.dir().join("venv").exists());
    assert_eq!(bench.status()["status"], "stopped");
}

#[test]
fn an_installation_ends_on_ctrl_c() {
    let bench = Bench::new();
    let mut up = bench.spawn(&["up"]);
    poll("beginning of an installation", || {
        let python = bench.dir().join("venv.new/bin/python");
        python.exists().then_some(())
    });
    interrupt(&up);
    assert_eq!(up.wait().unwrap().code(), Some(130));
    assert!(!bench.dir().join("venv").exists());
    assert_eq!(bench.status()["status"], "stopped");
}
