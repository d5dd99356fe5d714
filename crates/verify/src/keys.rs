//! Hashes over everything that the result of a step can hang on.
//!
//! A wrong hit is worse than a slow run. So a folder counts with all files in it, also those that nobody
//! names; and a stack that can read what no folder of its own holds, or the time, has no key at all.

use std::io;
use std::os::unix::fs::MetadataExt as _;

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Environment, Stack};
use sha2::{Digest as _, Sha256};
use terraform::{Ready, Settings};

/// Functions by which a configuration reads what is in no folder of its own, or what is different each time.
const FUNCTIONS: [&str; 16] = [
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "templatefile",
    "pathexpand",
    "plantimestamp",
    "timestamp",
    "uuid",
    "bcrypt",
];

/// The only provider whose results hang on nothing but the configuration, as long as it reaches no AWS.
const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

/// Its one data source that asks somebody else.
const ASKS_OTHERS: &str = "aws_ip_ranges";

/// Variables that choose another formatter than the repository's own.
const FORMATTERS: [&str; 3] = ["CARGO", "RUSTFMT", "RUSTUP_TOOLCHAIN"];

/// Makes the keys of one run.
pub(crate) struct Keys {
    /// What all keys hang on: this program, terraform, where the providers come from.
    common: Hash,
}

/// A hash of parts, none of which can pass for another's beginning or end.
#[derive(Clone)]
pub(crate) struct Hash(Sha256);

impl Hash {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    pub(crate) fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The hash so far, in hexadecimal digits.
    pub(crate) fn text(&self) -> String {
        let digest: [u8; 32] = self.0.clone().finalize().into();
        digest.map(|byte| format!("{byte:02x}")).concat()
    }
}

impl Keys {
    /// For runs of this terraform by this program.
    pub(crate) fn new(ready: &Ready, settings: &Settings) -> io::Result<Self> {
        let mut common = Hash::new();
        common.add(stamp(&std::env::current_exe()?)?);
        common.add(stamp(ready.binary.path.as_std_path())?);
        common.add(format!(
            "{:?} {:?} {settings:?}",
            ready.binary, ready.providers
        ));
        Ok(Self { common })
    }

    /// Of the check of the format of all these files below a root.
    pub(crate) fn files(&self, root: &Utf8Path, files: &[Utf8PathBuf]) -> io::Result<String> {
        let mut hash = self.common.clone();
        for name in FORMATTERS {
            hash.add(format!("{:?}", std::env::var_os(name)));
        }
        for file in files {
            hash.add(file.as_str());
            hash.add(std::fs::read(root.join(file))?);
        }
        Ok(hash.text())
    }

    /// Of the configuration of a stack: its own copy and those of its modules. `None` when it can hang on
    /// more than that.
    pub(crate) fn stack(&self, folders: &[Utf8PathBuf], providers: &[String]) -> Option<Hash> {
        if providers.iter().any(|provider| provider != PROVIDER) {
            return None;
        }
        let mut hash = self.common.clone();
        for folder in folders {
            hash.add(folder.as_str());
            add_folder(&mut hash, folder, folder).ok()??;
        }
        Some(hash)
    }

    /// Of its plan in an environment, with the values of these files.
    pub(crate) fn plan(
        stack: &Hash,
        of: &Stack,
        environment: &Environment,
        files: &[Utf8PathBuf],
    ) -> Option<String> {
        let mut hash = stack.clone();
        let Environment {
            name,
            account,
            region,
            ..
        } = environment;
        let address = of.address.to_string();
        for part in [&address, name, account, region] {
            hash.add(part);
        }
        for file in files {
            hash.add(std::fs::read(file).ok()?);
        }
        Some(hash.text())
    }
}

/// Files that may change while a step waits or runs, and what they were when its key was taken.
#[derive(Default)]
pub(crate) struct Inputs(Vec<(Utf8PathBuf, Option<String>)>);

impl Inputs {
    pub(crate) fn of(files: &[Utf8PathBuf]) -> Self {
        let stamped = |file: &Utf8PathBuf| (file.clone(), stamp(file.as_std_path()).ok());
        Self(files.iter().map(stamped).collect())
    }

    pub(crate) fn are_the_same(&self) -> bool {
        let is_same = |(file, was): &(Utf8PathBuf, Option<String>)| {
            was.is_some() && *was == stamp(file.as_std_path()).ok()
        };
        self.0.iter().all(is_same)
    }
}

/// What stays the same as long as nobody writes to a file.
pub(crate) fn stamp(path: &std::path::Path) -> io::Result<String> {
    let metadata = std::fs::metadata(path)?;
    let modified = (metadata.mtime(), metadata.mtime_nsec());
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    let (size, inode) = (metadata.size(), metadata.ino());
    let path = path.display();
    Ok(format!("{path} {size} {inode} {modified:?} {changed:?}"))
}

