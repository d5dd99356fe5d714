//! What GitHub Actions is told: annotations, and the summary of a step.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::common::{Run, TestContext, redact};

/// A run of `verify` as GitHub's runner starts it, with one output that is not there.
fn verify(context: &TestContext, summary: &str, more: &[&str]) -> Run {
    let arguments = [&["verify", "--env", "dev"][..], more].concat();
    let xtask = context.xtask(&arguments);
    xtask
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", summary)
        .env("GITHUB_WORKSPACE", context.root.parent().unwrap().as_str())
        .run()
        .code(1)
}

fn broken() -> TestContext {
    let file = "terraform/shop/api/main.tf";
    TestContext::new().edit(file, "outputs.table_name", "outputs.tabel_name")
}

fn annotations(run: &Run, context: &TestContext) -> String {
    let lines = run.stderr.split_inclusive('\n');
    let lines: String = lines.filter(|line| line.starts_with("::")).collect();
    lines.replace(context.root.file_name().unwrap(), "[REPOSITORY]")
}

#[test]
fn findings_are_annotations_on_stderr_in_either_format() {
    let context = broken();
    let text = verify(&context, "", &[]);
    assert_data_eq!(
        annotations(&text, &context),
        str![[r#"
::error file=[REPOSITORY]/terraform/shop/api/main.tf,line=28,col=62,title=output-missing::`shop/infrastructure` has no output `tabel_name`%0Ain shop/api%0Ahelp: did you mean `table_name`?

"#]]
    );
    let json = verify(&context, "", &["--format", "json"]);
    assert_eq!(annotations(&json, &context), annotations(&text, &context));
    assert!(json.findings().contains("output-missing"));
    assert!(!json.stdout.contains("::error"));
    let elsewhere = context.run(&["verify", "--env", "dev"]).code(1);
    assert_eq!(annotations(&elsewhere, &context), "");
}

#[test]
fn the_summary_is_added_to_and_one_that_cannot_be_written_is_a_note() {
    let context = broken().with("summary.md", "before\n");
    let file = context.root.join("summary.md");
    let run = verify(&context, file.as_str(), &[]);
    assert!(!run.stderr.contains("note: the summary"), "{run:#?}");
    assert_data_eq!(
        // As it is: a backslash is no path's.
        redact::times(&context.read("summary.md")),
        str![[r#"
before
## verify

**failed: 2 of 3 plans made and 1 of them applied to a simulated AWS, 1 error, [TIME]**

| Stack | Environment | Step | Result |
|---|---|---|---|
| shop/infrastructure | dev | plan | ok, +1 ~0 -0 |
| shop/api | dev | plan | **failed** |
| audit/log | dev | plan | ok, +1 ~0 -0 |

### Steps that did not end well

- contracts: **failed**
- shop/api plan dev: **failed**

### Findings

- **error** `output-missing`: \`shop/infrastructure\` has no output \`tabel\_name\`<br>in shop/api, terraform/shop/api/main.tf:28:62<br>help: did you mean \`table\_name\`?


"#]].raw()
    );
    let run = verify(&context, "/dev/full", &[]);
    assert!(run.stderr.contains("No space left on device"), "{run:#?}");
    let run = verify(&context, context.root.as_str(), &[]);
    assert!(
        run.stderr
            .contains("note: the summary of this step is not in `[ROOT]` (GITHUB_STEP_SUMMARY): "),
        "{run:#?}"
    );
}
