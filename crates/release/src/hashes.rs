//! `SHA256SUMS`: the hashes once more, for `sha256sum --check`.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::form::{FILE, Form};

/// The file's name.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// The hash of each file but this one; `form` is that of `release.json` itself.
pub(crate) fn expected(form: &Form, sha256: &str) -> BTreeMap<Utf8PathBuf, String> {
    let files = form.files.iter();
    let files = files.map(|file| (file.path.clone(), file.sha256.clone()));
    let own = (Utf8PathBuf::from(FILE), sha256.to_owned());
    files.chain([own]).collect()
}

/// Its text.
pub(crate) fn text(hashes: &BTreeMap<Utf8PathBuf, String>) -> String {
    let lines = hashes
        .iter()
        .map(|(path, hash)| format!("{hash}  {path}\n"));
    lines.collect()
}

/// All in which a text does not say this: a sentence each.
pub(crate) fn differences(text: &str, hashes: &BTreeMap<Utf8PathBuf, String>) -> Vec<String> {
    let mut said = BTreeMap::new();
    let mut differences = Vec::new();
    for line in text.lines() {
        let difference = match line.split_once("  ") {
            None => format!("`{SUMS}` has a line that is none of its form: `{line}`"),
            Some((hash, path)) if said.insert(Utf8Path::new(path), hash).is_some() => {
                format!("`{SUMS}` names `{path}` twice")
            }
            Some(_) => continue,
        };
        differences.push(difference);
    }
    for (path, hash) in hashes {
        match said.remove(path.as_path()) {
            Some(said) if said == hash => {}
            Some(_) => differences.push(format!("the hash of `{path}` in `{SUMS}` is another")),
            None => differences.push(format!("`{SUMS}` has no hash of `{path}`")),
        }
    }
    let more = said.into_keys();
    let more =
        more.map(|path| format!("`{SUMS}` has a hash of `{path}`, which is not of the release"));
    differences.extend(more);
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_counts() {
        let hashes = BTreeMap::from([("a".into(), "1".to_owned()), ("b".into(), "2".to_owned())]);
        assert_eq!(text(&hashes), "1  a\n2  b\n");
        assert_eq!(differences(&text(&hashes), &hashes), [""; 0]);
        let said = |text: &str| differences(text, &hashes).join("; ");
        assert_eq!(said("1  a\n"), "`SHA256SUMS` has no hash of `b`");
        assert!(said("1  a\n3  b\n").contains("the hash of `b` in `SHA256SUMS` is another"));
        assert!(said("1  a\n2  b\n2  c\n").contains("a hash of `c`, which is not of the release"));
        assert!(said("1  a\n2  b\n2  b\n").contains("names `b` twice"));
        assert!(said("1  a\n2  b\nx\n").contains("a line that is none of its form: `x`"));
    }
}
