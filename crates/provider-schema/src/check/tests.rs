use bytes::Bytes;
use camino::Utf8PathBuf;

use super::*;
use crate::{Files, Recorded, load, write};

const ADDRESS: &str = "registry.terraform.io/hashicorp/aws";

fn recorded() -> Recorded {
    Recorded {
        address: ADDRESS.to_owned(),
        version: "5.100.0".to_owned(),
        protocol: 5,
        hash: "h1:linux".to_owned(),
        schema: Bytes::from_static(b"schema"),
    }
}

/// A repository with a record.
fn repository() -> (tempfile::TempDir, Utf8PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
    write(&root, &recorded()).unwrap();
    (temp, root)
}

fn lock(version: &str, hashes: &[&str]) -> Lock {
    Lock {
        stack: "a/b".to_owned(),
        at: Location::point("terraform/a/b/.terraform.lock.hcl", 4, 1),
        address: ADDRESS.to_owned(),
        version: version.to_owned(),
        hashes: hashes.iter().copied().map(str::to_owned).collect(),
    }
}

fn good() -> Lock {
    lock("5.100.0", &["zh:any", "h1:mac", "h1:linux"])
}

#[test]
fn what_was_written_is_read() {
    let (_temp, root) = repository();
    assert_eq!(load(&root, ADDRESS).unwrap(), Some(recorded()));
    assert_eq!(
        load(&root, "registry.terraform.io/hashicorp/null").unwrap(),
        None
    );
    let json = std::fs::read_to_string(root.join("schemas/hashicorp/aws.json")).unwrap();
    assert!(json.starts_with("{\n  \"address\": \"registry.terraform.io/hashicorp/aws\",\n"));
    assert!(json.ends_with("\"\n}\n"), "{json}");
}

#[test]
fn a_record_of_what_is_locked_is_good_and_so_is_none() {
    let (_temp, root) = repository();
    assert_eq!(check(&root, &[good()]), []);
    std::fs::remove_dir_all(root.join("schemas")).unwrap();
    assert_eq!(check(&root, &[lock("1.0.0", &[])]), []);
}

#[test]
fn each_stack_that_locks_another_is_told_at_its_line() {
    let (_temp, root) = repository();
    let other = lock("5.99.0", &["h1:linux"]);
    let rebuilt = lock("5.100.0", &["h1:mac"]);
    let findings = check(&root, &[good(), other, rebuilt]);
    let messages: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`a/b` locks version 5.99.0, but the schema of 5.100.0 is recorded",
            "the schema is recorded of a package (h1:linux) that `a/b` does not lock",
        ]
    );
    for finding in findings {
        assert_eq!(finding.code, Code::SchemaStale);
        assert_eq!(finding.location, Some(good().at));
        assert!(finding.hint.unwrap().contains("cargo xtask schema record"));
    }
}

#[test]
fn a_damaged_record_is_told_once_and_not_used() {
    let Files { json, schema } = Files::of(ADDRESS);
    let damages: [(&Utf8Path, Option<&str>, &str); 5] = [
        (&schema, None, "`schemas/hashicorp/aws.pb.br` is missing"),
        (&schema, Some("x"), "has not the SHA-256 that it names"),
        (&json, Some(""), "EOF while parsing"),
        (&json, Some("{}"), "missing field `address`"),
        (&json, Some("\u{0}"), "expected value"),
    ];
    for (file, text, expected) in damages {
        let (_temp, root) = repository();
        match text {
            Some(text) => std::fs::write(root.join(file), text).unwrap(),
            None => std::fs::remove_file(root.join(file)).unwrap(),
        }
        let findings = check(&root, &[good(), good()]);
        let [finding] = &findings[..] else {
            panic!("{findings:?}")
        };
        assert!(finding.message.contains(expected), "{}", finding.message);
        assert_eq!(finding.location, Some(Location::file(json.clone())));
        let error = load(&root, ADDRESS).unwrap_err();
        assert!(matches!(error, RecordError::Damaged { .. }), "{error}");
    }
}

#[test]
fn what_cannot_be_decompressed_is_an_error_though_its_hash_is_right() {
    let (_temp, root) = repository();
    crate::files::write(&root, &recorded(), b"not brotli").unwrap();
    assert_eq!(check(&root, &[good()]), [], "nothing is decompressed here");
    let error = load(&root, ADDRESS).unwrap_err().to_string();
    assert!(error.contains("cannot be decompressed"), "{error}");
}

#[test]
fn another_registrys_provider_of_the_same_name_is_told() {
    let (_temp, root) = repository();
    let error = load(&root, "example.com/hashicorp/aws").unwrap_err();
    assert!(matches!(error, RecordError::Taken { .. }), "{error}");
}

#[test]
fn no_address_leads_out_of_the_folder() {
    for address in ["../../..", "a/../b", "..", "", "/", "a/b/../../etc/x"] {
        let Files { json, schema } = Files::of(address);
        for file in [json, schema] {
            let is_plain =
                |part: camino::Utf8Component<'_>| part != camino::Utf8Component::ParentDir;
            assert!(file.starts_with("schemas"), "{file}");
            assert!(file.components().all(is_plain), "{file}");
        }
    }
}
