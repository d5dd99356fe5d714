use super::*;

const TREE: &str = "\
0|one v0.1.0 (/root/lambdas/shop/one)|Apache-2.0|
1|serde v1.0.228|MIT/Apache-2.0|
2|core v1.0.0||
1|own v0.1.0 (/root/crates/own)|Apache-2.0|
2|serde v1.0.228|MIT/Apache-2.0| (*)

0|two v0.1.0 (/root/lambdas/shop/two)|Apache-2.0|
1|own v0.1.0 (/root/crates/own)|Apache-2.0| (*)
1|forked v2.0.0 (https://example.com/forked#0123abcd)|MIT|
";

const LOCK: &str = "\
version = 4

[[package]]
name = \"own\"
version = \"0.1.0\"

[[package]]
name = \"serde\"
version = \"1.0.228\"
source = \"registry+https://github.com/rust-lang/crates.io-index\"
checksum = \"9a8e\"

[[package]]
name = \"serde\"
version = \"1.0.228\"
";

fn crates() -> Crates {
    let lines: Vec<String> = TREE.lines().map(str::to_owned).collect();
    let mut crates = parse(&lines, Utf8Path::new("/root")).unwrap();
    crates.locked = locked(LOCK).unwrap();
    crates
}

fn names(crates: &Crates, root: &str) -> Vec<String> {
    let root = crates.root(root, "0.1.0").unwrap();
    let below = crates.below(root).into_iter();
    below.map(|it| it.name.clone()).collect()
}

#[test]
fn what_was_printed_before_counts_again() {
    let crates = crates();
    assert_eq!(names(&crates, "one"), ["core", "own", "serde"]);
    assert_eq!(names(&crates, "two"), ["core", "forked", "own", "serde"]);
    let own = crates.root("own", "0.1.0").unwrap();
    assert_eq!(own.folder.as_deref(), Some(Utf8Path::new("crates/own")));
    assert_eq!(crates.licences[own], "Apache-2.0");
    assert!(
        crates.root("serde", "1.0.228").is_none(),
        "it is nobody's here"
    );
}

#[test]
fn a_crate_from_elsewhere_has_what_the_lock_file_says() {
    let crates = crates();
    let serde = crates.uses.keys().find(|it| it.name == "serde").unwrap();
    assert_eq!(crates.locked(serde).checksum.as_deref(), Some("9a8e"));
    assert_eq!(crates.licences[serde], "MIT OR Apache-2.0");
    let own = crates.root("own", "0.1.0").unwrap();
    assert_eq!(crates.locked(own), Locked::default());
}

#[test]
fn another_form_is_not_misread() {
    for line in ["one v0.1.0", "0|one|MIT|", "x|one v0.1.0|MIT|"] {
        assert!(
            parse(&[line.to_owned()], Utf8Path::new("/root")).is_none(),
            "{line}"
        );
    }
}
