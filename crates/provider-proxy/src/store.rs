//! Files that save work and may go at any time.

use std::cmp::Reverse;
use std::io::Write as _;

use camino::Utf8PathBuf;

/// A folder of such files.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    dir: Utf8PathBuf,
}

impl Store {
    pub(crate) fn new(dir: Utf8PathBuf) -> Self {
        Self { dir }
    }

    /// What was written under this name.
    pub(crate) fn read(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(self.dir.join(name)).ok()
    }

    /// Writes all or nothing. What cannot be kept is found out anew the next time.
    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let write = || {
            std::fs::create_dir_all(&self.dir)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.dir)?;
            file.write_all(content)?;
            file.persist(self.dir.join(name))?;
            std::io::Result::Ok(())
        };
        // A full disk is told by those who need what they write.
        let _ = write();
    }

    /// Removes all files whose names start so, but for so many of the newest.
    pub(crate) fn remove_old(&self, prefix: &str, keep: usize) {
        let files = self.dir.read_dir_utf8().into_iter().flatten().flatten();
        let files = files.filter(|file| file.file_name().starts_with(prefix));
        let aged = files.filter_map(|file| {
            let written = file.metadata().ok()?.modified().ok()?;
            Some((Reverse(written), file.into_path()))
        });
        let mut aged: Vec<_> = aged.collect();
        aged.sort();
        for (_, path) in aged.into_iter().skip(keep) {
            // Another run may have removed it.
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn the_newest_stay_and_so_does_what_is_named_otherwise() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        let store = Store::new(dir.clone());
        store.remove_old("a-", 0);
        for (age, name) in [(0, "a-0"), (1, "a-1"), (2, "a-2"), (3, "b-3")] {
            store.write(name, b"");
            let file = std::fs::File::open(dir.join(name)).unwrap();
            let written = SystemTime::now() - Duration::from_hours(age);
            file.set_modified(written).unwrap();
        }
        store.remove_old("a-", 2);
        let is_there = ["a-0", "a-1", "a-2", "b-3"].map(|name| dir.join(name).exists());
        assert_eq!(is_there, [true, true, false, true]);
    }
}
