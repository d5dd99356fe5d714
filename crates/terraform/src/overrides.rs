//! The files that make a stack plannable without an AWS account.

use std::fmt::Write as _;
use std::io;

use camino::Utf8Path;

use crate::files;
use crate::quote::quoted;

/// Holds the resource that was never applied. Our additions must stand in an ordinary file:
/// an override file can only change what is there.
pub(crate) const UNAPPLIED_FILE: &str = "xtask_unapplied.tf";

/// Changes what is there. Terraform merges `*_override.tf` into the blocks of the same name.
pub(crate) const OVERRIDE_FILE: &str = "xtask_override.tf";

/// The address of the resource that was never applied, whose id therefore is not known yet.
pub(crate) const UNAPPLIED_ADDRESS: &str = "terraform_data.xtask_unapplied";

/// What is not known yet. By way of a local: a data source that refers to a planned resource itself is not read
/// before that is applied, whatever it needs of it.
const UNAPPLIED: &str = r#"resource "terraform_data" "xtask_unapplied" {}

locals {
  xtask_unapplied = terraform_data.xtask_unapplied.id
}
"#;

/// One `provider` block of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProviderBlock {
    /// The block's label: `aws`.
    pub local_name: String,
    /// Its `alias`, if it has one.
    pub alias: Option<String>,
}

/// What to change in the scratch copy of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Whether it is a stack's root module: only such a one has a backend to replace.
    pub is_root: bool,
    /// The AWS provider blocks, which must not ask AWS for anything. Each must be in the
    /// stack: terraform refuses to override what is not there.
    pub providers: Vec<ProviderBlock>,
    /// The `terraform_remote_state` data sources, which are to read what was simulated.
    pub remote_states: Vec<RemoteStateBlock>,
}

/// A `terraform_remote_state` block. It reads the state that its `config` names, out of the folder of the simulated
/// states; its outputs are unknown where there is none, as if it had never been applied.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RemoteStateBlock {
    /// The block's label.
    pub name: String,
    /// Its `config`, as it is written.
    pub config: Option<String>,
}

impl RemoteStateBlock {
    /// The expression for the path of the state. Terraform runs in the folder of the simulated states, and its
    /// `-chdir` leaves that for `path.cwd` to tell. A `config` without bucket and key names no state.
    fn path(&self) -> String {
        let Some(config) = &self.config else {
            return "local.xtask_unapplied".to_owned();
        };
        // As `simulated_state` says.
        let path = "\"${path.cwd}/${replace(\"${config.bucket}/${config.key}\", \"/\", \"%2F\")}\"";
        format!(
            "one([for config in [{config}] :\n    try(fileexists({path}), false) ? {path} : local.xtask_unapplied\n  ])"
        )
    }
}

/// The name of the file of a simulated state. A key of S3 may be the beginning of another, which a file's path may not.
pub fn simulated_state(bucket: &str, key: &str) -> String {
    format!("{bucket}/{key}").replace('/', "%2F")
}

/// Arguments of the AWS provider that make it neither look for credentials elsewhere, nor
/// check them, nor ask AWS who it is. `allowed_account_ids` goes too: the account that it
/// would be compared with is exactly what the provider no longer asks for.
const PROVIDER_ARGUMENTS: [(&str, &str); 14] = [
    ("skip_credentials_validation", "true"),
    ("skip_metadata_api_check", "true"),
    ("skip_region_validation", "true"),
    ("skip_requesting_account_id", "true"),
    ("allowed_account_ids", "null"),
    ("forbidden_account_ids", "null"),
    ("access_key", "null"),
    ("secret_key", "null"),
    ("token", "null"),
    ("profile", "null"),
    ("shared_config_files", "null"),
    ("shared_credentials_files", "null"),
    ("custom_ca_bundle", "null"),
    // AWS_MAX_ATTEMPTS does not reach the provider, whose own default is 25: a refused
    // connection would be tried for half a minute.
    ("max_retries", "1"),
];