/// Adds all files below a folder but terraform's own. `None` when one of them can read more.
fn add_folder(hash: &mut Hash, root: &Utf8Path, dir: &Utf8Path) -> io::Result<Option<()>> {
    let mut paths = Vec::new();
    for entry in dir.read_dir_utf8()? {
        paths.push(entry?.into_path());
    }
    paths.sort();
    for path in paths {
        if path.file_name() == Some(".terraform") {
            continue;
        }
        if path.is_dir() {
            if add_folder(hash, root, &path)?.is_none() {
                return Ok(None);
            }
            continue;
        }
        let content = std::fs::read(&path)?;
        let is_theirs = path.extension() == Some("tf") && !terraform::is_override(&path);
        if is_theirs && reads_more(&String::from_utf8_lossy(&content)) {
            return Ok(None);
        }
        hash.add(path.strip_prefix(root).unwrap_or(&path).as_str());
        hash.add(content);
    }
    Ok(Some(()))
}

/// Whether one of the functions is called, as far as the letters tell: what only looks like a call counts too,
/// and so does a name before a comment, which may stand before the bracket.
fn reads_more(text: &str) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let is_call = |name: &str, after: &str| {
        let after = after.trim_start();
        FUNCTIONS.contains(&name) && after.starts_with(['(', '/', '#'])
    };
    let mut rest = text;
    while let Some(start) = rest.find(is_inside) {
        let word = &rest[start..];
        let (name, after) = word.split_at(word.find(|c| !is_inside(c)).unwrap_or(word.len()));
        if is_call(name, after) || name == ASKS_OTHERS {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stack with a module, and the key of its configuration.
    struct Bench {
        _temp: tempfile::TempDir,
        root: Utf8PathBuf,
    }

    impl Bench {
        fn new() -> Self {
            let temp = tempfile::tempdir().unwrap();
            let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
            let bench = Self { _temp: temp, root };
            bench.write("stack/main.tf", "resource \"x\" \"y\" {}");
            bench.write("stack/.terraform.lock.hcl", "lock");
            bench.write("module/main.tf", "resource \"z\" \"z\" {}");
            bench.write("module/policies/a.json", "{}");
            bench
        }

        fn write(&self, file: &str, text: &str) {
            let path = self.root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }

        fn rename(&self, from: &str, to: &str) {
            std::fs::rename(self.root.join(from), self.root.join(to)).unwrap();
        }

        fn key(&self) -> Option<String> {
            let keys = Keys {
                common: Hash::new(),
            };
            let folders = ["stack", "module"].map(|dir| self.root.join(dir));
            let hash = keys.stack(&folders, &[PROVIDER.to_owned()]);
            hash.map(|hash| hash.text())
        }
    }

    #[test]
    fn whatever_changes_in_the_folders_changes_the_key() {
        let bench = Bench::new();
        let mut seen = vec![bench.key().unwrap()];
        assert_eq!(bench.key().as_ref(), seen.last(), "and nothing else does");
        let changes: [&dyn Fn(); 8] = [
            &|| bench.write("stack/main.tf", "resource \"x\" \"y\" {} "),
            &|| bench.write("stack/.terraform.lock.hcl", "other"),
            &|| bench.write("stack/new.tf", ""),
            &|| bench.write("stack/xtask_override.tf", "provider"),
            &|| bench.write("module/policies/a.json", "[]"),
            &|| bench.write("module/deep/er/b.txt", "b"),
            &|| bench.rename("stack/new.tf", "stack/old.tf"),
            &|| std::fs::remove_file(bench.root.join("module/main.tf")).unwrap(),
        ];
        for (at, change) in changes.iter().enumerate() {
            change();
            let key = bench.key().unwrap();
            assert!(!seen.contains(&key), "change {at} is not seen");
            seen.push(key);
        }
        bench.write("stack/.terraform/modules/modules.json", "{}");
        bench.write("other/main.tf", "");
        assert_eq!(bench.key().as_ref(), seen.last(), "what is no input");
    }

    #[test]
    fn text_that_moves_from_a_file_to_the_next_changes_the_key() {
        let bench = Bench::new();
        bench.write("stack/a.tf", "ab");
        bench.write("stack/b.tf", "c");
        let before = bench.key();
        bench.write("stack/a.tf", "a");
        bench.write("stack/b.tf", "bc");
        assert_ne!(before, bench.key());
    }

    #[test]
    fn what_can_read_more_has_no_key() {
        for call in [
            "file /* of */ (\"x\")",
            "data \"aws_ip_ranges\" \"x\" {}",
            "file(\"x\")",
            "templatefile (\"x\", {})",
            "timestamp()",
            "x = [uuid()]",
        ] {
            let bench = Bench::new();
            bench.write("module/more.tf", call);
            assert_eq!(bench.key(), None, "{call}");
        }
        let bench = Bench::new();
        bench.write("module/more.tf", "x = merge(profile(1), y)");
        assert!(bench.key().is_some());
        let keys = Keys {
            common: Hash::new(),
        };
        assert!(
            keys.stack(
                &[],
                &["registry.terraform.io/hashicorp/external".to_owned()]
            )
            .is_none()
        );
    }
}
