//! Environment files: what is wrong in them, with the right line and column.

use finding::Code;
use similar_asserts::assert_eq;

use crate::common::{DEV, Sandbox, check_places, line};

/// The findings of the base estate with `dev.toml` changed.
fn with_dev(from: &str, to: &str) -> Vec<String> {
    assert_eq!(DEV.matches(from).count(), 1, "{from}");
    let sandbox = Sandbox::base().with("environments/dev.toml", DEV.replace(from, to));
    check_places(sandbox.root(), &sandbox.findings());
    sandbox.lines()
}

#[test]
fn a_sound_estate_has_no_findings() {
    let estate = Sandbox::base().sound();
    let names: Vec<_> = estate
        .environments
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(names, ["dev", "prod", "sit"]);
    let dev = estate.environment("dev").unwrap();
    assert_eq!(dev.monthly_budget_usd, 100);
    assert_eq!(dev.variables()["state_bucket"].as_str(), Some("states-dev"));
    assert_eq!(estate.systems[0].environments, ["dev", "prod", "sit"]);
}

/// Each change gives exactly one finding.
#[track_caller]
fn each_is_told(table: &[(&str, &str, &str)]) {
    for (from, to, expected) in table {
        assert_eq!(with_dev(from, to), [*expected], "{from} -> {to}");
    }
}

#[test]
fn unknown_keys_and_wrong_types_are_told_with_their_place() {
    let table = [
        // Unknown keys.
        (
            "gate = \"none\"",
            "gate = \"none\"\ngates = 1",
            "environment-unknown-key environments/dev.toml:4:1 (dev): unknown key `gates`; did you mean `gate`?",
        ),
        (
            "lock = \"file\"",
            "lock = \"file\"\nbuket = 1",
            "environment-unknown-key environments/dev.toml:10:1 (dev): unknown key `state.buket`; did you mean `bucket`?",
        ),
        (
            "\"file\"",
            "{ table = \"locks\", tabel = 1 }",
            "environment-unknown-key environments/dev.toml:9:27 (dev): unknown key `state.lock.tabel`; did you mean `table`?",
        ),
        (
            "gate = \"none\"",
            "gate = \"none\"\nzebra = 1",
            "environment-unknown-key environments/dev.toml:4:1 (dev): unknown key `zebra`; known here: account, gate, monthly_budget_usd, region, state, systems, tags",
        ),
        // Wrong types.
        (
            "\"111111111111\"",
            "111111111111",
            "environment-value environments/dev.toml:1:11 (dev): `account` must be a string, not this integer",
        ),
        (
            "= 100",
            "= \"100\"",
            "environment-value environments/dev.toml:4:22 (dev): `monthly_budget_usd` must be a positive whole number, not this string",
        ),
        (
            "= 100",
            "= 0",
            "environment-value environments/dev.toml:4:22 (dev): `monthly_budget_usd` must be a positive whole number, not this integer",
        ),
        (
            "[\"shop\"]",
            "\"shop\"",
            "environment-value environments/dev.toml:5:11 (dev): `systems` must be a list of strings, not this string",
        ),
        (
            "[\"shop\"]",
            "[\"shop\", 7]",
            "environment-value environments/dev.toml:5:20 (dev): `systems` must be a list of strings",
        ),
        (
            "[\"shop\"]",
            "[\"shop\", \"shop\"]",
            "environment-value environments/dev.toml:5:20 (dev): system `shop` is named twice; take it out",
        ),
        (
            "lock = \"file\"",
            "lock = true",
            "environment-value environments/dev.toml:9:8 (dev): `state.lock` must be a string, not this boolean",
        ),
        (
            "lock = \"file\"",
            "lock = \"table\"",
            "environment-value environments/dev.toml:9:8 (dev): `table` is not a way to lock a state; `lock = \"file\"`, or `lock = { table = \"<DynamoDB table>\" }`",
        ),
        (
            "owner = \"o\"",
            "owner = 1",
            "environment-value environments/dev.toml:13:9 (dev): `tags.owner` must be a string, not this integer",
        ),
    ];
    each_is_told(&table);
}

