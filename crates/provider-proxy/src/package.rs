//! A provider's package on disk, and whether it is the one that a lock file means.

use std::fmt::Write as _;
use std::io;
use std::os::unix::fs::MetadataExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::store::Store;

/// An unpacked package whose contents are what was locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    /// The provider's executable.
    pub(crate) program: Utf8PathBuf,
    /// The hash over all files of the package, as lock files have it: `h1:…`.
    pub(crate) hash: String,
}

/// Why a package is not used.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It cannot be read.
    #[error("cannot read the provider's package `{dir}`: {source}")]
    Read {
        /// The package's folder.
        dir: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no executable in it.
    #[error("the provider's package `{dir}` has no file `terraform-provider-{name}…`")]
    NoProgram {
        /// The package's folder.
        dir: Utf8PathBuf,
        /// The provider's name.
        name: String,
    },
    /// It is not what was locked.
    #[error("the provider's package `{dir}` has the hash {hash}, which is none of those locked")]
    Mismatch {
        /// The package's folder.
        dir: Utf8PathBuf,
        /// Its hash.
        hash: String,
    },
}

/// What stays the same as long as a file does. The time of its last change cannot be set by hand.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    file: Utf8PathBuf,
    size: u64,
    inode: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// What a package was when its hash was taken.
#[derive(Debug, Serialize, Deserialize)]
struct Hashed {
    stamps: Vec<Stamp>,
    hash: String,
}

impl Package {
    /// The package in a folder, if its hash is among those given. The hash of a package that has not
    /// changed is taken once: it has some hundred megabytes.
    pub(crate) fn open(
        dir: &Utf8Path,
        name: &str,
        hashes: &[String],
        store: &Store,
    ) -> Result<Self, PackageError> {
        let read = |source| PackageError::Read {
            dir: dir.to_owned(),
            source,
        };
        let mut files = Vec::new();
        list(dir, dir, &mut files).map_err(read)?;
        sort(&mut files);
        let program = files.iter().find(|file| is_program(file, name));
        let program = program.ok_or_else(|| PackageError::NoProgram {
            dir: dir.to_owned(),
            name: name.to_owned(),
        })?;
        let hash = remembered(dir, &files, store).map_err(read)?;
        if !hashes.contains(&hash) {
            let dir = dir.to_owned();
            return Err(PackageError::Mismatch { dir, hash });
        }
        let program = dir.join(program);
        Ok(Self { program, hash })
    }
}

/// All files below a folder, relative to `root`.
fn list(root: &Utf8Path, dir: &Utf8Path, files: &mut Vec<Utf8PathBuf>) -> io::Result<()> {
    for entry in dir.read_dir_utf8()? {
        let path = entry?.into_path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else {
            files.extend(path.strip_prefix(root).map(Utf8Path::to_owned));
        }
    }
    Ok(())
}

/// `terraform-provider-aws_v5.100.0_x5`, `terraform-provider-aws`.
fn is_program(file: &Utf8Path, name: &str) -> bool {
    let rest = file.as_str().strip_prefix("terraform-provider-");
    let rest = rest.and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

fn remembered(dir: &Utf8Path, files: &[Utf8PathBuf], store: &Store) -> io::Result<String> {
    let stamps = files.iter().map(|file| stamp(dir, file));
    let stamps: Vec<Stamp> = stamps.collect::<io::Result<_>>()?;
    let key = format!("package-{}.json", hex(Sha256::digest(dir.as_str()).into()));
    let earlier = store.read(&key);
    let earlier = earlier.and_then(|text| serde_json::from_slice::<Hashed>(&text).ok());
    if let Some(hashed) = earlier.filter(|hashed| hashed.stamps == stamps) {
        return Ok(hashed.hash);
    }
    let hash = hash(dir, files)?;
    let hashed = Hashed { stamps, hash };
    store.write(&key, &serde_json::to_vec(&hashed)?);
    Ok(hashed.hash)
}

fn stamp(dir: &Utf8Path, file: &Utf8Path) -> io::Result<Stamp> {
    let metadata = std::fs::metadata(dir.join(file))?;
    Ok(Stamp {
        file: file.to_owned(),
        size: metadata.size(),
        inode: metadata.ino(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
    })
}

/// Go's `dirhash.Hash1`, which is terraform's `h1`: the SHA-256 of a list of the files' SHA-256.
/// <https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1>
fn hash(dir: &Utf8Path, files: &[Utf8PathBuf]) -> io::Result<String> {
    let mut lines = String::new();
    for file in files {
        let mut hasher = Sha256::new();
        let mut reader = std::fs::File::open(dir.join(file))?;
        let mut chunk = vec![0; 1 << 20];
        loop {
            match io::Read::read(&mut reader, &mut chunk)? {
                0 => break,
                read => hasher.update(&chunk[..read]),
            }
        }
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{}  {file}", hex(hasher.finalize().into()));
    }
    Ok(format!("h1:{}", STANDARD.encode(Sha256::digest(lines))))
}

/// By the letters of their paths, as Go does: paths themselves are ordered folder by folder.
fn sort(files: &mut [Utf8PathBuf]) {
    files.sort_by(|a, b| a.as_str().cmp(b.as_str()));
}

/// A hash as it is usual in names.
pub(crate) fn hex(bytes: [u8; 32]) -> String {
    bytes.map(|byte| format!("{byte:02x}")).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(files: &[(&str, &str)]) -> (tempfile::TempDir, Utf8PathBuf, Store) {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        let dir = root.join("package");
        for (file, text) in files {
            let path = dir.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        (temp, dir, Store::new(root.join("store")))
    }

    /// `printf 'a\n' > x; mkdir d; printf 'b\n' > d/y; printf 'c\n' > d.z`, with
    /// `sha256sum d.z d/y x | sha256sum`, in base64.
    #[test]
    fn the_hash_is_gos() {
        let (_temp, dir, _) = package(&[("x", "a\n"), ("d/y", "b\n"), ("d.z", "c\n")]);
        let mut files = Vec::new();
        list(&dir, &dir, &mut files).unwrap();
        sort(&mut files);
        assert_eq!(files, ["d.z", "d/y", "x"]);
        assert_eq!(hash(&dir, &files).unwrap(), GOS);
    }

    const GOS: &str = "h1:o5ONpd+0ZmXXMkA7Uf0ypv69lRmvyYE4IC711VI5WOY=";

    #[test]
    fn what_is_not_locked_is_refused_also_after_it_was_good() {
        let (_temp, dir, store) = package(&[("terraform-provider-x_v1", "good")]);
        let open = |hashes: &[String]| Package::open(&dir, "x", hashes, &store);
        let Err(PackageError::Mismatch { hash, .. }) = open(&["h1:other".to_owned()]) else {
            panic!("a mismatch is none");
        };
        let locked = ["zh:any".to_owned(), hash];
        assert_eq!(open(&locked).unwrap().hash, locked[1]);
        assert!(open(&locked).is_ok(), "what is remembered is as good");
        let path = dir.join("terraform-provider-x_v1");
        std::fs::write(path, "evil").unwrap();
        assert!(matches!(open(&locked), Err(PackageError::Mismatch { .. })));
    }

    #[test]
    fn the_program_has_the_providers_name_and_no_longer_one() {
        for (file, is) in [
            ("terraform-provider-aws_v5.100.0_x5", true),
            ("terraform-provider-aws", true),
            ("terraform-provider-awscc_v1", false),
            ("LICENSE.txt", false),
        ] {
            assert_eq!(is_program(Utf8Path::new(file), "aws"), is, "{file}");
        }
    }
}
