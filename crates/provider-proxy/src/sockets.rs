//! The folder of the sockets.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use rustix::process::{Pid, test_kill_process};
use tempfile::TempDir;

/// What the folders' names start with; the number of the process follows.
const PREFIX: &str = "xtask-providers-";

/// A folder that only this user can enter, and names in it. It goes with this value.
#[derive(Debug)]
pub(crate) struct Sockets {
    dir: Utf8PathBuf,
    count: AtomicU64,
    _owned: TempDir,
}

impl Sockets {
    /// A folder of ours. Those of processes that were killed are removed.
    pub(crate) fn new() -> io::Result<Self> {
        // Not below the repository, which may lie too deep: a socket's path has 104 bytes at most.
        let parent = std::env::temp_dir();
        remove_stale(&parent);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        let owned = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(parent)?;
        let dir = Utf8PathBuf::try_from(owned.path().to_owned()).map_err(io::Error::other)?;
        Ok(Self {
            dir,
            count: AtomicU64::default(),
            _owned: owned,
        })
    }

    pub(crate) fn dir(&self) -> &Utf8Path {
        &self.dir
    }

    /// A path that was not used before.
    pub(crate) fn next(&self) -> Utf8PathBuf {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        self.dir.join(format!("{number}.sock"))
    }
}

/// Removes the folders of processes that are no more. Another user's stay: they cannot be removed.
fn remove_stale(parent: &std::path::Path) {
    for entry in parent.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().and_then(owner).is_some_and(is_gone) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The process that a folder is of.
fn owner(name: &str) -> Option<Pid> {
    let (pid, _) = name.strip_prefix(PREFIX)?.split_once('-')?;
    Pid::from_raw(pid.parse().ok()?)
}

fn is_gone(pid: Pid) -> bool {
    test_kill_process(pid) == Err(rustix::io::Errno::SRCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_the_dead_go_and_those_of_the_living_stay() {
        let temp = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        let dead = format!("{PREFIX}{}-x", child.id());
        let living = format!("{PREFIX}{}-x", std::process::id());
        let all = [dead.as_str(), living.as_str(), "xtask-providers-x", "other"];
        for name in all {
            std::fs::create_dir(temp.path().join(name)).unwrap();
        }
        remove_stale(temp.path());
        let is_there = all.map(|name| temp.path().join(name).exists());
        assert_eq!(is_there, [false, true, true, true]);
    }

    #[test]
    fn a_path_is_short_and_its_folder_goes() {
        let sockets = Sockets::new().unwrap();
        let (first, second) = (sockets.next(), sockets.next());
        assert_ne!(first, second);
        assert!(first.as_str().len() < 104);
        let dir = sockets.dir().to_owned();
        drop(sockets);
        assert!(!dir.exists());
    }
}
