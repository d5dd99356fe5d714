//! Writing files so that nobody ever sees half of one.

use std::io::{self, Write as _};

use camino::Utf8Path;

/// Makes `path` hold `content`: does nothing when it already does, else replaces it in one
/// step (a temporary file beside it, then a rename). Says whether anything was written.
///
/// An unchanged file keeps its modification time, so tools that look at it rest.
pub(crate) fn write_if_changed(path: &Utf8Path, content: &[u8]) -> io::Result<bool> {
    match std::fs::read(path) {
        Ok(old) if old == content => return Ok(false),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // Unreadable, but perhaps replaceable: the rename below decides.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        Err(error) => return Err(error),
    }
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".xtask-")
        .permissions(readable_by_all())
        .tempfile_in(folder.unwrap_or(Utf8Path::new(".")))?;
    file.write_all(content)?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(true)
}

/// Mode 0644 (less the umask): temporary files are private by default, these need not be.
fn readable_by_all() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::Permissions::from_mode(0o644)
}

/// Removes a file or does nothing when there is none.
pub(crate) fn remove_if_there(path: &Utf8Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// `path` without `.` and `..`, by its letters alone: no link is followed.
pub(crate) fn normalized(path: &Utf8Path) -> camino::Utf8PathBuf {
    use camino::Utf8Component;
    let mut out = camino::Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            // The root has no parent; a relative path keeps what it cannot resolve.
            Utf8Component::ParentDir if out.is_absolute() => {}
            part => out.push(part.as_str()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_writes() {
        let dir = tempfile::tempdir().unwrap();
        let path = camino::Utf8PathBuf::try_from(dir.path().join("a")).unwrap();
        assert!(write_if_changed(&path, b"1").unwrap());
        assert!(!write_if_changed(&path, b"1").unwrap());
        assert!(write_if_changed(&path, b"2").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            1,
            "no temporary file stays"
        );
    }

    #[test]
    fn dots_are_resolved_by_letters() {
        let cases = [
            ("/a/b/../c/./d", "/a/c/d"),
            ("/../a", "/a"),
            ("../a", "../a"),
            ("../../a/../b", "../../b"),
            ("a/../..", ".."),
        ];
        for (path, expected) in cases {
            assert_eq!(normalized(Utf8Path::new(path)), expected, "{path}");
        }
    }
}
