//! Where provider mirrors may be on this machine.

use std::ffi::OsString;
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};

/// How a provider mirror was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundBy {
    /// Somebody said so.
    Setting,
    /// It is where terraform itself looks when nothing is configured.
    Implied,
    /// It is add-on software of this machine (`/opt/*`).
    AddOn,
}

impl fmt::Display for FoundBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            FoundBy::Setting => "setting",
            FoundBy::Implied => "terraform's own search path",
            FoundBy::AddOn => "add-on software",
        })
    }
}

/// The folders to search for provider mirrors, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRoots {
    /// The folder that the user named. When there is one, no other is searched.
    pub setting: Option<Utf8PathBuf>,
    /// Terraform's implied mirrors.
    pub implied: Vec<Utf8PathBuf>,
    /// Folders whose subfolders may be mirrors.
    pub add_on_parents: Vec<Utf8PathBuf>,
}

impl SearchRoots {
    /// The roots of this machine and user, with the mirror that the user named, if any.
    pub fn of_this_machine(setting: Option<Utf8PathBuf>) -> Self {
        let implied = implied(&|name| std::env::var_os(name), cfg!(target_os = "macos"));
        Self {
            setting,
            implied,
            add_on_parents: vec![Utf8PathBuf::from("/opt")],
        }
    }

    /// Every folder to look at, in order. Subfolders come by name, so that the answer does
    /// not hang on how the file system happens to list them.
    pub(crate) fn folders(&self) -> Vec<(Utf8PathBuf, FoundBy)> {
        if let Some(setting) = &self.setting {
            return vec![(setting.clone(), FoundBy::Setting)];
        }
        let implied = self
            .implied
            .iter()
            .map(|dir| (dir.clone(), FoundBy::Implied));
        let add_on = self.add_on_parents.iter().flat_map(|dir| subfolders(dir));
        implied
            .chain(add_on.map(|dir| (dir, FoundBy::AddOn)))
            .collect()
    }
}

/// The folders in which terraform itself looks when nothing is configured, read from the
/// environment through `var`.
fn implied(var: &dyn Fn(&str) -> Option<OsString>, macos: bool) -> Vec<Utf8PathBuf> {
    let path = |name: &str| {
        let value = var(name)?.into_string().ok()?;
        // Empty and relative values count as unset, says the XDG specification.
        Some(Utf8PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    let home = path("HOME");
    let mut out = Vec::new();
    if let Some(home) = &home {
        out.push(home.join(".terraform.d/plugins"));
    }
    if let Some(home) = home.as_ref().filter(|_| macos) {
        out.push(home.join("Library/Application Support/io.terraform/plugins"));
    }
    let data = path("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share")));
    out.extend(data.map(|data| data.join("terraform/plugins")));
    let shared = var("XDG_DATA_DIRS").and_then(|dirs| dirs.into_string().ok());
    let shared = shared.filter(|dirs| !dirs.is_empty());
    let shared = shared.unwrap_or_else(|| "/usr/local/share:/usr/share".to_owned());
    let shared = shared
        .split(':')
        .map(Utf8Path::new)
        .filter(|dir| dir.is_absolute());
    out.extend(shared.map(|dir| dir.join("terraform/plugins")));
    out
}

/// The folders in `dir`, by name; none when it cannot be listed.
pub(crate) fn subfolders(dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let entries = dir.read_dir_utf8().into_iter().flatten().flatten();
    let paths = entries.map(camino::Utf8DirEntry::into_path);
    let mut out: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn implied_with(vars: &[(&str, &str)], macos: bool) -> Vec<Utf8PathBuf> {
        let var = |name: &str| {
            let found = vars.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        };
        implied(&var, macos)
    }

    #[test]
    fn terraforms_own_folders_follow_the_environment() {
        assert_eq!(
            implied_with(&[("HOME", "/h")], false),
            [
                "/h/.terraform.d/plugins",
                "/h/.local/share/terraform/plugins",
                "/usr/local/share/terraform/plugins",
                "/usr/share/terraform/plugins",
            ]
        );
        assert_eq!(
            implied_with(
                &[
                    ("HOME", "/h"),
                    ("XDG_DATA_HOME", "/d"),
                    ("XDG_DATA_DIRS", "/s:rel")
                ],
                true
            ),
            [
                "/h/.terraform.d/plugins",
                "/h/Library/Application Support/io.terraform/plugins",
                "/d/terraform/plugins",
                "/s/terraform/plugins",
            ]
        );
        assert_eq!(
            implied_with(&[("XDG_DATA_HOME", "")], false).len(),
            2,
            "no home, no private folder"
        );
    }

    #[test]
    fn a_setting_stands_alone_and_others_come_in_order() {
        let temp = tempfile::tempdir().unwrap();
        let opt = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        for name in ["b", "a"] {
            std::fs::create_dir(opt.join(name)).unwrap();
        }
        std::fs::write(opt.join("file"), "").unwrap();
        let mut roots = SearchRoots {
            setting: None,
            implied: vec!["/i".into()],
            add_on_parents: vec![opt.clone(), "/nonexistent".into()],
        };
        let expected = [
            ("/i".into(), FoundBy::Implied),
            (opt.join("a"), FoundBy::AddOn),
            (opt.join("b"), FoundBy::AddOn),
        ];
        assert_eq!(roots.folders(), expected);
        roots.setting = Some("/s".into());
        assert_eq!(roots.folders(), [("/s".into(), FoundBy::Setting)]);
    }
}
