//! Estates in temporary folders, and findings as lines that can be compared.

use camino::{Utf8Path, Utf8PathBuf};
use estate::{Estate, StackAddress};
use finding::{Finding, Location};
use tempfile::TempDir;

/// The environments of the base estate; each line's number is relied on by tests.
pub(crate) const DEV: &str = r#"account = "111111111111"
region = "eu-west-1"
gate = "none"
monthly_budget_usd = 100
systems = ["shop"]

[state]
bucket = "states-dev"
lock = "file"

[tags]
project = "p"
owner = "o"
cost-center = "c"
"#;

/// The stack that others read.
pub(crate) const PRODUCER: &str = r#"terraform {
  backend "s3" {
    key = "shop/base/terraform.tfstate"
  }
}

output "table_name" {
  value = "t"
}

output "queue_url" {
  value = "q"
}
"#;

/// The stack that reads it; its block starts in line 7.
pub(crate) const CONSUMER: &str = r#"terraform {
  backend "s3" {
    key = "shop/front/terraform.tfstate"
  }
}

data "terraform_remote_state" "base" {
  backend = "s3"
  config = {
    bucket = var.state_bucket
    key    = "shop/base/terraform.tfstate"
    region = var.aws_region
  }
}

variable "state_bucket" {
  type = string
}

variable "aws_region" {
  type = string
}

locals {
  table = data.terraform_remote_state.base.outputs.table_name
}
"#;

/// A repository in a temporary folder.
pub(crate) struct Sandbox {
    dir: TempDir,
}

impl Sandbox {
    /// Nothing but the given files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let sandbox = Self {
            dir: TempDir::new().unwrap(),
        };
        files
            .iter()
            .fold(sandbox, |sandbox, (path, text)| sandbox.with(path, text))
    }

    /// A sound estate: `shop/front` reads `shop/base`, in `dev`, `prod` and `sit`.
    pub(crate) fn base() -> Self {
        let mut sandbox = Self::new(&[])
            .stack("base", PRODUCER)
            .stack("front", CONSUMER);
        for (env, account) in [
            ("dev", "111111111111"),
            ("sit", "222222222222"),
            ("prod", "333333333333"),
        ] {
            let text = DEV.replace("111111111111", account);
            let text = text.replace("states-dev", &format!("states-{env}"));
            sandbox = sandbox.with(&format!("environments/{env}.toml"), &text);
        }
        sandbox
    }

    /// Adds a stack of the system `shop` with one file, and empty tfvars everywhere.
    pub(crate) fn stack(mut self, name: &str, text: &str) -> Self {
        for env in ["dev", "sit", "prod"] {
            self = self.with(&format!("environments/{env}/shop/{name}.tfvars"), "");
        }
        self.with(&format!("terraform/shop/{name}/main.tf"), text)
    }

    /// Writes a file.
    pub(crate) fn with(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Replaces text that stands in a file once.
    pub(crate) fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = std::fs::read_to_string(self.root().join(path)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {path}");
        self.with(path, text.replace(from, to))
    }

    /// Deletes a file or folder.
    pub(crate) fn without(self, path: &str) -> Self {
        let full = self.root().join(path);
        if full.is_dir() {
            std::fs::remove_dir_all(full).unwrap();
        } else {
            std::fs::remove_file(full).unwrap();
        }
        self
    }

    pub(crate) fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.dir.path()).unwrap()
    }

    pub(crate) fn load(&self) -> (Estate, Vec<Finding>) {
        Estate::load(self.root())
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        self.load().1
    }

    /// The findings as lines.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.findings().iter().map(line).collect()
    }

    /// Fails unless there is no finding; gives the estate.
    #[track_caller]
    pub(crate) fn sound(&self) -> Estate {
        let (estate, findings) = self.load();
        let lines: Vec<String> = findings.iter().map(line).collect();
        similar_asserts::assert_eq!(lines, Vec::<String>::new());
        estate
    }
}

/// A finding in one line: `code place (stack env): message; hint [place: why]`.
pub(crate) fn line(finding: &Finding) -> String {
    let about = [finding.stack.as_deref(), finding.env.as_deref()];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    let at = finding.location.as_ref().map_or(String::new(), place);
    let mut line = format!(
        "{} {at} ({}): {}",
        finding.code,
        about.join(" "),
        finding.message
    );
    if let Some(hint) = &finding.hint {
        line = format!("{line}; {hint}");
    }
    for (location, why) in &finding.related {
        line = format!("{line} [{}: {why}]", place(location));
    }
    line
}

pub(crate) fn place(location: &Location) -> String {
    format!("{}:{}:{}", location.file, location.line, location.column)
}

pub(crate) fn address(text: &str) -> StackAddress {
    let (system, name) = text.split_once('/').unwrap();
    StackAddress::new(system, name)
}

/// Every place that a finding names must be one of a file that is there.
#[track_caller]
pub(crate) fn check_places(root: &Utf8Path, findings: &[Finding]) {
    for finding in findings {
        assert!(finding.location.is_some(), "{}", line(finding));
        let related = finding.related.iter().map(|(place, _)| place);
        for location in finding.location.iter().chain(related) {
            check_place(root, location, finding);
        }
    }
}

#[track_caller]
fn check_place(root: &Utf8Path, location: &Location, finding: &Finding) {
    let path: Utf8PathBuf = root.join(&location.file);
    if location.line == 0 {
        assert!(location.column == 0 && location.bytes.is_none());
        return;
    }
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let found = text.split('\n').nth(location.line - 1);
    let found = found.unwrap_or_else(|| panic!("no such line: {}", line(finding)));
    assert!(location.column >= 1, "{}", line(finding));
    assert!(
        location.column <= found.chars().count() + 1,
        "{}",
        line(finding)
    );
    if let (Some((start, end)), Ok(text)) = (location.bytes, std::str::from_utf8(&bytes)) {
        assert!(
            start <= end && text.get(start..end).is_some(),
            "{}",
            line(finding)
        );
    }
}
