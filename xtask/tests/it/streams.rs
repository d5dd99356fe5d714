//! The two streams: gone, or terminals.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use snapbox::{assert_data_eq, str};

use crate::common::{Run, TestContext, Xtask};

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let context = TestContext::new();
    for arguments in [
        &["list"][..],
        &["graph", "--format", "json"],
        &["doctor"],
        &["verify"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut xtask = context.xtask(arguments);
        xtask.command.stdout(Stdio::from(writer));
        let run = xtask.run();
        assert!(!run.stderr.contains("error"), "{arguments:?}: {run:#?}");
    }
}

#[test]
fn a_closed_stderr_is_no_error() {
    let context = TestContext::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut xtask = context.xtask(&["verify", "--format", "json"]);
    xtask.command.stderr(Stdio::from(writer));
    assert_eq!(xtask.run().code(0).json()["ok"], true);
}

/// Runs a command with a terminal of some columns for stdout and stderr; all is in `stdout`.
fn on_terminal(context: &TestContext, mut xtask: Xtask, columns: u16) -> Run {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let size = Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    let path = ptsname(&ours, Vec::new()).unwrap();
    let theirs = File::options()
        .read(true)
        .write(true)
        .open(path.to_str().unwrap())
        .unwrap();
    tcsetwinsize(&theirs, size).unwrap();
    let command = &mut xtask.command;
    command
        .stdout(Stdio::from(theirs.try_clone().unwrap()))
        .stderr(Stdio::from(theirs));
    let mut child = command.spawn().unwrap();
    // The child has the only ends on its side now.
    drop(xtask);
    let reader = std::thread::spawn(move || {
        let (mut ours, mut bytes, mut chunk) = (File::from(ours), Vec::new(), [0; 4096]);
        // Linux says "input/output error" when the other side has gone; others say 0.
        while let Ok(1..) = ours
            .read(&mut chunk)
            .inspect(|&count| bytes.extend(&chunk[..count]))
        {}
        bytes
    });
    let status = child.wait().unwrap();
    let stdout = reader.join().unwrap();
    let output = std::process::Output {
        status,
        stdout,
        stderr: Vec::new(),
    };
    let mut run = Run::new(&output, &context.root);
    run.stdout = run.stdout.replace("\r\n", "\n");
    run
}

#[test]
fn a_narrow_terminal_gets_narrow_tables() {
    let context = TestContext::new();
    let run = on_terminal(&context, context.xtask(&["list"]), 40);
    assert_data_eq!(
        run.golden(),
        str![[r#"
exit: 0
--- stdout
 ENVIRONMENT  ACCOUNT       REGION      GATE          SYSTEMS
 dev          111111111111  eu-west-1   none          audit, shop
 prod         222222222222  af-south-1  confirmation  shop

 ORDER  STACK                READS           LAMBDAS         ENVIRONMENTS
 1      shop/infrastructure  -               -               dev, prod
 2      shop/api             infrastructure  -               dev, prod
 3      audit/log            shop/api        -               dev
--- stderr

"#]]
    );
}

#[test]
fn any_terminal_is_wide_enough_not_to_panic() {
    let context = TestContext::new().edit("environments/prod.toml", "222222222222", "2222");
    for columns in [0, 1, 7, 500] {
        for arguments in [
            &["list"][..],
            &["graph"],
            &["verify", "--env", "prod"],
            &["--help"],
        ] {
            let run = on_terminal(&context, context.xtask(arguments), columns);
            assert!(run.code < 4, "{run:#?}");
        }
    }
}

#[test]
fn a_terminal_gets_spinners_that_are_gone_at_the_end() {
    let context = TestContext::new();
    let xtask = context.xtask(&["verify"]).env("TERM", "xterm-256color");
    let run = on_terminal(&context, xtask, 100).code(0);
    assert!(run.stdout.contains("\u{1b}["), "{run:#?}");
    assert!(
        run.stdout.contains("ok          shop/api  plan dev"),
        "{run:#?}"
    );
    let (_, end) = run.stdout.rsplit_once("STACK").unwrap();
    assert!(
        !end.contains('\u{1b}') && end.contains("5 of 5 plans"),
        "{end}"
    );
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let context = TestContext::new().edit("environments/prod.toml", "222222222222", "2222");
    let coloured = on_terminal(&context, context.xtask(&["list"]), 100).code(1);
    assert!(coloured.stdout.contains("\u{1b}["), "{coloured:#?}");
    let plain = context.xtask(&["list"]).env("NO_COLOR", "1");
    let plain = on_terminal(&context, plain, 100).code(1);
    assert!(!plain.stdout.contains('\u{1b}'), "{plain:#?}");
}
