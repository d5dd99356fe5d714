//! Terraform as people write it, read; and the same text damaged at random: never a panic, always
//! an end, and every finding at a place that is there.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

use crate::common::{Sandbox, check_places};

const TEXTS: [&str; 4] = [
    include_str!("texts/api.tf"),
    include_str!("texts/storage.tf"),
    include_str!("texts/workers.tf"),
    include_str!("texts/network.tf"),
];

const PATHS: [&str; 5] = [
    "terraform/shop/base/main.tf",
    "terraform/shop/front/main.tf",
    "terraform/modules/called/main.tf",
    "environments/dev/shop/front.tfvars",
    "environments/dev.toml",
];

fn estate() -> Sandbox {
    let called = "module \"called\" {\n  source = \"../../modules/called\"\n}\n";
    Sandbox::base()
        .with("terraform/shop/front/called.tf", called)
        .with("terraform/modules/called/main.tf", "locals {\n  a = 1\n}\n")
}

#[test]
fn what_people_write_gives_no_finding() {
    for text in TEXTS {
        for text in [
            text.to_owned(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
        ] {
            estate()
                .with("terraform/shop/front/more.tf", &text)
                .with("terraform/modules/called/main.tf", &text)
                .sound();
        }
    }
}

/// One way to damage a text.
#[derive(Clone, Debug)]
enum Damage {
    Delete(Index, usize),
    Insert(Index, String),
    Bytes(Index, Vec<u8>),
    Duplicate(Index, usize, Index),
    Truncate(Index),
    Deepen(Index, &'static str, usize),
}

fn damages() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    let pieces = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "\"",
        "${",
        "%{",
        "%{ if ",
        "<<EOT\n",
        "<<-EOT\n",
        "\nEOT\n",
        "=",
        "\n",
        "\r",
        "#",
        "/*",
        "*/",
        "//",
        ".",
        "...",
        "*",
        "[*]",
        "?",
        ":",
        ",",
        "$",
        "\\",
        "\\u",
        "for ",
        "local.",
        "var.",
        "data.terraform_remote_state.",
        ".outputs",
        "\u{feff}",
        "é",
        "\0",
        "terraform {",
        "locals {",
        "1e400",
        "0x",
        "-",
        "!",
        "%",
        "/",
    ]);
    let openers = proptest::sample::select(vec![
        "(", "[", "{", "{a=", "\"${", "!", "-", "f(", "a {\n", "x ? ",
    ]);
    prop_oneof![
        (at(), 1usize..200).prop_map(|(from, length)| Damage::Delete(from, length)),
        (at(), pieces).prop_map(|(to, piece)| Damage::Insert(to, piece.to_owned())),
        (at(), "\\PC{1,20}").prop_map(|(to, piece)| Damage::Insert(to, piece)),
        (at(), proptest::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(to, bytes)| Damage::Bytes(to, bytes)),
        (at(), 1usize..400, at())
            .prop_map(|(from, length, to)| Damage::Duplicate(from, length, to)),
        at().prop_map(Damage::Truncate),
        (at(), openers, 1usize..10_000)
            .prop_map(|(to, opener, times)| Damage::Deepen(to, opener, times)),
    ]
}

impl Damage {
    fn apply(&self, text: &mut Vec<u8>) {
        let at = |index: &Index, text: &[u8]| index.index(text.len() + 1);
        match self {
            Damage::Delete(from, length) => {
                let from = at(from, text);
                let end = (from + length).min(text.len());
                text.drain(from..end);
            }
            Damage::Insert(to, piece) => {
                let to = at(to, text);
                text.splice(to..to, piece.bytes());
            }
            Damage::Bytes(to, bytes) => {
                let to = at(to, text);
                text.splice(to..to, bytes.iter().copied());
            }
            Damage::Duplicate(from, length, to) => {
                let from = at(from, text);
                let end = (from + length).min(text.len());
                let piece = text[from..end].to_vec();
                let to = at(to, text);
                text.splice(to..to, piece);
            }
            Damage::Truncate(from) => {
                let from = at(from, text);
                text.truncate(from);
            }
            Damage::Deepen(to, opener, times) => {
                let to = at(to, text);
                text.splice(to..to, opener.repeat(*times).into_bytes());
            }
        }
    }
}

#[test]
fn a_damaged_file_never_makes_the_reader_panic() {
    let config = ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let damaged = (
        proptest::sample::select(TEXTS.to_vec()),
        proptest::sample::select(PATHS.to_vec()),
        any::<bool>(),
        proptest::collection::vec(damages(), 1..5),
    );
    let sandbox = estate();
    let sound = PATHS.map(|path| (path, std::fs::read(sandbox.root().join(path)).unwrap()));
    let write = |path: &str, text: &[u8]| std::fs::write(sandbox.root().join(path), text).unwrap();
    let outcome = TestRunner::new(config).run(&damaged, |(text, path, own, damages)| {
        // A case that panicked has left its file damaged.
        for (path, text) in &sound {
            write(path, text);
        }
        // Either the file's own text is damaged, or one of the long ones in its place.
        let mut text = match sound.iter().find(|(sound, _)| own && *sound == path) {
            Some((_, text)) => text.clone(),
            None => text.as_bytes().to_vec(),
        };
        for damage in &damages {
            damage.apply(&mut text);
        }
        write(path, &text);
        let (_, findings) = sandbox.load();
        check_places(sandbox.root(), &findings);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