#[test]
fn values_that_mean_nothing_are_told_with_the_nearest_that_do() {
    let table = [
        (
            "111111111111",
            "11111111111",
            "environment-account environments/dev.toml:1:11 (dev): `11111111111` is not an AWS account id; an account id is twelve digits in quotes; leading zeros count",
        ),
        (
            "111111111111",
            "11111111111a",
            "environment-account environments/dev.toml:1:11 (dev): `11111111111a` is not an AWS account id; an account id is twelve digits in quotes; leading zeros count",
        ),
        (
            "eu-west-1",
            "eu-west-9",
            "environment-region environments/dev.toml:2:10 (dev): AWS has no region `eu-west-9`; did you mean `eu-west-1`?",
        ),
        (
            "\"none\"",
            "\"nobody\"",
            "environment-value environments/dev.toml:3:8 (dev): `nobody` is not a gate; one of: none, approval, confirmation",
        ),
        (
            "[\"shop\"]",
            "[\"shop\", \"shpo\"]",
            "environment-unknown-system environments/dev.toml:5:20 (dev): there is no system `shpo`: terraform/shpo/ has no stack; did you mean `shop`?",
        ),
        (
            "111111111111",
            "222222222222",
            "environment-duplicate-account environments/sit.toml:1:11 (sit): `dev` and `sit` name the same account 222222222222; give each environment an account of its own [environments/dev.toml:1:11: first named here]",
        ),
        // Missing.
        (
            "owner = \"o\"\n",
            "",
            "environment-missing-key environments/dev.toml:11:1 (dev): `tags.owner` is missing; every resource carries the tag `owner`: give it a value",
        ),
    ];
    each_is_told(&table);
}

#[test]
fn a_duplicate_account_is_told_beside_other_faults_of_its_file() {
    for (from, to) in [("\"eu-west-1\"", "\"eu-wset-1\""), ("gate", "gatee")] {
        let sandbox = Sandbox::base()
            .edit("environments/dev.toml", "111111111111", "222222222222")
            .edit("environments/dev.toml", from, to);
        let (_, findings) = sandbox.load();
        let codes: Vec<_> = findings
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        assert!(
            codes.contains(&"environment-duplicate-account"),
            "{codes:?}"
        );
        assert!(codes.len() > 1, "{codes:?}");
    }
}

#[test]
fn blank_values_are_refused() {
    let blank = |place: &str, key: &str| {
        format!(
            "environment-value environments/dev.toml:{place} (dev): `{key}` has a blank value; give it a value"
        )
    };
    for (from, to, place, key) in [
        ("\"111111111111\"", "\"\"", "1:11", "account"),
        ("\"eu-west-1\"", "\"\"", "2:10", "region"),
        ("\"none\"", "\"\\t\"", "3:8", "gate"),
        ("[\"shop\"]", "[\"shop\", \"\"]", "5:20", "systems"),
        ("\"states-dev\"", "\" \"", "8:10", "state.bucket"),
        ("\"file\"", "\"\"", "9:8", "state.lock"),
        ("\"file\"", "{ table = \" \" }", "9:18", "state.lock.table"),
        ("owner = \"o\"", "owner = \"\"", "13:9", "tags.owner"),
    ] {
        assert_eq!(with_dev(from, to), [blank(place, key)], "{from} -> {to}");
    }
}

#[test]
fn each_key_is_needed() {
    for (key, prefix, place) in [
        ("account", "", "1:1"),
        ("region", "", "1:1"),
        ("gate", "", "1:1"),
        ("monthly_budget_usd", "", "1:1"),
        ("systems", "", "1:1"),
        ("bucket", "state.", "7:1"),
        ("lock", "state.", "7:1"),
    ] {
        let at = DEV.find(&format!("{key} = ")).unwrap();
        let end = at + DEV[at..].find('\n').unwrap();
        // A comment keeps the lines where they are.
        let lines = with_dev(&DEV[at..end], "#");
        let expected = format!(
            "environment-missing-key environments/dev.toml:{place} (dev): `{prefix}{key}` is missing; add `{key}`; docs/environments.md says what it means"
        );
        assert_eq!(lines, [expected]);
    }
}

