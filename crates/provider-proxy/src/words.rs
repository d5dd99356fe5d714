//! The types that a configuration may need.

use std::collections::BTreeSet;
use std::io;

use camino::Utf8Path;

/// Endings of the files in which terraform finds types' names.
const ENDINGS: [&str; 5] = [
    ".tf",
    ".tf.json",
    ".tftest.hcl",
    ".tftest.json",
    ".tfmock.hcl",
];

/// Terraform proposes names that are less than this many edits away from an unknown one:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/didyoumean/name_suggestion.go>.
const NEAR: usize = 3;

/// All words of a configuration, and of a state if there is one.
///
/// Which of them are types is not asked: a word that is none costs nothing, a type that is missed would
/// be said not to exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeSet<String>);

impl Words {
    /// Adds the words of a text: of letters, digits, and what joins them in names.
    pub fn add(&mut self, text: &str) {
        let is_inside = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        for word in text.split(|c| !is_inside(c)) {
            if !self.0.contains(word) {
                self.0.insert(word.to_owned());
            }
        }
    }

    /// Adds the words of all Terraform files of a folder, and of the folder of its tests.
    pub fn add_folder(&mut self, dir: &Utf8Path) -> io::Result<()> {
        for entry in dir.read_dir_utf8()? {
            let entry = entry?;
            let name = entry.file_name();
            if name == "tests" && entry.path().is_dir() {
                self.add_folder(entry.path())?;
            } else if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                self.add(&String::from_utf8_lossy(&std::fs::read(entry.path())?));
            }
        }
        Ok(())
    }

    /// Those of a provider's types that are among the words, or that terraform would propose for one
    /// that it does not know.
    pub(crate) fn wanted(&self, types: &BTreeSet<String>) -> BTreeSet<String> {
        // A type's first part is its provider's name: only that one can be meant.
        let prefix = |word: &str| word.split('_').next().map(str::to_owned);
        let prefixes: BTreeSet<_> = types.iter().map(|name| prefix(name)).collect();
        let words = self
            .0
            .iter()
            .filter(|word| prefixes.contains(&prefix(word)));
        let (known, unknown): (Vec<_>, Vec<_>) = words.partition(|word| types.contains(*word));
        let near = types
            .iter()
            .filter(|name| unknown.iter().any(|word| are_near(word, name)));
        known.into_iter().chain(near).cloned().collect()
    }
}

fn are_near(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) < NEAR && strsim::levenshtein(a, b) < NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [&str; 5] = [
        "http",
        "aws_sqs_queue",
        "aws_sqs_queue_policy",
        "aws_sns_topic",
        "aws_vpc",
    ];

    fn wanted(text: &str) -> Vec<String> {
        let mut words = Words::default();
        words.add(text);
        let types = TYPES.map(str::to_owned).into();
        words.wanted(&types).into_iter().collect()
    }

    #[test]
    fn a_type_is_found_wherever_it_stands() {
        let text = r#"resource "aws_sqs_queue" "a" { x = data.aws_vpc.main.id }"#;
        assert_eq!(wanted(text), ["aws_sqs_queue", "aws_vpc"]);
        assert_eq!(wanted(r#"{"type":"aws_sns_topic"}"#), ["aws_sns_topic"]);
        assert_eq!(wanted(r#"data "http" "a" {}"#), ["http"]);
        assert_eq!(wanted("my_aws_vpc aws_vpc_id aws-vpc"), [""; 0]);
    }

    #[test]
    fn what_terraform_would_propose_is_there_too() {
        assert_eq!(wanted("aws_sqs_que"), ["aws_sqs_queue"]);
        assert_eq!(wanted("aws_sns_topics"), ["aws_sns_topic"]);
        assert_eq!(wanted("aws_sqs_qe"), [""; 0]);
    }

    #[test]
    fn a_folder_is_read_with_its_tests_and_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        std::fs::create_dir_all(dir.join("tests")).unwrap();
        std::fs::create_dir_all(dir.join("other")).unwrap();
        for (file, word) in [
            ("main.tf", "a_a"),
            ("x.tf.json", "b_b"),
            ("tests/unit.tftest.hcl", "c_c"),
            ("README.md", "d_d"),
            ("other/main.tf", "e_e"),
        ] {
            std::fs::write(dir.join(file), word).unwrap();
        }
        let mut words = Words::default();
        words.add_folder(dir).unwrap();
        let words: Vec<_> = words
            .0
            .into_iter()
            .filter(|word| word.contains('_'))
            .collect();
        assert_eq!(words, ["a_a", "b_b", "c_c"]);
    }
}
