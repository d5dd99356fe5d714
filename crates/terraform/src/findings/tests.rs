use super::*;
use crate::ui::{Event, ValidateDocument, diagnostics};

fn paths() -> PathMap<'static> {
    PathMap {
        root: Utf8Path::new("/repo"),
        scratch: Utf8Path::new("/repo/target/xtask/terraform"),
        dir: Utf8Path::new("/repo/target/xtask/terraform/product/list"),
    }
}

fn finding(step: Step, summary: &str, detail: &str) -> Finding {
    let diagnostic = serde_json::json!({"severity": "error", "summary": summary, "detail": detail});
    to_finding(step, &serde_json::from_value(diagnostic).unwrap(), &paths())
}

fn from_lines(step: Step, fixture: &str) -> Vec<Finding> {
    let events: Vec<Event> = fixture.lines().map(Event::parse).collect();
    diagnostics(&events)
        .iter()
        .map(|it| to_finding(step, it, &paths()))
        .collect()
}

#[test]
fn files_are_those_of_the_repository() {
    let cases = [
        ("main.tf", "terraform/product/list/main.tf"),
        (
            "../../modules/lambda/main.tf",
            "terraform/modules/lambda/main.tf",
        ),
        (
            "/repo/environments/dev/product/list.tfvars",
            "environments/dev/product/list.tfvars",
        ),
        ("/elsewhere/x.tfvars", "/elsewhere/x.tfvars"),
        (
            "tests/a.tftest.hcl",
            "terraform/product/list/tests/a.tftest.hcl",
        ),
        (
            ".terraform/modules/x/main.tf",
            "terraform/product/list/.terraform/modules/x/main.tf",
        ),
    ];
    for (file, expected) in cases {
        assert_eq!(paths().in_repository(file), expected);
    }
}

#[test]
fn a_wrong_type_names_the_variable_and_what_it_wants() {
    let all = from_lines(
        Step::Plan,
        include_str!("../../tests/fixtures/plan-wrong-type.jsonl"),
    );
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!(one.code, Code::TerraformPlan);
    assert_eq!(
        one.message,
        "invalid value for input variable: The given value is not suitable for var.tags declared at main.tf:18,1-16: map of string required"
    );
    assert_eq!(
        one.hint.as_deref(),
        Some("`tags` wants a value of type: map of string")
    );
    let mut place = Location::point("environments/dev/product/list.tfvars", 3, 8);
    place.bytes = Some((56, 59));
    assert_eq!(one.location, Some(place));
}

#[test]
fn an_undeclared_and_an_unset_variable_say_what_to_do() {
    let all = from_lines(
        Step::Plan,
        include_str!("../../tests/fixtures/plan-undeclared.jsonl"),
    );
    let [undeclared, unset] = &all[..] else {
        panic!("{all:?}")
    };
    assert!(!undeclared.is_error() && unset.is_error());
    assert_eq!(
        undeclared.location,
        Some(Location::file("environments/dev/product/list.tfvars"))
    );
    assert!(
        undeclared
            .message
            .contains("in file \"environments/dev/product/list.tfvars\"")
    );
    let hint = "remove `regiom` from the tfvars file, or declare variable \"regiom\" in the stack";
    assert_eq!(undeclared.hint.as_deref(), Some(hint));
    let hint = "set `region` in the environment's tfvars file, or give the variable a default";
    assert_eq!(unset.hint.as_deref(), Some(hint));
}

