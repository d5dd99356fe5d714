//! A workspace in a temporary folder.

use std::collections::BTreeMap;
use std::ffi::OsString;

use artifact::{Architecture, Options, Profile, Report};
use camino::{Utf8Path, Utf8PathBuf};
use process::Cancel;
use tempfile::TempDir;

/// What cargo inherits. Whoever runs the tests may have flags set.
const INHERITED: [&str; 6] = [
    "PATH",
    "HOME",
    "CARGO",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
];

const PROFILES: &str = r#"
[profile.release]
opt-level = 0
strip = true

[profile.rehearsal]
inherits = "dev"
"#;

/// The machine that the tests run on. Without a linker for others there is only this one.
pub(crate) fn here() -> Option<Architecture> {
    match std::env::consts::ARCH {
        "x86_64" if cfg!(all(target_os = "linux", target_env = "gnu")) => {
            Some(Architecture::X86_64)
        }
        "aarch64" if cfg!(all(target_os = "linux", target_env = "gnu")) => {
            Some(Architecture::Arm64)
        }
        _ => None,
    }
}

/// A repository, gone at the end of the test.
pub(crate) struct Repository {
    _temp: TempDir,
    pub(crate) root: Utf8PathBuf,
    pub(crate) profile: Profile,
    /// Of the zips.
    pub(crate) folder: &'static str,
    members: Vec<String>,
    env: BTreeMap<OsString, OsString>,
}

impl Repository {
    /// A workspace without packages.
    pub(crate) fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
        let env = INHERITED.map(|name| Some((name.into(), std::env::var_os(name)?)));
        Self {
            _temp: temp,
            root,
            profile: Profile::Release,
            folder: artifact::FOLDER,
            members: Vec::new(),
            env: env.into_iter().flatten().collect(),
        }
    }

    /// With a package of two files.
    pub(crate) fn package(mut self, dir: &str, more: &str, source: &str) -> Self {
        self.members.push(format!("{dir:?}"));
        let name = dir.rsplit('/').next().unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}"
        );
        let file = if dir.starts_with("lambdas") {
            "main"
        } else {
            "lib"
        };
        self.write(&format!("{dir}/Cargo.toml"), &manifest)
            .write(&format!("{dir}/src/{file}.rs"), source)
    }

    pub(crate) fn write(self, file: &str, text: &str) -> Self {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// With a workspace of the packages, and its lock file: builds take none but a true one.
    pub(crate) fn locked(self) -> Self {
        let members = self.members.join(", ");
        let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        let repository = self.write("Cargo.toml", &(workspace + PROFILES));
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut command = std::process::Command::new(cargo);
        command.args(["generate-lockfile", "--offline", "--quiet"]);
        let status = command.current_dir(&repository.root).status().unwrap();
        assert!(status.success());
        repository
    }

    /// With all of that committed.
    pub(crate) fn committed(self) -> Self {
        let repository = self.write(".gitignore", "target\n");
        let identity = ["-c", "user.name=n", "-c", "user.email=e@example.com"];
        for command in [
            &["init", "--quiet"][..],
            &["add", "."],
            &["commit", "--quiet", "-mall"],
        ] {
            let mut git = std::process::Command::new("git");
            let git = git
                .args(identity)
                .args(command)
                .current_dir(&repository.root);
            assert!(git.status().unwrap().success());
        }
        repository
    }

    pub(crate) fn build(&self, names: &[&str]) -> Report {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let work_dir = self.root.join("target/xtask/build");
        std::fs::create_dir_all(&work_dir).unwrap();
        let options = Options {
            root: &self.root,
            names: &names,
            profile: self.profile,
            architecture: here().unwrap(),
            zigbuild: false,
            color: false,
            folder: self.folder.into(),
            work_dir: &work_dir,
            env: &self.env,
        };
        artifact::build(&options, &Cancel::new(), &|_| {}).unwrap()
    }

    pub(crate) fn manifest(&self) -> String {
        std::fs::read_to_string(self.folder().join("manifest.json")).unwrap()
    }

    pub(crate) fn folder(&self) -> Utf8PathBuf {
        self.root.join(self.folder)
    }

    /// Names of the files in the folder of the zips.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = Utf8Path::read_dir_utf8(&self.folder()).unwrap();
        let mut names: Vec<String> = entries
            .map(|it| it.unwrap().file_name().to_owned())
            .collect();
        names.sort();
        names
    }
}