#[test]
fn a_missing_table_is_told_once_and_not_key_by_key() {
    for (table, from) in [
        (
            "state",
            "[state]\nbucket = \"states-dev\"\nlock = \"file\"\n",
        ),
        (
            "tags",
            "[tags]\nproject = \"p\"\nowner = \"o\"\ncost-center = \"c\"\n",
        ),
    ] {
        let lines = with_dev(from, "");
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].contains(&format!("`{table}` is missing")),
            "{lines:?}"
        );
    }
}

#[test]
fn all_faults_of_one_file_are_told_in_one_load() {
    // No account, a region that does not exist, a gate that means nothing, an unknown key, a
    // lock of a wrong type, a tag too few, and a second file that is broken as well.
    let dev = r#"region = "eu-west-9"
gate = "open"
monthly_budget_usd = -1
systems = ["shop", 1]
typo = 1

[state]
bucket = 1
lock = 2

[tags]
project = "p"
owner = "o"
"#;
    let sandbox = Sandbox::base().with("environments/dev.toml", dev).edit(
        "environments/sit.toml",
        "eu-west-1",
        "nowhere",
    );
    let findings = sandbox.findings();
    check_places(sandbox.root(), &findings);
    let mut told: Vec<_> = findings
        .iter()
        .map(|finding| {
            let at = finding.location.as_ref().unwrap();
            (at.file.as_str(), at.line, at.column, finding.code.as_str())
        })
        .collect();
    told.sort_unstable();
    let (dev, sit) = ("environments/dev.toml", "environments/sit.toml");
    assert_eq!(
        told,
        [
            (dev, 1, 1, "environment-missing-key"),
            (dev, 1, 10, "environment-region"),
            (dev, 2, 8, "environment-value"),
            (dev, 3, 22, "environment-value"),
            (dev, 4, 20, "environment-value"),
            (dev, 5, 1, "environment-unknown-key"),
            (dev, 8, 10, "environment-value"),
            (dev, 9, 8, "environment-value"),
            (dev, 11, 1, "environment-missing-key"),
            (sit, 2, 10, "environment-region"),
        ]
    );
}

#[test]
fn a_broken_file_is_told_with_its_place_and_its_environment_is_left_out() {
    let lines = with_dev("gate = \"none\"", "gate = none");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("toml-syntax environments/dev.toml:3:8 (dev): not valid TOML: "),
        "{lines:?}"
    );
    let (estate, _) = Sandbox::base()
        .with("environments/dev.toml", "account = ")
        .load();
    assert!(estate.environment("dev").is_none());
    assert_eq!(estate.stacks.len(), 2);
    assert_eq!(estate.edges.len(), 1);
}

#[test]
fn a_key_given_twice_is_a_syntax_error() {
    let lines = with_dev("gate = \"none\"", "gate = \"none\"\ngate = \"none\"");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("toml-syntax environments/dev.toml:4:1 (dev)"),
        "{lines:?}"
    );
}

#[test]
fn three_environments_with_one_account_are_told_twice() {
    let sandbox = Sandbox::base()
        .edit("environments/sit.toml", "222222222222", "111111111111")
        .edit("environments/prod.toml", "333333333333", "111111111111");
    let findings = sandbox.findings();
    assert_eq!(findings.len(), 2);
    for finding in findings {
        assert_eq!(finding.code, Code::EnvironmentDuplicateAccount);
        assert_eq!(finding.related.len(), 1, "{}", line(&finding));
    }
}

#[test]
fn a_byte_order_mark_and_windows_lines_do_no_harm() {
    let text = format!("\u{feff}{}", DEV.replace('\n', "\r\n"));
    Sandbox::base().with("environments/dev.toml", text).sound();
    let text = format!("\u{feff}{}", DEV.replace("111111111111", "1"));
    let sandbox = Sandbox::base().with("environments/dev.toml", text);
    let findings = sandbox.findings();
    check_places(sandbox.root(), &findings);
    assert_eq!(findings[0].location.as_ref().unwrap().column, 11);
}

#[test]
fn a_lock_table_is_read() {
    let sandbox = Sandbox::base().edit(
        "environments/dev.toml",
        "lock = \"file\"",
        "lock = { table = \"locks\" }",
    );
    let estate = sandbox.sound();
    let lock = &estate.environment("dev").unwrap().state.lock;
    assert_eq!(*lock, estate::StateLock::Table("locks".to_owned()));
}
