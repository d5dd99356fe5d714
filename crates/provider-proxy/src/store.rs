//! Files that save work and may go at any time.

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
}
