//! `docs/findings.md` lists every code. When this fails, `SNAPSHOTS=overwrite cargo test -p finding`
//! writes the list anew.

use finding::Code;

#[test]
fn the_document_lists_every_code() {
    let mut text = String::from(
        "# Findings

What `cargo xtask` reports is a finding: a code, a severity, a place, a message and what to do.
Codes are stable: none is renamed or given another meaning. This list is made from
`crates/finding/src/code.rs`, and a test holds the two together.

| code | what it means |
|---|---|
",
    );
    for code in Code::ALL {
        let row = format!("| `{code}` | {} |\n", code.explanation());
        text += &row;
    }
    snapbox::assert_data_eq!(text, snapbox::file!["../../../docs/findings.md"]);
}
