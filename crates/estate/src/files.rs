//! Reading files of the repository, with every failure turned into a finding.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use finding::{Code, Finding, Location, Source};
use hcl_edit::structure::Body;

/// Reads files below a root and collects what goes wrong.
pub(crate) struct Reader<'a> {
    root: &'a Utf8Path,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(root: &'a Utf8Path) -> Self {
        Self {
            root,
            findings: Vec::new(),
        }
    }

    /// The text of a file, given by its path below the root.
    pub(crate) fn source(&mut self, path: &Utf8Path) -> Option<Source> {
        match read(&self.root.join(path)) {
            Ok(bytes) => self.decode(path, bytes),
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    fn decode(&mut self, path: &Utf8Path, bytes: Vec<u8>) -> Option<Source> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(Source::new(path, text)),
            Err(error) => {
                let readable = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let location = Source::new(path, text).locate(readable..readable);
                let message = format!("`{path}` is not UTF-8 text");
                self.findings.push(
                    Finding::error(Code::UnreadableFile, message)
                        .at(location)
                        .with_hint("save the file as UTF-8"),
                );
                None
            }
        }
    }

    /// A parsed HCL file with its source.
    pub(crate) fn hcl(&mut self, path: &Utf8Path) -> Option<(Source, Body)> {
        let source = self.source(path)?;
        match hcl_edit::parser::parse_body(source.text()) {
            Ok(body) => Some((source, body)),
            Err(error) => {
                let offset = error.location().offset();
                let finding = finding::hcl_syntax(&source, offset, error.message());
                self.findings.push(finding);
                None
            }
        }
    }

    /// Names in a folder, sorted; those that are not UTF-8 cannot be Terraform's and are left out.
    /// A folder that does not exist is empty.
    pub(crate) fn list(&mut self, folder: &Utf8Path) -> Vec<String> {
        let entries = match self.root.join(folder).read_dir_utf8() {
            Ok(entries) => entries,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    self.unreadable(folder, &error);
                }
                return Vec::new();
            }
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_owned())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    /// The folders in a folder, as paths below the root.
    pub(crate) fn folders(&mut self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let names = self.list(folder);
        let paths = names.into_iter().map(|name| folder.join(name));
        paths.filter(|path| self.root.join(path).is_dir()).collect()
    }

    /// Whether a path is a folder; with `links`, also a link to one. Links can lead in a circle.
    pub(crate) fn is_folder(&self, path: &Utf8Path, links: bool) -> bool {
        let path = self.root.join(path);
        path.is_dir() && (links || !path.is_symlink())
    }

    /// The entries of a folder with an extension, as paths below the root.
    pub(crate) fn with_extension(
        &mut self,
        folder: &Utf8Path,
        extension: &str,
    ) -> Vec<Utf8PathBuf> {
        let names = self.list(folder);
        let paths = names.into_iter().map(|name| folder.join(name));
        paths
            .filter(|path| path.extension() == Some(extension))
            .collect()
    }

    /// Reports Terraform files in the JSON syntax: what they declare stays unknown.
    pub(crate) fn refuse_json(&mut self, folder: &Utf8Path) {
        for path in self.with_extension(folder, "json") {
            if is_terraform_json(&path) {
                let message = format!("`{path}` is Terraform in JSON, which is not read here");
                self.findings.push(
                    Finding::error(Code::TerraformJson, message)
                        .at(Location::file(path))
                        .with_hint("write it as a .tf file"),
                );
            }
        }
    }

    /// Whether a folder has Terraform files, in whichever syntax.
    pub(crate) fn is_terraform(&mut self, folder: &Utf8Path) -> bool {
        let names = self.list(folder);
        let mut names = names.iter().map(Utf8Path::new);
        names.any(|name| name.extension() == Some("tf") || is_terraform_json(name))
    }

    pub(crate) fn exists(&self, path: &Utf8Path) -> bool {
        self.root.join(path).exists()
    }

    fn unreadable(&mut self, path: &Utf8Path, error: &io::Error) {
        let hint = match error.kind() {
            io::ErrorKind::PermissionDenied => "give this user the right to read it",
            io::ErrorKind::IsADirectory => "a folder stands where a file should be; rename it",
            io::ErrorKind::NotADirectory => "a file stands where a folder should be; rename it",
            io::ErrorKind::FileTooLarge => "split it: what people write is never that long",
            _ => "check that the file is there and readable",
        };
        self.findings.push(
            Finding::error(
                Code::UnreadableFile,
                format!("cannot read `{path}`: {error}"),
            )
            .at(Location::file(path))
            .with_hint(hint),
        );
    }
}

fn is_terraform_json(path: &Utf8Path) -> bool {
    path.as_str().ends_with(".tf.json")
}

/// A file's bytes. Pipes and devices, which may never end, and huge files are refused.
fn read(path: &Utf8Path) -> io::Result<Vec<u8>> {
    const LARGEST: u64 = 2 * 1024 * 1024;
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    if metadata.len() > LARGEST {
        let why = "it is larger than 2 MiB";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    std::fs::read(path)
}
