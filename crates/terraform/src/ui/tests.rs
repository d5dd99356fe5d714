use proptest::prelude::*;

use super::*;
use crate::diagnostic::Position;

fn events(fixture: &str) -> Vec<Event> {
    Event::parse_all(&fixture.lines().map(str::to_owned).collect::<Vec<_>>())
}

#[test]
fn a_real_plan_is_understood() {
    let events = events(include_str!("../../tests/fixtures/plan.jsonl"));
    let planned = events.iter().filter_map(|event| match event {
        Event::PlannedChange(change) => {
            Some((change.resource.addr.as_str(), change.action.as_str()))
        }
        _ => None,
    });
    let expected = [
        ("terraform_data.xtask_unapplied", "create"),
        ("data.terraform_remote_state.infra", "read"),
        ("data.aws_iam_policy_document.d", "read"),
        ("aws_ssm_parameter.p", "create"),
        ("aws_iam_role.r", "create"),
    ];
    assert_eq!(planned.collect::<Vec<_>>(), expected);
    let summary = ChangeSummary {
        add: 3,
        ..Default::default()
    };
    assert!(events.contains(&Event::ChangeSummary(summary)));
    assert!(!events.contains(&Event::Text));
}

#[test]
fn a_wrong_tfvars_value_has_its_place() {
    let all = diagnostics(&events(include_str!(
        "../../tests/fixtures/plan-wrong-type.jsonl"
    )));
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!(one.summary, "Invalid value for input variable");
    let range = one.range.as_ref().unwrap();
    assert_eq!(range.filename, "/repo/environments/dev/product/list.tfvars");
    assert_eq!(
        range.start,
        Position {
            line: 3,
            column: 8,
            byte: 56
        }
    );
    assert_eq!(one.snippet.as_ref().unwrap().code, "tags = \"b\" ");
}

#[test]
fn a_real_validation_and_its_snippets_are_understood() {
    let fixture = include_str!("../../tests/fixtures/validate.json");
    let lines: Vec<String> = fixture.lines().map(str::to_owned).collect();
    let all = ValidateDocument::parse(&lines).unwrap().diagnostics;
    let summaries: Vec<_> = all.iter().map(|it| it.summary.as_str()).collect();
    assert_eq!(
        summaries,
        ["Missing required argument", "Unsupported argument"]
    );
    let context = all[0].snippet.as_ref().unwrap().context.as_deref();
    assert_eq!(context, Some("module \"a\""));
    assert_eq!(ValidateDocument::parse(&["no json".to_owned()]), None);
}

#[test]
fn real_tests_are_understood() {
    let events = events(include_str!("../../tests/fixtures/test.jsonl"));
    let runs = events.iter().filter_map(|event| match event {
        Event::TestRun(run) => Some((run.run.as_str(), run.status.as_str())),
        _ => None,
    });
    let expected = [
        ("good", "pass"),
        ("bad", "fail"),
        ("err", "error"),
        ("skipped", "skip"),
    ];
    assert_eq!(runs.collect::<Vec<_>>(), expected);
    let diagnostics = diagnostics(&events);
    let value = &diagnostics[0].snippet.as_ref().unwrap().values[0];
    assert_eq!(
        (value.traversal.as_str(), value.statement.as_str()),
        ("output.name", "is \"zzz\"")
    );
}

#[test]
fn plain_text_between_is_text() {
    let events = events(include_str!("../../tests/fixtures/init.jsonl"));
    assert!(
        events.contains(&Event::Text),
        "init prints the backend's message as it is"
    );
    for line in [
        "",
        "null",
        "[]",
        "3",
        "{}",
        "{\"type\":3}",
        "{\"type\":\"diagnostic\",\"diagnostic\":3}",
    ] {
        assert_eq!(Event::parse(line), Event::Text, "{line}");
    }
    assert_eq!(Event::parse("{\"type\":\"diagnostic\"}"), Event::Other);
}

proptest! {
    #[test]
    fn no_line_panics(line in "\\PC{0,80}", key in "diagnostic|change|changes|test_run", value in "[0-9{}\\[\\]\",:a-z]{0,20}") {
        let _ = Event::parse(&line);
        let _ = Event::parse(&format!("{{\"type\":\"{key}\",\"{key}\":{value}}}"));
    }
}
