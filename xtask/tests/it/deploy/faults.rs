//! Whatever happens to a deployment, the next one brings it to its end, and nothing is lost or there twice.
//!
//! Each fault strikes at another request to AWS, spread over the whole of a deployment. As many as `XTASK_FAULTS` says:
//! `XTASK_FAULTS=40 cargo test -p xtask --test it -- deploy::faults`.

mod field;
mod proxy;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use rustix::process::{Pid, Signal, kill_process};

use field::Field;
use proxy::{At, Fault};

/// How many requests are answered with an error that passes: one, and the first of the SDK's own tries after it.
const PASSING: usize = 2;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    XtaskKilled,
    TerraformKilled,
    ProviderKilled,
    Reset,
    Refused,
    Failing,
    Throttled,
    Slow,
    /// The credentials, in the middle.
    Expired,
}

/// Of four that happen one after the other three are kills.
const KILLS: [Kind; 3] = [
    Kind::TerraformKilled,
    Kind::ProviderKilled,
    Kind::XtaskKilled,
];

/// The fourth is one of these, in turn.
const OTHERS: [Kind; 6] = [
    Kind::Reset,
    Kind::Expired,
    Kind::Refused,
    Kind::Throttled,
    Kind::Failing,
    Kind::Slow,
];

#[test]
fn a_deployment_that_is_hit_is_brought_to_its_end_by_the_next() {
    let count = std::env::var("XTASK_FAULTS").map_or(4, |count| count.parse().unwrap());
    let field = Field::new();
    let requests = field.undisturbed();
    let mut tally: BTreeMap<Kind, usize> = BTreeMap::new();
    for number in 0..count {
        let (round, turn) = (number / 4, number % 4);
        let kind = *KILLS.get(turn).unwrap_or(&OTHERS[round % OTHERS.len()]);
        let at = 1 + (2 * number + 1) * requests / (2 * count);
        let on_the_way_back = (round + turn).is_multiple_of(2);
        field.hit(number, kind, At::Number(at), on_the_way_back);
        *tally.entry(kind).or_default() += 1;
    }
    let kills: usize = KILLS.iter().filter_map(|kind| tally.get(kind)).sum();
    eprintln!(
        "faults: {count} over {requests} requests, {kills} of them kills: converged = {count}, lost = 0; {tally:?}"
    );
}

/// As terraform is killed in the moment in which a table is made, and before it could know of it.
#[test]
fn what_was_made_when_terraform_was_killed_is_taken_in() {
    let field = Field::new();
    let (_, said) = field.hit(0, Kind::TerraformKilled, At::Saying("CreateTable"), true);
    for code in ["apply-cut-off", "taken-in"] {
        assert!(said.contains(code), "{said}");
    }
}

/// What nobody knows of would be made twice, or stay.
#[test]
fn a_plan_of_before_and_a_destruction_wait_until_it_is_known_what_is_there() {
    let field = Field::new();
    field.begin(1);
    field.proxy.disarm();
    let run = |arguments: &[&str]| {
        let xtask = field
            .site
            .context
            .xtask(&[arguments, &["--format", "json"]].concat());
        xtask.env("XTASK_AWS_ENDPOINT", &field.proxy.endpoint).run()
    };
    field.site.commit("two");
    let only = ["--stack", "infrastructure"];
    let plan = ["plan", "dev", "--out", "target/plans"];
    run(&[&plan[..], &only].concat()).code(0);
    let journal = "target/xtask/deploy/journals/local/dev/shop/infrastructure.jsonl";
    let journal = field.site.context.root.join(journal);
    let made = r#"{"type":"apply_complete","hook":{"resource":{"addr":"aws_iam_role.reader"},"action":"create","id_value":"reader"}}"#;
    std::fs::create_dir_all(journal.parent().unwrap()).unwrap();
    std::fs::write(&journal, format!("{{\"type\":\"version\"}}\n{made}\n")).unwrap();
    let deploy = ["deploy", "dev", "--plan", "target/plans"];
    for (arguments, code) in [
        ([&deploy[..], &only].concat(), 4),
        (vec!["destroy", "dev", "--confirm", "dev"], 1),
    ] {
        let refused = run(&arguments).code(code);
        assert!(
            refused.stdout.contains("takes in what is there"),
            "{refused:#?}"
        );
    }
    // It is not there after all, and is made.
    let run = run(&[&["deploy", "dev"][..], &only].concat()).code(0);
    assert!(run.findings().starts_with("apply-cut-off"), "{run:#?}");
    assert!(!journal.exists());
}

/// Terraform goes on, and the next run waits for it and tells.
#[test]
fn what_was_being_made_when_xtask_was_killed_is_finished() {
    let field = Field::new();
    let (_, said) = field.hit(0, Kind::XtaskKilled, At::Saying("CreateTable"), false);
    assert!(said.starts_with("apply-cut-off"), "{said}");
    assert!(!said.contains("taken-in"), "{said}");
}

/// From then on, so that not even the state can be written.
#[test]
fn credentials_that_expire_in_the_middle_are_told_and_lose_nothing() {
    let field = Field::new();
    let (first, _) = field.hit(0, Kind::Expired, At::Saying("CreateTable"), false);
    let first = first.unwrap().code(1);
    let findings = first.findings_with("terraform-apply");
    assert!(
        findings.contains("the credentials have expired: get new ones"),
        "{findings}"
    );
    let findings = first.findings_with("state-unsaved");
    assert!(
        findings.contains("state push errored.tfstate"),
        "{findings}"
    );
}

fn fault(kind: Kind, xtask: &Arc<AtomicI32>, struck: &Arc<AtomicBool>) -> Fault {
    let (xtask, struck) = (Arc::clone(xtask), Arc::clone(struck));
    let deed = |deed: fn(i32) -> Option<()>| {
        Fault::Deed(Box::new(move || {
            let done = deed(xtask.load(Ordering::Acquire));
            struck.store(done.is_some(), Ordering::Release);
        }))
    };
    match kind {
        Kind::XtaskKilled => deed(kill),
        Kind::TerraformKilled => deed(|xtask| kill(descendant(xtask, "terraform")?)),
        Kind::ProviderKilled => deed(|xtask| {
            let provider = descendant(xtask, "terraform-provi");
            kill(provider.or_else(|| descendant(xtask, "terraform"))?)
        }),
        Kind::Reset => Fault::Reset,
        Kind::Refused => Fault::Refused,
        Kind::Failing => Fault::Answered("InternalServerError", PASSING),
        Kind::Throttled => Fault::Answered("ThrottlingException", PASSING),
        Kind::Slow => Fault::Slow,
        Kind::Expired => Fault::Answered("ExpiredTokenException", usize::MAX),
    }
}

fn kill(pid: i32) -> Option<()> {
    kill_process(Pid::from_raw(pid)?, Signal::KILL).ok()
}

/// A process of this name that was started by another, or by one that it has started. Names are cut off after 15
/// characters.
fn descendant(ancestor: i32, name: &str) -> Option<i32> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,comm="])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let processes: Vec<(i32, i32, String)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let number = |word: Option<&str>| word?.parse().ok();
            Some((
                number(words.next())?,
                number(words.next())?,
                words.collect(),
            ))
        })
        .collect();
    let parent = |pid: i32| processes.iter().find(|it| it.0 == pid).map_or(0, |it| it.1);
    let descends = |mut pid: i32| {
        while pid > 1 && pid != ancestor {
            pid = parent(pid);
        }
        pid == ancestor
    };
    let mut found = processes.iter().filter(|it| it.2 == name && descends(it.0));
    found.next_back().map(|it| it.0)
}
