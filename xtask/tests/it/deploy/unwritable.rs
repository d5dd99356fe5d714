//! What cannot be written is told in a sentence: what, where, and what to do.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use camino::Utf8PathBuf;
use rustix::process::geteuid;

use super::Site;
use crate::common::Run;

const WORK: &str = "target/xtask/deploy";

impl Site {
    fn path(&self, path: &str) -> Utf8PathBuf {
        self.context.root.join(path)
    }

    /// A run for which the disk is full as soon as a file has so many blocks of 512 bytes.
    fn run_with(&self, blocks: u32, arguments: &[&str]) -> Run {
        let xtask = self.context.xtask(arguments).command;
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).arg(xtask.get_program());
        shell.args(xtask.get_args()).current_dir(&self.context.root);
        let variables = xtask.get_envs();
        let variables = variables.filter_map(|(name, value)| Some((name, value?)));
        shell.env_clear().envs(variables);
        shell.env("XTASK_AWS_ENDPOINT", self.local.endpoint());
        Run::new(&shell.output().unwrap(), &self.context.root)
    }
}

/// Whether somewhere is said what could not be written, and what to do.
#[track_caller]
fn assert_told(run: &Run, file: &str, todo: &str) {
    let text = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, 1, "{run:#?}");
    for part in ["cannot", file, todo] {
        assert!(text.contains(part), "{part}: {run:#?}");
    }
}

#[test]
fn what_is_no_folder_or_no_file_is_named() {
    let site = Site::dev();
    let plan = ["plan", "dev", "--out", "plans", "--format", "json"];
    let room = "the space on its disk";
    for (path, is_file) in [
        ("", true),
        ("/logs", true),
        ("/plans", true),
        ("/inputs/shop", true),
        ("/terraform.tfrc", false),
        ("/lock", false),
    ] {
        let path = format!("{WORK}{path}");
        let _ = std::fs::remove_dir_all(site.path(WORK));
        std::fs::create_dir_all(site.path(&path).parent().unwrap()).unwrap();
        if is_file {
            std::fs::write(site.path(&path), "").unwrap();
        } else {
            std::fs::create_dir(site.path(&path)).unwrap();
        }
        assert_told(&site.run(&plan), &path, room);
        if is_file {
            std::fs::remove_file(site.path(&path)).unwrap();
        }
    }
    std::fs::remove_dir_all(site.path(WORK)).unwrap();
    std::fs::create_dir_all(site.path(&format!("{WORK}/plan-key"))).unwrap();
    assert_told(&site.run(&plan), "plan-key", "name another folder");
}

#[test]
fn plans_that_cannot_be_saved_are_a_finding_and_if_it_can_be_told_the_first_one() {
    let site = Site::dev();
    for out in [
        "environments/dev.toml",
        "environments/dev.toml/x",
        "environments",
    ] {
        let run = site.json(&["plan", "dev", "--out", out]).code(1);
        assert_told(
            &run,
            &format!("cannot be saved to `{out}`"),
            "name another folder",
        );
        assert_eq!(run.steps(), "");
    }
    // Nobody, not even root, makes a folder there.
    let run = site.json(&["plan", "dev", "--out", "/proc/nowhere/plans"]);
    assert_told(
        &run,
        "cannot be saved to `/proc/nowhere/plans`",
        "make room there",
    );
    assert!(run.findings().contains("unwritable-file"), "{run:#?}");
    assert!(!site.path(&format!("{WORK}/plans")).exists());
}

#[test]
fn a_full_disk_is_told_and_once_there_is_room_everything_goes_on() {
    let site = Site::dev();
    let (room, deploy) = (
        "the space on its disk",
        ["deploy", "dev", "--format", "json"],
    );
    assert_told(&site.run_with(0, &deploy), "terraform.tfrc", room);
    // What is written once is there.
    site.run(&["plan", "dev"]).code(0);
    for blocks in [0, 1] {
        let run = site.run_with(blocks, &deploy);
        let findings = run.findings_with("unwritable-file");
        assert!(
            findings.contains("/logs/shop/infrastructure/init.log`: "),
            "{run:#?}"
        );
        assert_told(&run, "cannot write `[ROOT]/target/xtask/deploy/logs/", room);
    }
    // Half of what terraform notes for itself is on the disk by now.
    site.run(&["plan", "dev"]).code(0);
    let inputs = format!("{WORK}/inputs/shop/infrastructure/dev.tfvars.json");
    std::fs::remove_file(site.path(&inputs)).unwrap();
    symlink("/dev/full", site.path(&inputs)).unwrap();
    assert_told(&site.run(&["deploy", "dev"]), &inputs, room);
    std::fs::remove_file(site.path(&inputs)).unwrap();
    site.run(&["deploy", "dev"]).code(0);
}

#[test]
fn in_a_tree_that_is_read_only_nothing_but_the_work_folder_is_written() {
    let site = Site::dev();
    let set = |mode| {
        for folder in [
            "",
            "terraform/shop/infrastructure",
            "environments/dev",
            "target",
        ] {
            std::fs::set_permissions(site.path(folder), Permissions::from_mode(mode)).unwrap();
        }
    };
    std::fs::create_dir_all(site.path(WORK)).unwrap();
    set(0o555);
    let deployed = site.run(&["deploy", "dev"]);
    let saved = site.run(&["plan", "dev", "--out", "plans"]);
    set(0o755);
    deployed.code(0);
    // Rights are nothing to root.
    if geteuid().is_root() {
        saved.code(0);
    } else {
        assert_told(&saved, "cannot be saved to `plans`", "name another folder");
    }
}
