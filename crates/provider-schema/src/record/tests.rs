use camino::Utf8PathBuf;
use finding::Location;

use super::*;

const ADDRESS: &str = "registry.terraform.io/hashicorp/aws";

fn root() -> (tempfile::TempDir, Utf8PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
    (temp, root)
}

fn lock(stack: &str, version: &str, hashes: &[&str]) -> Lock {
    let file = format!("terraform/{stack}/.terraform.lock.hcl");
    Lock {
        stack: stack.to_owned(),
        at: Location::point(file, 4, 1),
        address: ADDRESS.to_owned(),
        version: version.to_owned(),
        hashes: hashes.iter().copied().map(str::to_owned).collect(),
    }
}

/// A provider with one type, of no attributes.
fn answer(hash: &str, message: &'static [u8]) -> Answer {
    Answer {
        protocol: 6,
        hash: hash.to_owned(),
        message: Bytes::from_static(message),
    }
}

const ONE_TYPE: &[u8] = b"\x12\x03\x0a\x01a";
const TWO_TYPES: &[u8] = b"\x12\x03\x0a\x01b\x12\x03\x0a\x01a";

fn written(report: &Report) -> Vec<bool> {
    report.recordings.iter().map(|it| it.written).collect()
}

#[test]
fn what_is_recorded_is_written_once() {
    let (_temp, root) = root();
    let locks = [lock("a/b", "1.0.0", &["h1:linux", "h1:mac"])];
    let run = |answer: Answer| record(&root, &locks, |_| Ok(answer.clone()));
    assert_eq!(written(&run(answer("h1:linux", ONE_TYPE))), [true]);
    assert_eq!(written(&run(answer("h1:linux", ONE_TYPE))), [false]);
    assert_eq!(
        written(&run(answer("h1:mac", ONE_TYPE))),
        [false],
        "another platform"
    );
    assert_eq!(written(&run(answer("h1:linux", TWO_TYPES))), [true]);
    std::fs::write(root.join("schemas/hashicorp/aws.json"), "damaged").unwrap();
    assert_eq!(written(&run(answer("h1:mac", TWO_TYPES))), [true]);
    let recorded = load(&root, ADDRESS).unwrap().unwrap();
    assert_eq!((recorded.protocol, recorded.hash.as_str()), (6, "h1:mac"));
    assert_eq!(recorded.schema, &b"\x12\x03\x0a\x01a\x12\x03\x0a\x01b"[..]);
}

#[test]
fn only_a_package_that_all_stacks_lock_will_do() {
    let (_temp, root) = root();
    let locks = [
        lock("a/b", "1.0.0", &["h1:linux", "h1:mac"]),
        lock("a/c", "1.0.0", &["h1:mac", "h1:other"]),
    ];
    let mut asked = Vec::new();
    let report = record(&root, &locks, |locked| {
        asked.push(locked.hashes.clone());
        Err(Vec::new())
    });
    assert_eq!(asked, [["h1:mac"]]);
    assert_eq!(report, Report::default(), "interrupted: nothing is told");
}

#[test]
fn several_versions_are_told_with_their_stacks_and_nobody_is_asked() {
    let (_temp, root) = root();
    let locks = [
        lock("a/b", "1.0.0", &[]),
        lock("a/c", "2.0.0", &[]),
        lock("a/d", "1.0.0", &[]),
    ];
    let report = record(&root, &locks, |_| panic!("asked"));
    let [finding] = &report.findings[..] else {
        panic!("{report:?}")
    };
    assert_eq!(finding.code, Code::ProviderVersions);
    assert_eq!(
        finding.message,
        "`registry.terraform.io/hashicorp/aws` is locked in several versions: 1.0.0 by a/b, a/d; 2.0.0 by a/c"
    );
    assert_eq!(finding.location, Some(locks[0].at.clone()));
    assert_eq!(
        finding.related,
        [(locks[1].at.clone(), "2.0.0 here".to_owned())]
    );
    assert!(!root.join("schemas").exists());
}

#[test]
fn an_answer_that_is_no_schema_is_told() {
    let (_temp, root) = root();
    let locks = [lock("a/b", "1.0.0", &[])];
    let report = record(&root, &locks, |_| Ok(answer("h1:linux", b"\x12\x99")));
    assert_eq!(report.findings[0].code, Code::ProviderUnavailable);
    assert!(report.findings[0].message.contains("that is not a schema"));
}

#[test]
fn what_cannot_be_written_is_told() {
    let (_temp, root) = root();
    std::fs::write(root.join("schemas"), "a file").unwrap();
    let locks = [lock("a/b", "1.0.0", &[])];
    let report = record(&root, &locks, |_| Ok(answer("h1:linux", ONE_TYPE)));
    assert_eq!(report.findings[0].code, Code::UnwritableFile);
}