/// Blocks in a provider block that would make it call AWS, or something other than AWS.
const PROVIDER_BLOCKS: [&str; 3] = ["assume_role", "assume_role_with_web_identity", "endpoints"];

/// Whether a file of a scratch copy is one of ours.
pub fn is_override(file: &Utf8Path) -> bool {
    matches!(file.file_name(), Some(OVERRIDE_FILE | UNAPPLIED_FILE))
}

/// Writes the override files of a module into its scratch folder, or removes what an earlier
/// run needed and this one does not.
pub(crate) fn write(module_dir: &Utf8Path, overrides: &Overrides) -> io::Result<()> {
    let unapplied = module_dir.join(UNAPPLIED_FILE);
    if overrides.remote_states.is_empty() {
        files::remove_if_there(&unapplied)?;
    } else {
        files::write_if_changed(&unapplied, UNAPPLIED.as_bytes())?;
    }
    let text = render(overrides);
    files::write_if_changed(&module_dir.join(OVERRIDE_FILE), text.as_bytes())?;
    Ok(())
}

/// The text of the override file.
fn render(overrides: &Overrides) -> String {
    let backend = "terraform {\n  backend \"local\" {}\n}\n";
    let mut out = if overrides.is_root {
        backend.to_owned()
    } else {
        String::new()
    };
    for provider in &overrides.providers {
        out += &render_provider(provider);
    }
    for block in &overrides.remote_states {
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            out,
            "\ndata \"terraform_remote_state\" {} {{\n  backend = \"local\"\n  config  = {{ path = {} }}\n}}\n",
            quoted(&block.name),
            block.path()
        );
    }
    out
}

fn render_provider(provider: &ProviderBlock) -> String {
    let mut out = format!("\nprovider {} {{\n", quoted(&provider.local_name));
    if let Some(alias) = &provider.alias {
        let _ = writeln!(out, "  alias = {}", quoted(alias));
    }
    for (name, value) in PROVIDER_ARGUMENTS {
        let _ = writeln!(out, "  {name} = {value}");
    }
    for name in PROVIDER_BLOCKS {
        // A `dynamic` block without elements replaces the blocks of that name by none.
        let _ = writeln!(
            out,
            "  dynamic \"{name}\" {{\n    for_each = []\n    content {{}}\n  }}"
        );
    }
    out + "}\n"
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    fn stack_overrides() -> Overrides {
        let provider = |alias: Option<&str>| ProviderBlock {
            local_name: "aws".to_owned(),
            alias: alias.map(str::to_owned),
        };
        Overrides {
            is_root: true,
            providers: vec![provider(None), provider(Some("us"))],
            remote_states: vec![RemoteStateBlock {
                name: "infra".to_owned(),
                config: Some("{\n  bucket = \"b\"\n  key = \"k\"\n}".to_owned()),
            }],
        }
    }

    #[test]
    fn the_override_is_valid_hcl_with_a_block_for_each_thing() {
        let text = render(&stack_overrides());
        let body = hcl_edit::parser::parse_body(&text).unwrap();
        let idents = body
            .blocks()
            .map(|block| block.ident.as_str())
            .collect::<Vec<_>>();
        assert_eq!(idents, ["terraform", "provider", "provider", "data"]);
        let alias = body
            .get_blocks("provider")
            .nth(1)
            .unwrap()
            .body
            .get_attribute("alias");
        assert_eq!(alias.unwrap().value.as_str(), Some("us"));
    }

    #[test]
    fn without_remote_states_nothing_is_added_and_old_additions_go() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        write(&dir, &stack_overrides()).unwrap();
        assert!(dir.join(UNAPPLIED_FILE).is_file());
        write(
            &dir,
            &Overrides {
                is_root: true,
                ..Overrides::default()
            },
        )
        .unwrap();
        assert!(!dir.join(UNAPPLIED_FILE).exists());
        let text = std::fs::read_to_string(dir.join(OVERRIDE_FILE)).unwrap();
        assert_eq!(text, "terraform {\n  backend \"local\" {}\n}\n");
    }
}
