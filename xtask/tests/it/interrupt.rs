//! Ctrl-C and its relatives, and two runs at a time.

use camino::Utf8Path;
use rustix::process::Signal;
use snapbox::{assert_data_eq, str};

use crate::common::{Running, TestContext, group_size, poll};

/// A `verify` whose plans say in the file `plans` that they run, and wait for the file `gate`.
fn start(context: &TestContext, arguments: &[&str]) -> Running {
    let arguments = [&["verify", "--jobs", "1"], arguments].concat();
    let xtask = context.xtask(&arguments).terraform("gated");
    xtask
        .env("FAKE_PLANS", context.root.join("plans"))
        .env("FAKE_GATE", context.root.join("gate"))
        .start()
}

/// The process group of the first plan, once it runs.
fn planning(context: &TestContext) -> String {
    let plans = context.root.join("plans");
    poll("a plan", || {
        let text = std::fs::read_to_string(&plans).ok()?;
        let (first, _) = text.split_once('\n')?;
        Some(first.to_owned())
    })
}

fn assert_no_lock(dir: &Utf8Path) {
    for entry in dir.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        assert!(!entry.file_name().contains("lock.info"), "{}", entry.path());
        if entry.file_type().unwrap().is_dir() {
            assert_no_lock(entry.path());
        }
    }
}

/// The next run neither waits nor fails.
fn assert_next_is_fine(context: &TestContext) {
    assert_no_lock(&context.root.join("target"));
    let run = context.run(&["verify"]).code(0);
    assert!(!run.stderr.contains("waiting"), "{}", run.stderr);
}

#[test]
fn an_interrupted_verify_leaves_nothing_and_says_so() {
    let context = TestContext::new();
    let mut running = start(&context, &["--format", "json"]);
    running.wait_for("shop/infrastructure  validate");
    let group = planning(&context);
    assert!(group_size(&group) > 0);
    running.signal(Signal::INT);
    let run = running.end().code(130);
    poll("the end of the plan", || {
        (group_size(&group) == 0).then_some(())
    });
    assert_eq!(run.json()["ok"], false);
    assert_data_eq!(run.findings(), str![]);
    assert_data_eq!(
        run.steps(),
        str![[r#"
- - contracts ok
- - fmt ok
shop/infrastructure - init ok
shop/infrastructure - validate ok
shop/infrastructure dev plan interrupted
shop/infrastructure prod plan interrupted
shop/api - init interrupted
shop/api - validate interrupted
shop/api dev plan interrupted
shop/api prod plan interrupted
audit/log - init interrupted
audit/log - validate interrupted
audit/log dev plan interrupted

"#]]
    );
    assert_next_is_fine(&context);
}

#[test]
fn people_are_told_of_the_interruption() {
    let context = TestContext::new();
    let running = start(&context, &["--stack", "infrastructure"]);
    planning(&context);
    running.signal(Signal::INT);
    assert_data_eq!(
        running.end().loose_golden(),
        str![[r#"
exit: 130
--- stdout
 STACK  INIT  VALIDATE  dev  prod
 shop/infrastructure  [TIME]  [TIME]  interrupted  interrupted

interrupted: 0 of 2 plans made, no findings, [TIME]
--- stderr
ok          repository  contracts  [TIME]
ok          repository  fmt  [TIME]
ok          shop/infrastructure  init  [TIME]
ok          shop/infrastructure  validate  [TIME]
interrupted shop/infrastructure  plan dev

"#]]
    );
}

#[test]
fn termination_and_hangup_are_interruptions_too() {
    for signal in [Signal::TERM, Signal::HUP] {
        let context = TestContext::new();
        let running = start(&context, &["--format", "json"]);
        let group = planning(&context);
        running.signal(signal);
        running.end().code(130);
        poll("the end of the plan", || {
            (group_size(&group) == 0).then_some(())
        });
    }
}

#[test]
fn a_verify_that_was_killed_does_not_block_the_next() {
    let context = TestContext::new();
    let running = start(&context, &[]);
    let group = planning(&context);
    drop(running);
    // Nobody can end what it had started; that ends here.
    std::fs::write(context.root.join("gate"), "").unwrap();
    poll("the end of the plan", || {
        (group_size(&group) == 0).then_some(())
    });
    assert_next_is_fine(&context);
}

#[test]
fn a_second_verify_waits_for_the_first() {
    let context = TestContext::new();
    let first = start(&context, &[]);
    planning(&context);
    let mut second = start(&context, &["--format", "json"]);
    second.wait_for("waiting for another `verify` in this repository\n");
    assert!(!second.has_ended());
    std::fs::write(context.root.join("gate"), "").unwrap();
    let (first, second) = (first.end().code(0), second.end().code(0));
    assert!(!first.stderr.contains("waiting"), "{}", first.stderr);
    assert_eq!(second.json()["ok"], true);
}

#[test]
fn one_that_waits_can_be_interrupted() {
    let context = TestContext::new();
    let first = start(&context, &[]);
    planning(&context);
    let mut second = start(&context, &[]);
    second.wait_for("waiting for another `verify`");
    second.signal(Signal::INT);
    assert_data_eq!(
        second.end().golden(),
        str![[r#"
exit: 130
--- stdout
--- stderr
waiting for another `verify` in this repository
error: interrupted while waiting for another run in this repository

"#]]
    );
    std::fs::write(context.root.join("gate"), "").unwrap();
    first.end().code(0);
}

#[test]
fn an_interrupted_doctor_says_so() {
    let context = TestContext::new();
    let asked = context.root.join("asked");
    let xtask = context.xtask(&["doctor"]).env("FAKE_PLANS", &asked);
    let running = xtask.terraform("hangs").start();
    poll("a terraform that is asked for its version", || {
        asked.exists().then_some(())
    });
    running.signal(Signal::INT);
    running.end().code(130);
}
