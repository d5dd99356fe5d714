//! States that terraform could not write where they belong.
//!
//! It leaves such a state in the folder in which it runs, which is one of ours: it may be all that knows of what was
//! made. Nothing is done there until somebody has taken care of it.

use camino::{Utf8DirEntry, Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};

/// The file's name:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/local/backend_apply.go>.
const FILE: &str = "errored.tfstate";

/// What says that there is one in a stack's folder.
pub(crate) fn finding(root: &Utf8Path, dir: &Utf8Path) -> Option<Finding> {
    let file = dir.join(FILE);
    file.is_file().then(|| {
        let shown = |path: &Utf8Path| path.strip_prefix(root).unwrap_or(path).to_string();
        let (file, dir) = (shown(&file), shown(dir));
        let message = format!(
            "terraform could not write a state: it is in {file}, maybe the only one that knows what was made"
        );
        let hint = format!(
            "write it, with the credentials (or AWS_ENDPOINT_URL) of the run that left it, and then remove the file: terraform -chdir={dir} state push {FILE}; should that run's lock be left too, this says its ID, and terraform -chdir={dir} force-unlock ID comes first; until then nothing is done"
        );
        Finding::error(Code::StateUnsaved, message).with_hint(hint)
    })
}

/// All of them below the copy of the repository's Terraform, in `<system>/<stack>` each.
pub(crate) fn all(root: &Utf8Path, copy: &Utf8Path) -> Vec<Finding> {
    let folders = |dir: &Utf8Path| -> Vec<Utf8PathBuf> {
        let entries = dir.read_dir_utf8().into_iter().flatten().flatten();
        entries.map(Utf8DirEntry::into_path).collect()
    };
    let systems = folders(copy).into_iter();
    let stacks = systems.flat_map(|system| folders(&system));
    stacks.filter_map(|stack| finding(root, &stack)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_was_left_is_found() {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(temp.path()).unwrap();
        let copy = root.join("target/terraform");
        let stack = copy.join("shop/api");
        std::fs::create_dir_all(&stack).unwrap();
        assert_eq!(all(root, &copy), []);
        std::fs::write(stack.join(FILE), "{}").unwrap();
        let found = all(root, &copy);
        assert_eq!(found.len(), 1);
        let file = "target/terraform/shop/api/errored.tfstate";
        assert!(found[0].message.contains(file), "{found:?}");
    }
}
