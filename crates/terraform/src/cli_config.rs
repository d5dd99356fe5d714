//! Terraform's own configuration file, as we want it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::files;
use crate::provider_source::{Located, ProviderSource};
use crate::quote::quoted;

/// A configuration file for the terraform binary, written by [`CliConfig::write`].
///
/// The user's own is not used: what `verify` finds must not hang on what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliConfig {
    path: Utf8PathBuf,
    plugin_cache: Option<Utf8PathBuf>,
}

/// Why the configuration file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`: {source}; terraform needs it to find its providers")]
pub struct CliConfigError {
    path: Utf8PathBuf,
    source: io::Error,
}

impl CliConfig {
    /// Writes `terraform.tfrc` to `dir` (made if needed) so that each located provider comes
    /// from its source. Anything that comes from a registry is kept in a cache
    /// beside `dir`.
    pub fn write(dir: &Utf8Path, located: &[Located]) -> Result<Self, CliConfigError> {
        let failed = |path: &Utf8Path| {
            let path = path.to_owned();
            move |source| CliConfigError { path, source }
        };
        let dir = camino::absolute_utf8(dir).map_err(failed(dir))?;
        let path = dir.join("terraform.tfrc");
        let plugin_cache = plugin_cache(&dir, located);
        // Terraform complains of a cache folder that is not there.
        for needed in std::iter::once(&dir).chain(plugin_cache.as_ref()) {
            std::fs::create_dir_all(needed).map_err(failed(needed))?;
        }
        let text = render(located, plugin_cache.as_deref());
        files::write_if_changed(&path, text.as_bytes()).map_err(failed(&path))?;
        Ok(Self { path, plugin_cache })
    }

    /// The file's path, absolute.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The cache of downloaded providers, if there is one. Commands share it, and terraform does
    /// not guard it against two `init` at a time.
    pub(crate) fn plugin_cache(&self) -> Option<&Utf8Path> {
        self.plugin_cache.as_deref()
    }
}

/// Beside the folder, so that commands with a folder each share what they download. Only for what
/// is downloaded: terraform would copy a mirror's packages to the cache too.
fn plugin_cache(dir: &Utf8Path, located: &[Located]) -> Option<Utf8PathBuf> {
    let direct = located.is_empty() || located.iter().any(|it| it.source == ProviderSource::Direct);
    // Terraform replaces `$name` in this one path and knows no escape: no cache, then.
    let expressible = !dir.as_str().contains('$');
    (direct && expressible).then(|| dir.parent().unwrap_or(dir).join("plugin-cache"))
}

/// The text of the file.
fn render(located: &[Located], plugin_cache: Option<&Utf8Path>) -> String {
    let mut mirrors: BTreeMap<&Utf8Path, Vec<String>> = BTreeMap::new();
    for it in located {
        if let ProviderSource::Mirror { dir, .. } = &it.source {
            mirrors
                .entry(dir)
                .or_default()
                .push(quoted(&it.address.to_string()));
        }
    }
    let mut out =
        "# Written by cargo xtask; changes are lost.\ndisable_checkpoint = true\n".to_owned();
    // Writing to a String cannot fail, here and below.
    if let Some(cache) = plugin_cache {
        let _ = writeln!(out, "plugin_cache_dir = {}", quoted(cache.as_str()));
    }
    out += "\nprovider_installation {\n";
    for (dir, addresses) in &mirrors {
        let (path, include) = (quoted(dir.as_str()), addresses.join(", "));
        let _ = write!(
            out,
            "  filesystem_mirror {{\n    path    = {path}\n    include = [{include}]\n  }}\n"
        );
    }
    let mirrored: Vec<String> = mirrors.into_values().flatten().collect();
    if mirrored.is_empty() {
        out += "  direct {}\n}\n";
    } else {
        let _ = write!(
            out,
            "  direct {{\n    exclude = [{}]\n  }}\n}}\n",
            mirrored.join(", ")
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_roots::FoundBy;

    fn located(name: &str, mirror: Option<&str>) -> Located {
        let found_by = FoundBy::AddOn;
        let source = match mirror {
            Some(dir) => ProviderSource::Mirror {
                dir: dir.into(),
                found_by,
            },
            None => ProviderSource::Direct,
        };
        let address = name.parse().unwrap();
        Located { address, source }
    }

    #[test]
    fn mirrors_are_grouped_and_everything_else_is_direct() {
        let all = [
            located("hashicorp/aws", Some("/m")),
            located("hashicorp/null", None),
            located("hashicorp/tls", Some("/m")),
            located("hashicorp/random", Some("/odd ${x}\"")),
        ];
        let expected = r#"# Written by cargo xtask; changes are lost.
disable_checkpoint = true
plugin_cache_dir = "/work/cache"

provider_installation {
  filesystem_mirror {
    path    = "/m"
    include = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/hashicorp/tls"]
  }
  filesystem_mirror {
    path    = "/odd \u0024{x}\""
    include = ["registry.terraform.io/hashicorp/random"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/hashicorp/tls", "registry.terraform.io/hashicorp/random"]
  }
}
"#;
        assert_eq!(render(&all, Some(Utf8Path::new("/work/cache"))), expected);
        assert!(render(&[], None).ends_with("provider_installation {\n  direct {}\n}\n"));
    }

    #[test]
    fn the_cache_is_there_only_for_what_is_downloaded() {
        let mirrored = [located("hashicorp/aws", Some("/m"))];
        let direct = [located("hashicorp/aws", None)];
        let (plain, dollar) = (Utf8Path::new("/work"), Utf8Path::new("/wo$rk"));
        assert_eq!(plugin_cache(plain, &mirrored), None);
        assert_eq!(plugin_cache(plain, &direct), Some("/plugin-cache".into()));
        assert_eq!(plugin_cache(plain, &[]), Some("/plugin-cache".into()));
        assert_eq!(plugin_cache(dollar, &direct), None);
    }

    #[test]
    fn an_unchanged_file_is_not_written_again() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8PathBuf::try_from(temp.path().join("new")).unwrap();
        let config = CliConfig::write(&dir, &[]).unwrap();
        assert!(config.plugin_cache().is_some_and(Utf8Path::is_dir));
        let before = std::fs::metadata(config.path())
            .unwrap()
            .modified()
            .unwrap();
        CliConfig::write(&dir, &[]).unwrap();
        assert_eq!(
            std::fs::metadata(config.path())
                .unwrap()
                .modified()
                .unwrap(),
            before
        );
        let blocked = CliConfig::write(&config.path().join("x"), &[]).unwrap_err();
        assert!(
            blocked.to_string().starts_with("cannot write `"),
            "{blocked}"
        );
    }
}
