use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;
use crate::overrides::RemoteStateBlock;

/// A repository and a work folder.
struct Bench {
    _temp: tempfile::TempDir,
    root: Utf8PathBuf,
    work: Utf8PathBuf,
}

impl Bench {
    fn new(files: &[&str]) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let top = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
        let (root, work) = (top.join("repo"), top.join("work"));
        let bench = Self {
            _temp: temp,
            root,
            work,
        };
        std::fs::create_dir_all(bench.root.join("terraform")).unwrap();
        for file in files {
            bench.write(file, file);
        }
        bench
    }

    fn write(&self, file: &str, content: &str) {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn prepare(&self) -> Scratch {
        Scratch::prepare(&self.root, &self.work, Imports::Left).unwrap()
    }

    /// The copy's files, relative to the work folder.
    fn copied(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        let mut folders = vec![self.work.clone()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir_utf8().unwrap() {
                let path = entry.unwrap().into_path();
                if path.symlink_metadata().unwrap().is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.work).unwrap().to_string();
                    out.insert(name, std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        out
    }

    fn names(&self) -> Vec<String> {
        self.copied().into_keys().collect()
    }
}

fn skipped(scratch: &Scratch) -> Vec<(&str, &str)> {
    let skipped = scratch.skipped().iter();
    skipped
        .map(|it| (it.path.as_str(), it.reason.as_str()))
        .collect()
}

#[test]
fn the_configuration_is_copied_and_nothing_else() {
    let bench = Bench::new(&[
        "terraform/product/a/main.tf",
        "terraform/product/a/.terraform.lock.hcl",
        "terraform/product/a/tests/a.tftest.hcl",
        "terraform/modules/m/README.md",
        "terraform/product/a/.terraform/providers/x",
        "terraform/product/a/.hidden",
        "terraform/product/a/terraform.tfstate",
        "terraform/product/a/terraform.tfstate.backup",
        "terraform/product/a/errored.tfstate",
        "terraform/product/a/x.tfplan",
        "terraform/product/a/crash.log",
        "terraform/product/a/crash.123.log",
        "terraform/product/a/terraform.tfstate.d/x/y.tf",
        "environments/dev.toml",
    ]);
    let scratch = bench.prepare();
    let expected = [
        "terraform/modules/m/README.md",
        "terraform/product/a/.terraform.lock.hcl",
        "terraform/product/a/main.tf",
        "terraform/product/a/tests/a.tftest.hcl",
    ];
    assert_eq!(bench.names(), expected);
    assert!(scratch.skipped().is_empty());
    assert_eq!(
        scratch.stack_dir("product/a"),
        bench.work.join("terraform/product/a")
    );
}

#[test]
fn a_second_run_follows_the_source_and_touches_nothing_else() {
    let bench = Bench::new(&[
        "terraform/a/same.tf",
        "terraform/a/changed.tf",
        "terraform/gone/x.tf",
        "terraform/turned/x.tf",
    ]);
    let scratch = bench.prepare();
    let same = scratch.dir().join("a/same.tf");
    let before = std::fs::metadata(&same).unwrap().modified().unwrap();
    for made_here in [
        "a/.terraform/modules.json",
        "a/terraform.tfstate",
        "gone/.terraform/x",
    ] {
        let path = scratch.dir().join(made_here);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }
    let overrides = Overrides {
        is_root: true,
        remote_states: vec![RemoteStateBlock {
            name: "x".to_owned(),
            config: None,
        }],
        ..Default::default()
    };
    scratch
        .write_overrides(&scratch.stack_dir("a"), &overrides)
        .unwrap();
    bench.write("terraform/a/changed.tf", "new");
    std::fs::remove_dir_all(bench.root.join("terraform/gone")).unwrap();
    std::fs::remove_dir_all(bench.root.join("terraform/turned")).unwrap();
    bench.write("terraform/turned", "a file now");

    bench.prepare();
    let copied = bench.copied();
    let expected = [
        "terraform/a/.terraform/modules.json",
        "terraform/a/changed.tf",
        "terraform/a/same.tf",
        "terraform/turned",
    ];
    assert_eq!(copied.keys().collect::<Vec<_>>(), expected);
    assert_eq!(copied["terraform/a/changed.tf"], "new");
    assert_eq!(
        std::fs::metadata(&same).unwrap().modified().unwrap(),
        before
    );
}

#[test]
fn links_are_followed_within_the_tree_only() {
    let bench = Bench::new(&[
        "terraform/shared/common.tf",
        "terraform/a/main.tf",
        "secret",
    ]);
    let a = bench.root.join("terraform/a");
    symlink("../shared/common.tf", a.join("file.tf")).unwrap();
    symlink("../shared", a.join("folder")).unwrap();
    symlink("../../secret", a.join("out.tf")).unwrap();
    symlink("/etc", a.join("etc")).unwrap();
    symlink("..", a.join("loop")).unwrap();
    symlink("nowhere", a.join("dangling.tf")).unwrap();
    let scratch = bench.prepare();
    let expected = [
        "terraform/a/file.tf",
        "terraform/a/folder/common.tf",
        "terraform/a/main.tf",
        "terraform/shared/common.tf",
    ];
    assert_eq!(bench.names(), expected);
    let skipped = skipped(&scratch);
    let names: Vec<_> = skipped.iter().map(|(path, _)| *path).collect();
    let expected = [
        "terraform/a/dangling.tf",
        "terraform/a/etc",
        "terraform/a/loop",
        "terraform/a/out.tf",
    ];
    assert_eq!(names, expected);
    assert!(
        skipped[1].1.starts_with("is a link out of `terraform/`"),
        "{skipped:?}"
    );
    assert!(
        skipped[2]
            .1
            .starts_with("is a link to a folder that it is in"),
        "{skipped:?}"
    );
}

#[test]
fn links_that_lead_round_end() {
    let bench = Bench::new(&["terraform/a/x.tf", "terraform/b/y.tf"]);
    symlink("../b", bench.root.join("terraform/a/b")).unwrap();
    symlink("../a", bench.root.join("terraform/b/a")).unwrap();
    let scratch = bench.prepare();
    assert_eq!(scratch.skipped().len(), 2);
    assert!(bench.names().contains(&"terraform/a/b/y.tf".to_owned()));
}

#[test]
fn a_read_only_source_makes_a_writable_copy() {
    let bench = Bench::new(&["terraform/a/main.tf"]);
    let source = bench.root.join("terraform/a/main.tf");
    std::fs::set_permissions(&source, std::fs::Permissions::from_mode(0o400)).unwrap();
    let scratch = bench.prepare();
    let mode = std::fs::metadata(scratch.dir().join("a/main.tf"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o600, 0o600);
}

#[test]
fn our_names_are_ours() {
    let bench = Bench::new(&["terraform/a/xtask_override.tf", "terraform/a/main.tf"]);
    let scratch = bench.prepare();
    assert_eq!(bench.names(), ["terraform/a/main.tf"]);
    let finding = scratch.skipped()[0].to_finding();
    let expected =
        "`terraform/a/xtask_override.tf` bears a name that xtask keeps for its own files";
    assert_eq!(finding.message, expected);
}

#[test]
fn what_cannot_be_done_is_said() {
    let bench = Bench::new(&["terraform/a.tf"]);
    let none =
        Scratch::prepare(&bench.root.join("nowhere"), &bench.work, Imports::Left).unwrap_err();
    assert!(
        none.to_string()
            .contains("nowhere/terraform` cannot be read"),
        "{none}"
    );
    std::fs::write(&bench.work, "in the way").unwrap();
    let blocked = Scratch::prepare(&bench.root, &bench.work, Imports::Left).unwrap_err();
    assert!(
        blocked.to_string().starts_with("cannot write `"),
        "{blocked}"
    );
}
