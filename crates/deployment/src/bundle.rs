//! Plans bound to what they were made from, so that what was reviewed is what is applied.

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use estate::Environment;
use finding::{Code, Finding, Location};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The version of the bundle's form.
const VERSION: u32 = 1;

/// The file in a bundle's folder that binds the others.
pub const FILE: &str = "bundle.json";

/// What plans hang on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The environment.
    pub environment: String,
    /// Its account.
    pub account: String,
    /// Its region.
    pub region: String,
    /// The AWS that was asked: `aws`, or the address of a local one.
    pub aws: String,
    /// The commit of the repository; `None` where there is none.
    pub commit: Option<String>,
    /// Whether files differed from it.
    pub dirty: bool,
    /// The version of terraform.
    pub terraform: String,
    /// The versions of the providers, by their addresses.
    pub providers: BTreeMap<String, String>,
    /// The SHA-256 of the stacks' lock files, by stack.
    pub lock_files: BTreeMap<String, String>,
    /// The SHA-256 of the Lambdas' zips in base64, by Lambda.
    pub artifacts: BTreeMap<String, String>,
}

/// A folder with plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The version of this form.
    pub version: u32,
    /// What the plans hang on.
    pub bound: Bound,
    /// The plans, in the order in which they are applied.
    pub stacks: Vec<Bundled>,
}

/// One plan in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundled {
    /// The stack.
    pub stack: String,
    /// The plan's file in the folder; `None` for a stack that is planned after its producers are applied.
    pub plan: Option<Utf8PathBuf>,
    /// The SHA-256 of that file.
    pub sha256: Option<String>,
}

impl Bundle {
    /// Writes plans, by stack, and what they hang on into a folder.
    pub fn write(
        folder: &Utf8Path,
        bound: Bound,
        plans: &[(String, Option<Utf8PathBuf>)],
    ) -> io::Result<Self> {
        let mut stacks = Vec::new();
        for (stack, file) in plans {
            let name = Utf8PathBuf::from(format!("plans/{stack}.tfplan"));
            if let Some(file) = file {
                let target = folder.join(&name);
                std::fs::create_dir_all(target.parent().unwrap_or(folder))?;
                std::fs::copy(file, target)?;
            }
            stacks.push(Bundled {
                stack: stack.clone(),
                sha256: file.as_deref().map(sha256).transpose()?,
                plan: file.as_ref().map(|_| name),
            });
        }
        let bundle = Self {
            version: VERSION,
            bound,
            stacks,
        };
        let text = serde_json::to_string_pretty(&bundle)?;
        std::fs::write(folder.join(FILE), text + "\n")?;
        Ok(bundle)
    }

    /// Reads the bundle in a folder.
    pub fn read(folder: &Utf8Path) -> Result<Self, Finding> {
        let path = folder.join(FILE);
        let unreadable = |error: String| {
            let message = format!("`{folder}` is no bundle of plans: {error}");
            let hint = "make one: cargo xtask plan ENV --out DIR";
            mismatch(&path, message).with_hint(hint)
        };
        let text = std::fs::read(&path).map_err(|error| unreadable(error.to_string()))?;
        let bundle: Self =
            serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
        if bundle.version == VERSION {
            Ok(bundle)
        } else {
            Err(unreadable(format!(
                "version {} is not known",
                bundle.version
            )))
        }
    }

    /// All in which the world is not any more as it was when the plans were made.
    pub fn check(&self, folder: &Utf8Path, now: &Bound) -> Vec<Finding> {
        let path = folder.join(FILE);
        let then = &self.bound;
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let mut all = vec![
            differs("environment", &then.environment, &now.environment),
            differs("account", &then.account, &now.account),
            differs("region", &then.region, &now.region),
            differs("AWS", &then.aws, &now.aws),
            differs("commit", &text(&then.commit), &text(&now.commit)),
            differs("terraform", &then.terraform, &now.terraform),
        ];
        if then.dirty || now.dirty {
            all.push(Some(
                "files differ from the commit: nobody can tell what was planned".to_owned(),
            ));
        }
        all.extend(differ("provider", &then.providers, &now.providers));
        all.extend(differ("lock file of", &then.lock_files, &now.lock_files));
        all.extend(differ("artifact", &then.artifacts, &now.artifacts));
        all.extend(self.stacks.iter().map(|stack| stack.tampered(folder)));
        let hint = "nothing was applied; plan again and have that reviewed: cargo xtask plan";
        let findings = all.into_iter().flatten();
        findings
            .map(|message| mismatch(&path, message).with_hint(hint))
            .collect()
    }
}

impl Bundled {
    fn tampered(&self, folder: &Utf8Path) -> Option<String> {
        let file = self.plan.as_ref()?;
        let stack = &self.stack;
        match sha256(&folder.join(file)) {
            Ok(hash) if self.sha256.as_ref() == Some(&hash) => None,
            Ok(_) => Some(format!(
                "the plan of `{stack}` is not the one that was made: {file} has another hash"
            )),
            Err(error) => Some(format!("the plan of `{stack}` cannot be read: {error}")),
        }
    }
}

/// What says that plans for an environment behind a gate have to be of a commit.
pub fn dirty(environment: &Environment) -> Finding {
    let name = &environment.name;
    let message = format!(
        "files differ from the commit, and the plans of `{name}` are to be reviewed: nobody could tell later what \
         was planned"
    );
    Finding::error(Code::GateRefused, message)
        .with_env(name)
        .with_hint("commit, or put it aside (`git stash -u`), and plan again")
}

fn mismatch(file: &Utf8Path, message: String) -> Finding {
    Finding::error(Code::BundleMismatch, message).at(Location::file(file))
}

fn differs(what: &str, then: &str, now: &str) -> Option<String> {
    (then != now).then(|| format!("planned with {what} `{then}`, and now it is `{now}`"))
}

fn differ<'a>(
    what: &'a str,
    then: &'a BTreeMap<String, String>,
    now: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = Option<String>> + 'a {
    let names = then
        .keys()
        .chain(now.keys().filter(|name| !then.contains_key(*name)));
    names.map(move |name| {
        let value =
            |all: &'a BTreeMap<String, String>| all.get(name).map_or("none", String::as_str);
        differs(&format!("{what} {name}"), value(then), value(now))
    })
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(crate) fn sha256(file: &Utf8Path) -> io::Result<String> {
    let hash: [u8; 32] = Sha256::digest(std::fs::read(file)?).into();
    Ok(hash.map(|byte| format!("{byte:02x}")).concat())
}
