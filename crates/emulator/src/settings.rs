//! Where the local AWS lives and whom it plays.

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::Error;

/// The log's name in the work folder.
pub const LOG_FILE: &str = "ministack.log";

/// Where the local AWS lives and whom it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the virtual environment, which any number of work folders can share.
    pub install_dir: Utf8PathBuf,
    /// The folder of its state file, log and temporary files; one emulator at a time.
    pub work_dir: Utf8PathBuf,
    /// The region that it is in when a caller names none.
    pub region: String,
    /// The account of callers whose access key is no account id; twelve digits.
    pub account: String,
    /// The Python to install it for, instead of `python3` on `PATH`.
    pub python: Option<Utf8PathBuf>,
    /// The port to try first; when it is taken, any free one is used.
    pub first_port: Option<u16>,
}

impl Settings {
    /// Settings of an emulator that lives under one folder, with the usual rest.
    pub fn new(dir: &Utf8Path, region: &str, account: &str) -> Self {
        Self {
            install_dir: dir.to_owned(),
            work_dir: dir.to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            python: None,
            first_port: None,
        }
    }

    /// What is wrong with them, if anything.
    pub(crate) fn check(&self) -> Result<(), Error> {
        check_place(&self.account, &self.region)
    }
}

/// What is wrong with an account or a region, if anything. The emulator would take others for
/// their defaults.
pub(crate) fn check_place(account: &str, region: &str) -> Result<(), Error> {
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::Account(account.to_owned()));
    }
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if region.is_empty() || !region.bytes().all(word) {
        return Err(Error::Region(region.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_regions_are_checked() {
        let cases = [
            ("eu-west-1", "123456789012", true),
            ("eu-west-1", "12345678901", false),
            ("eu-west-1", "12345678901x", false),
            ("", "123456789012", false),
            ("eu west", "123456789012", false),
            ("eu-west-1\nX=1", "123456789012", false),
        ];
        for (region, account, fine) in cases {
            let settings = Settings::new(Utf8Path::new("/x"), region, account);
            assert_eq!(settings.check().is_ok(), fine, "{region} {account}");
        }
    }
}
