//! An executable as the zip that Lambda takes.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Profile;

/// The size in bytes that no zip of a release may exceed: Lambda fetches it at each cold start.
pub const BUDGET: u64 = 3_000_000;

/// A zip beside where it will be.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    pub(crate) path: Utf8PathBuf,
    pub(crate) size: u64,
    pub(crate) sha256: Sha,
}

/// A SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha([u8; 32]);

impl Sha {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// In hexadecimal digits.
    pub fn hex(self) -> String {
        self.0.map(|byte| format!("{byte:02x}")).concat()
    }

    /// As Lambda and Terraform write it.
    pub fn base64(self) -> String {
        STANDARD.encode(self.0)
    }
}

/// A zip with nothing in it that differs from build to build: one entry, with a fixed time, fixed
/// rights, and a compression that is the same on every machine.
pub(crate) fn zip(executable: &[u8], profile: Profile) -> std::io::Result<Vec<u8>> {
    // The best level takes twice the time of this one, for half a percent.
    let level = match profile {
        Profile::Release => 6,
        Profile::Rehearsal => 1,
    };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(level))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("bootstrap", options)?;
    zip.write_all(executable)?;
    Ok(zip.finish()?.into_inner())
}

/// Writes a zip into a folder.
pub(crate) fn stage(dir: &Utf8Path, name: &str, zip: &[u8]) -> std::io::Result<Packed> {
    let path = dir.join(format!("{name}.zip"));
    std::fs::write(&path, zip)?;
    Ok(Packed {
        path,
        size: zip.len() as u64,
        sha256: Sha::of(zip),
    })
}

/// What to say of a zip of a release that has grown beyond its budget.
pub(crate) fn check(name: &str, size: u64, profile: Profile) -> Option<Finding> {
    if profile != Profile::Release || size <= BUDGET {
        return None;
    }
    let message = format!("the zip of `{name}` has {size} bytes, more than its budget of {BUDGET}");
    let hint = "look for what is new: `cargo tree --edges features --package` and the crate";
    Some(Finding::error(Code::LambdaSize, message).with_hint(hint))
}

#[cfg(test)]
mod tests;
