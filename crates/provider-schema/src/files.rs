//! The two files of a record.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Recorded;

/// The folder of all records.
const FOLDER: &str = "schemas";

/// No file of a record is larger.
const LARGEST: u64 = 16 << 20;

/// Where the record of a provider is, from the repository's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// Says whose schema it is: `schemas/hashicorp/aws.json`.
    pub json: Utf8PathBuf,
    /// The schema: `schemas/hashicorp/aws.pb.br`.
    pub schema: Utf8PathBuf,
}

impl Files {
    /// Of a provider, by its full address.
    pub fn of(address: &str) -> Self {
        let mut parts = address.rsplit('/').map(component);
        let name = parts.next().unwrap_or_default();
        let dir = Utf8Path::new(FOLDER).join(parts.next().unwrap_or_default());
        Self {
            json: dir.join(format!("{name}.json")),
            schema: dir.join(format!("{name}.pb.br")),
        }
    }
}

/// A part of an address as a part of a path, which climbs out of no folder.
fn component(part: &str) -> &str {
    part.trim_start_matches('.')
}

/// Why a record cannot be used, or made. Files are named from the repository's root.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It cannot be read.
    #[error("cannot read `{file}`: {source}")]
    Read {
        /// The file.
        file: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its two files are not what was written.
    #[error("the recorded schema in `{file}` is damaged: {reason}")]
    Damaged {
        /// The file that describes it.
        file: Utf8PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Another registry has a provider of this name, and its schema is recorded.
    #[error("`{file}` has the schema of `{other}`, which is another provider of the same name")]
    Taken {
        /// The file that describes it.
        file: Utf8PathBuf,
        /// The other provider.
        other: String,
    },
    /// It cannot be written.
    #[error("cannot write `{file}`: {source}")]
    Write {
        /// The file.
        file: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The JSON file: whose schema is in the other one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) address: String,
    pub(crate) version: String,
    pub(crate) protocol: u32,
    pub(crate) hash: String,
    /// Of the other file.
    sha256: String,
}

/// Both files.
pub(crate) struct Record {
    pub(crate) about: About,
    pub(crate) packed: Vec<u8>,
}

/// The record of a provider, whose files belong together; `None` if there is none.
pub(crate) fn read(root: &Utf8Path, address: &str) -> Result<Option<Record>, RecordError> {
    let files = Files::of(address);
    let damaged = |reason: String| RecordError::Damaged {
        file: files.json.clone(),
        reason,
    };
    let Some(json) = content(root, &files.json)? else {
        return Ok(None);
    };
    let about: About = serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
    if about.address != address {
        let (file, other) = (files.json, about.address);
        return Err(RecordError::Taken { file, other });
    }
    let packed = content(root, &files.schema)?;
    let packed = packed.ok_or_else(|| damaged(format!("`{}` is missing", files.schema)))?;
    if sha256(&packed) != about.sha256 {
        let reason = format!("`{}` has not the SHA-256 that it names", files.schema);
        return Err(damaged(reason));
    }
    Ok(Some(Record { about, packed }))
}

/// What is in a file; `None` if there is none. A file that is too large is cut, and so not what was written.
fn content(root: &Utf8Path, file: &Utf8Path) -> Result<Option<Vec<u8>>, RecordError> {
    let read = || {
        let mut out = Vec::new();
        let file = File::open(root.join(file))?;
        file.take(LARGEST).read_to_end(&mut out)?;
        io::Result::Ok(out)
    };
    match read() {
        Ok(out) => Ok(Some(out)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(RecordError::Read {
            file: file.to_owned(),
            source,
        }),
    }
}

/// Writes both files. The JSON comes last: should only one be written, they do not belong together, which
/// whoever reads them is told.
pub(crate) fn write(root: &Utf8Path, new: &Recorded, packed: &[u8]) -> Result<(), RecordError> {
    let files = Files::of(&new.address);
    let about = About {
        address: new.address.clone(),
        version: new.version.clone(),
        protocol: new.protocol,
        hash: new.hash.clone(),
        sha256: sha256(packed),
    };
    let unwritable = |file: &Utf8Path| {
        let file = file.to_owned();
        |source| RecordError::Write { file, source }
    };
    replace(&root.join(&files.schema), packed).map_err(unwritable(&files.schema))?;
    let json = serde_json::to_string_pretty(&about).map_err(io::Error::from);
    json.and_then(|json| replace(&root.join(&files.json), format!("{json}\n").as_bytes()))
        .map_err(unwritable(&files.json))
}

/// Writes all of a file or nothing.
fn replace(path: &Utf8Path, content: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(path);
    fs::create_dir_all(dir)?;
    // Readable by others, as far as the user's mask lets new files be.
    let mut file = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(dir)?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

fn sha256(content: &[u8]) -> String {
    let digest: [u8; 32] = Sha256::digest(content).into();
    digest.map(|byte| format!("{byte:02x}")).concat()
}