#[test]
fn a_tfvars_file_that_is_missing_or_has_an_odd_name_is_located() {
    let missing = "Given variables file /repo/environments/it's.tfvars does not exist.";
    let odd = r#"… named \"x\" but a value was found in file "/repo/a \"b\" \\ c.tfvars". If …"#;
    let cases = [
        (
            "Failed to read variables file",
            missing,
            "environments/it's.tfvars",
        ),
        ("Value for undeclared variable", odd, r#"a "b" \ c.tfvars"#),
    ];
    for (summary, detail, expected) in cases {
        let place = finding(Step::Plan, summary, detail).location;
        assert_eq!(place, Some(Location::file(expected)), "{summary}");
    }
}

#[test]
fn validation_says_what_to_write() {
    let fixture = include_str!("../../tests/fixtures/validate.json");
    let lines: Vec<String> = fixture.lines().map(str::to_owned).collect();
    let all = ValidateDocument::parse(&lines).unwrap().diagnostics;
    let all: Vec<_> = all
        .iter()
        .map(|it| to_finding(Step::Validate, it, &paths()))
        .collect();
    assert_eq!(
        all[0].message,
        "missing required argument: The argument \"name\" is required, but no definition was found"
    );
    assert_eq!(all[0].hint.as_deref(), Some("add `name = …` to this block"));
    assert_eq!(all[1].hint.as_deref(), Some("did you mean `name`?"));
    assert_eq!(
        all[1].location.as_ref().unwrap().file,
        "terraform/product/list/main.tf"
    );
}

#[test]
fn a_failed_assertion_shows_the_values() {
    let all = from_lines(Step::Test, include_str!("../../tests/fixtures/test.jsonl"));
    assert_eq!(
        all[0].message,
        "test assertion failed: The name is not abc; output.name is \"zzz\""
    );
    assert_eq!(all[0].code, Code::TerraformTest);
}

#[test]
fn init_failures_have_codes_of_their_own() {
    let all = from_lines(
        Step::Init,
        include_str!("../../tests/fixtures/init-failures.jsonl"),
    );
    let codes: Vec<_> = all.iter().map(|it| it.code).collect();
    assert_eq!(codes[..3], [Code::ProviderUnavailable; 3]);
    assert_eq!(codes[3..7], [Code::ProviderLock; 4]);
    assert_eq!(codes[7..], [Code::TerraformInit; 3]);
    assert!(all[..8].iter().all(|it| it.hint.is_some()));
    // Only an error of init is about getting a provider.
    let plan = finding(Step::Plan, "Failed to install provider", "");
    assert_eq!(plan.code, Code::TerraformPlan);
}

#[test]
fn known_summaries_have_hints() {
    let cases = [
        (
            "Unsupported argument",
            "An argument named \"x\" is not expected here.",
            "remove `x`: nothing of that name belongs here",
        ),
        (
            "Incorrect attribute value type",
            "Inappropriate value for attribute \"name\": string required.",
            "give `name` a string",
        ),
        (
            "Reference to undeclared input variable",
            "An input variable with the name \"nam\" has not been declared. Did you mean \"name\"?",
            "did you mean `name`?",
        ),
        (
            "Invalid value for input variable",
            "The given value is not suitable for var.tags declared at a.tf:1,1-2: attribute \"x\" is required.",
            "`tags` wants another value: attribute \"x\" is required",
        ),
        (
            "reading STS Caller Identity",
            "request send failed, Post \"http://127.0.0.1:1/\": dial tcp 127.0.0.1:1: connect: connection refused",
            ASKS_AWS,
        ),
    ];
    for (summary, detail, expected) in cases {
        assert_eq!(
            finding(Step::Plan, summary, detail).hint.as_deref(),
            Some(expected),
            "{summary}"
        );
    }
    assert_eq!(finding(Step::Plan, "Something new", "More.").hint, None);
}

const ASKS_AWS: &str =
    "this asks AWS, and `verify` runs without an account; pass the value in as a variable";

#[test]
fn messages_are_one_line_without_an_end() {
    let cases = [
        (
            "AWS account ID not allowed: ",
            "",
            "AWS account ID not allowed",
        ),
        (
            "Two\n  lines",
            "First\nparagraph.\n\nSecond.",
            "two lines: First paragraph",
        ),
        ("", "", ""),
        ("", "Only detail.", "Only detail"),
    ];
    for (summary, detail, expected) in cases {
        assert_eq!(finding(Step::Plan, summary, detail).message, expected);
    }
}

#[test]
fn a_place_in_our_own_file_is_the_stack() {
    let diagnostic = serde_json::json!({
        "summary": "Invalid combination", "address": "provider[\"x\"]",
        "range": {"filename": "xtask_override.tf", "start": {"line": 16, "column": 3, "byte": 1}},
    });
    let diagnostic = serde_json::from_value(diagnostic).unwrap();
    let finding = to_finding(Step::Plan, &diagnostic, &paths());
    assert_eq!(
        finding.location,
        Some(Location::file("terraform/product/list"))
    );
    assert_eq!(finding.message, "invalid combination (in provider[\"x\"])");
}
