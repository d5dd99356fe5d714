//! The real terraform and the real AWS provider, without an AWS account.

mod common;

use common::{Bench, offline};
use finding::{Code, Severity};
use terraform::{Changes, ProviderSource, Step, to_finding};

#[test]
fn a_consumer_of_a_producer_that_was_never_applied_is_planned() {
    let bench = Bench::new();
    let mut located = bench.located();
    // Even the mirror's path may be an odd one.
    if let ProviderSource::Mirror { dir, .. } = &mut located[0].source {
        let link = bench.root.join("mirror");
        std::os::unix::fs::symlink(&dir, &link).unwrap();
        *dir = link;
    }
    let before = bench.sources();
    let (runner, (_scratch, dir), log) =
        (bench.runner_with(&located), bench.scratch(), bench.log());

    let init = runner.init(&dir, &log, &offline()).unwrap();
    assert!(init.ok && init.failures.is_empty(), "{init:#?}");
    let validate = runner.validate(&dir, &log, &offline()).unwrap();
    assert!(
        validate.ok && validate.diagnostics.is_empty(),
        "{validate:#?}"
    );
    // Two environments of one stack are planned at a time in one folder.
    let options = bench.plan_options();
    let mut other = options.clone();
    other.out = Some(bench.work.join("other.tfplan"));
    let plans = std::thread::scope(|scope| {
        let plans =
            [&options, &other].map(|options| scope.spawn(|| runner.plan(&dir, options, &log)));
        plans.map(|plan| plan.join().unwrap().unwrap())
    });
    for plan in plans {
        assert!(plan.ok && plan.diagnostics.is_empty(), "{plan:#?}");
        assert_eq!(
            plan.changes,
            Changes {
                add: 2,
                ..Changes::default()
            }
        );
    }
    assert!(options.out.unwrap().is_file() && other.out.unwrap().is_file());
    let log = std::fs::read_to_string(&log).unwrap();
    let headers: Vec<_> = log
        .lines()
        .filter(|line| line.starts_with("$ cd "))
        .collect();
    assert_eq!(headers.len(), 4, "{headers:#?}");

    // A second run finds the provider where the first has put it.
    bench.scratch();
    let again = runner.init(&dir, &bench.log(), &offline()).unwrap();
    assert!(again.ok, "{again:#?}");
    assert_eq!(bench.sources(), before, "the sources are as they were");
}

#[test]
fn a_value_of_the_wrong_type_is_found_in_its_tfvars_file() {
    let bench = Bench::new();
    let text =
        "account_id = \"123456789012\"\nregion = \"eu-west-1\"\ntags = \"none\"\nregoin = 1\n";
    bench.write("environments/dev/consumer.tfvars", text);
    let (runner, (scratch, dir), log) = (bench.runner(), bench.scratch(), bench.log());
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let plan = runner.plan(&dir, &bench.plan_options(), &log).unwrap();
    assert!(!plan.ok);
    assert_eq!(plan.changes, Changes::default());

    let paths = bench.paths(&scratch, &dir);
    let findings: Vec<_> = plan
        .diagnostics
        .iter()
        .map(|it| to_finding(Step::Plan, it, &paths))
        .collect();
    let wrong = findings
        .iter()
        .find(|it| it.severity == Severity::Error)
        .unwrap();
    let place = wrong.location.as_ref().unwrap();
    let expected = ("environments/dev/consumer.tfvars", 3, 8);
    assert_eq!((place.file.as_str(), place.line, place.column), expected);
    let (start, end) = place.bytes.unwrap();
    assert_eq!(text.get(start..end), Some("\"none\""));
    assert_eq!(
        wrong.hint.as_deref(),
        Some("`tags` wants a value of type: map of string")
    );
    let undeclared = findings
        .iter()
        .find(|it| it.severity == Severity::Warning)
        .unwrap();
    assert_eq!(
        undeclared.location.as_ref().unwrap().file,
        "environments/dev/consumer.tfvars"
    );
}

#[test]
fn a_fault_in_a_module_is_found_in_the_repositorys_file() {
    let bench = Bench::new();
    let module =
        std::fs::read_to_string(bench.root.join("terraform/modules/queue/main.tf")).unwrap();
    bench.write(
        "terraform/modules/queue/main.tf",
        &module.replace("  name =", "  nmae ="),
    );
    let (runner, (scratch, dir), log) = (bench.runner(), bench.scratch(), bench.log());
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let validate = runner.validate(&dir, &log, &offline()).unwrap();
    assert!(!validate.ok);
    let found = to_finding(
        Step::Validate,
        &validate.diagnostics[0],
        &bench.paths(&scratch, &dir),
    );
    assert_eq!(found.code, Code::TerraformValidate);
    let place = found.location.unwrap();
    assert_eq!(
        (place.file.as_str(), place.line),
        ("terraform/modules/queue/main.tf", 9)
    );
    assert_eq!(found.hint.as_deref(), Some("did you mean `name`?"));
}

#[test]
fn a_data_source_that_asks_aws_is_refused_at_once_and_says_what_to_do() {
    let bench = Bench::new();
    bench.write(
        "terraform/product/consumer/data.tf",
        "data \"aws_caller_identity\" \"me\" {}\n",
    );
    let (runner, (scratch, dir), log) = (bench.runner(), bench.scratch(), bench.log());
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let plan = runner.plan(&dir, &bench.plan_options(), &log).unwrap();
    assert!(!plan.ok);
    let [one] = &plan.diagnostics[..] else {
        panic!("{plan:#?}")
    };
    assert!(
        one.detail
            .contains("exceeded maximum number of attempts, 1,"),
        "{one:#?}"
    );
    let found = to_finding(Step::Plan, one, &bench.paths(&scratch, &dir));
    assert_eq!(
        found.location.unwrap().file,
        "terraform/product/consumer/data.tf"
    );
    assert!(found.hint.unwrap().starts_with("this asks AWS"));
}

#[test]
fn the_tests_of_a_module_are_counted() {
    let bench = Bench::new();
    let tests = r#"
mock_provider "aws" {}

run "name" {
  command = plan
  assert {
    condition     = aws_sqs_queue.this.name == "queue"
    error_message = "The queue has another name."
  }
}

run "wrong" {
  command = plan
  assert {
    condition     = aws_sqs_queue.this.name == "other"
    error_message = "The queue is not called other."
  }
}
"#;
    bench.write("terraform/modules/queue/tests/queue.tftest.hcl", tests);
    let (runner, (scratch, _), log) = (bench.runner(), bench.scratch(), bench.log());
    let dir = scratch.dir().join("modules/queue");
    assert!(runner.init(&dir, &log, &offline()).unwrap().ok);
    let outcome = runner.test(&dir, &log, &offline()).unwrap();
    assert_eq!(
        (outcome.ok, outcome.passed, outcome.failed, outcome.skipped),
        (false, 1, 1, 0)
    );
    let found = to_finding(
        Step::Test,
        &outcome.diagnostics[0],
        &bench.paths(&scratch, &dir),
    );
    assert!(
        found.message.contains("The queue is not called other"),
        "{found:?}"
    );
    let place = found.location.unwrap();
    let expected = ("terraform/modules/queue/tests/queue.tftest.hcl", 15);
    assert_eq!((place.file.as_str(), place.line), expected);
}
