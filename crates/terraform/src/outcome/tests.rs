use super::*;
use crate::overrides::UNAPPLIED_ADDRESS;
use process::Exit;

fn output(code: i32, stdout: &str) -> Output {
    Output {
        exit: Exit {
            code: Some(code),
            signal: None,
        },
        stdout: stdout.lines().map(str::to_owned).collect(),
        stderr: vec!["last words".to_owned()],
        elapsed: Duration::from_secs(1),
    }
}

fn summaries(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|it| it.summary.as_str()).collect()
}

#[test]
fn our_own_resource_is_not_counted() {
    let outcome = PlanOutcome::new(&output(0, include_str!("../../tests/fixtures/plan.jsonl")));
    assert!(outcome.ok, "{outcome:?}");
    assert_eq!(
        outcome.changes,
        Changes {
            add: 2,
            ..Default::default()
        }
    );
    assert!(outcome.diagnostics.is_empty());
}

fn planned(addr: &str, action: &str, more: &str) -> String {
    format!(
        r#"{{"type":"planned_change","change":{{"resource":{{"addr":"{addr}"}},"action":"{action}"{more}}}}}"#
    )
}

#[test]
fn every_kind_of_change_is_counted_like_terraform_does() {
    let lines = [
        planned("a.a", "create", ""),
        planned("a.b", "replace", ""),
        planned("a.c", "update", r#","importing":{"id":"x"}"#),
        planned("a.d", "delete", ""),
        planned("a.e", "noop", ""),
        planned("data.a.f", "read", ""),
        planned("module.m[\\\"k\\\"].terraform_data.xtask_unapplied", "create", ""),
        planned("module.m.other_data.xtask_unapplied", "create", ""),
        planned(UNAPPLIED_ADDRESS, "create", ""),
        r#"{"type":"change_summary","changes":{"add":5,"change":1,"import":1,"remove":2,"operation":"plan"}}"#.to_owned(),
    ];
    let outcome = PlanOutcome::new(&output(0, &lines.join("\n")));
    assert_eq!(
        outcome.changes,
        Changes {
            add: 3,
            change: 1,
            destroy: 2,
            import: 1
        }
    );
    assert!(outcome.diagnostics.is_empty(), "{outcome:?}");
}

#[test]
fn a_count_that_terraform_does_not_share_is_doubted() {
    let summary =
        r#"{"type":"change_summary","changes":{"add":5,"change":0,"import":0,"remove":0}}"#;
    let lines = [planned(UNAPPLIED_ADDRESS, "create", ""), summary.to_owned()];
    let outcome = PlanOutcome::new(&output(0, &lines.join("\n")));
    assert_eq!(outcome.changes.add, 4, "terraform's number, less ours");
    assert_eq!(outcome.diagnostics.len(), 1);
    assert!(outcome.ok && !outcome.diagnostics[0].is_error());
}

#[test]
fn a_failed_plan_has_no_counts_and_its_own_words() {
    let outcome = PlanOutcome::new(&output(
        1,
        include_str!("../../tests/fixtures/plan-wrong-type.jsonl"),
    ));
    assert!(!outcome.ok);
    assert_eq!(outcome.changes, Changes::default());
    assert_eq!(
        summaries(&outcome.diagnostics),
        ["Invalid value for input variable"]
    );
}

#[test]
fn a_failure_without_a_reason_gets_one() {
    let expected = ["terraform ended with exit code 2 and did not report why"];
    let plan = PlanOutcome::new(&output(2, "no json at all"));
    assert_eq!(summaries(&plan.diagnostics), expected);
    assert_eq!(plan.diagnostics[0].detail, "last words");
    let validate = ValidateOutcome::new(&output(2, "{ broken"));
    assert_eq!(
        (validate.ok, summaries(&validate.diagnostics)),
        (false, expected.to_vec())
    );
    let init = InitOutcome::new(&output(2, ""));
    assert_eq!(init.failures, [InitFailure::Other]);
    let test = TestOutcome::new(&output(2, ""));
    assert_eq!(
        (test.ok, test.passed, test.diagnostics.len()),
        (false, 0, 1)
    );
}

#[test]
fn validate_reports_what_it_found() {
    let outcome = ValidateOutcome::new(&output(
        1,
        include_str!("../../tests/fixtures/validate.json"),
    ));
    let expected = ["Missing required argument", "Unsupported argument"];
    assert_eq!(
        (outcome.ok, summaries(&outcome.diagnostics)),
        (false, expected.to_vec())
    );
}

#[test]
fn tests_are_counted_and_listed() {
    let outcome = TestOutcome::new(&output(1, include_str!("../../tests/fixtures/test.jsonl")));
    assert_eq!(
        (outcome.ok, outcome.passed, outcome.failed, outcome.skipped),
        (false, 1, 2, 1)
    );
    let last = &outcome.runs[3];
    assert_eq!(
        (last.file.as_str(), last.name.as_str()),
        ("tests/b.tftest.hcl", "skipped")
    );
    assert_eq!(last.status, TestStatus::Skipped);
}

#[test]
fn the_preamble_goes_only_when_there_is_something_else() {
    let preamble = r#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Terraform encountered problems during initialisation, …"}}"#;
    let syntax = r#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Unclosed configuration block"}}"#;
    let both = InitOutcome::new(&output(1, &format!("{syntax}\n{preamble}")));
    assert_eq!(
        summaries(&both.diagnostics),
        ["Unclosed configuration block"]
    );
    assert_eq!(InitOutcome::new(&output(1, preamble)).diagnostics.len(), 1);
}

#[test]
fn an_apply_that_fails_on_the_way_counts_what_was_done() {
    let done = |action: &str| {
        format!(r#"{{"type":"apply_complete","hook":{{"resource":{{}},"action":"{action}"}}}}"#)
    };
    let error = r#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Throttling"}}"#;
    let planned =
        r#"{"type":"change_summary","changes":{"add":7,"change":0,"import":0,"remove":0}}"#;
    let mut lines = vec![planned.to_owned()];
    lines.extend(["read", "create", "delete", "create", "update"].map(done));
    lines.push(error.to_owned());
    let outcome = ApplyOutcome::new(&output(1, &lines.join("\n")));
    assert!(!outcome.ok);
    let expected = Changes {
        add: 2,
        change: 1,
        destroy: 1,
        import: 0,
    };
    assert_eq!(outcome.changes, expected);
    assert_eq!([expected, expected].into_iter().sum::<Changes>().add, 4);
}
