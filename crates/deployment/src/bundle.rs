//! Plans bound to what they were made from, so that what was reviewed is what is applied.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};

use camino::{Utf8Path, Utf8PathBuf};
use estate::Environment;
use finding::{Code, Finding, Location};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use terraform::StateVersion;

use crate::review::Review;
use crate::seal::{PlanKey, PlanKeys};

/// The version of the bundle's form.
const VERSION: u32 = 3;

/// The file in a bundle's folder that binds the others.
pub(crate) const FILE: &str = "bundle.json";

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
    /// The SHA-256 of the `release.json` of the release that all comes from; `None` where it comes from the repository.
    pub release: Option<String>,
    /// The SHA-256 of the Lambdas' zips in base64, by Lambda.
    pub artifacts: BTreeMap<String, String>,
}

/// A folder with plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The version of this form.
    version: u32,
    /// What the plans hang on.
    bound: Bound,
    /// The name of the key that they are encrypted with.
    key: String,
    /// The plans, in the order in which they are applied.
    pub(crate) stacks: Vec<Bundled>,
    /// What shows that nobody has changed any of this who has not the key, in hexadecimal digits.
    seal: String,
}

/// One plan in a bundle, which is its encrypted file `plans/<stack>.tfplan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bundled {
    /// The stack.
    pub(crate) stack: String,
    /// The SHA-256 of the file, encrypted as it is; `None` for a stack that is planned after its producers are applied.
    pub(crate) sha256: Option<String>,
    /// The state that it was planned with; `None` where there was none yet.
    pub(crate) state: Option<StateVersion>,
    /// The producers after whose apply it is planned again: without them it cannot be applied.
    pub(crate) after: Vec<String>,
}

impl Bundle {
    /// Writes the plans of these stacks, encrypted, and what they hang on, into a folder that git does not see.
    pub fn write(
        folder: &Utf8Path,
        bound: Bound,
        reviews: &[Review],
        keys: &PlanKeys,
    ) -> Result<Self, Finding> {
        Self::written(folder, bound, reviews, keys).map_err(|error| unwritable(folder, &error))
    }

    fn written(
        folder: &Utf8Path,
        bound: Bound,
        reviews: &[Review],
        keys: &PlanKeys,
    ) -> io::Result<Self> {
        let key = keys.to_seal()?;
        is_free(folder)?;
        clear(folder)?;
        make(folder)?;
        write(&folder.join(".gitignore"), b"*\n")?;
        let mut stacks = Vec::new();
        for review in reviews {
            let stack = review.stack.to_string();
            let mut sha256 = None;
            if let Some(plan) = &review.plan {
                let target = plan_in(folder, &stack);
                make(target.parent().unwrap_or(folder))?;
                let plan = std::fs::read(&plan.file)?;
                let bytes = key.seal(&plan, &about(&bound, &stack))?;
                write(&target, &bytes)?;
                sha256 = Some(hash(&bytes));
            }
            stacks.push(Bundled {
                stack,
                sha256,
                state: review.state.clone(),
                after: review.after.iter().map(ToString::to_string).collect(),
            });
        }
        let mut bundle = Self {
            version: VERSION,
            bound,
            key: key.name(),
            stacks,
            seal: String::new(),
        };
        bundle.seal = hex(&key.seal(b"", &bundle.said())?);
        let text = serde_json::to_string_pretty(&bundle)?;
        write(&folder.join(FILE), (text + "\n").as_bytes())?;
        Ok(bundle)
    }

    /// What stands against a bundle in a folder, as far as that can be told before there is one.
    pub fn misplaced(folder: &Utf8Path) -> Option<Finding> {
        let error = is_free(folder).err()?;
        Some(unwritable(folder, &error))
    }

    /// Reads the bundle in a folder.
    pub fn read(folder: &Utf8Path) -> Result<Self, Finding> {
        let unreadable = |error: String| {
            let message = format!("`{folder}` is no bundle of plans: {error}");
            let hint = "make one: cargo xtask plan ENV --out DIR";
            mismatch(folder, message).with_hint(hint)
        };
        let text =
            std::fs::read(folder.join(FILE)).map_err(|error| unreadable(error.to_string()))?;
        let bundle: Self =
            serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
        if bundle.version == VERSION {
            Ok(bundle)
        } else {
            let version = bundle.version;
            Err(unreadable(format!("version {version} is not known")))
        }
    }

    /// All that is sealed.
    fn said(&self) -> String {
        let unsealed = Self {
            seal: String::new(),
            ..self.clone()
        };
        // Strings and numbers: this cannot fail, and if it did the seal would fit nothing.
        serde_json::to_string(&unsealed).unwrap_or_default()
    }

    /// The key of its plans, if nobody has changed what it says.
    pub fn key(&self, folder: &Utf8Path, keys: &PlanKeys) -> Result<PlanKey, Finding> {
        let key = keys.to_open(&self.key).map_err(|why| {
            let message = format!("the plans in `{folder}` are encrypted, and {why}");
            let hint = "set XTASK_PLAN_KEY to the key that they were made with, or apply them in the repository that \
                        made them; or plan again: cargo xtask plan";
            mismatch(folder, message).with_hint(hint)
        })?;
        let seal = unhex(&self.seal);
        let is_as_written = seal.is_some_and(|seal| key.open(&seal, &self.said()).is_ok());
        is_as_written.then_some(key).ok_or_else(|| {
            let message = format!("`{FILE}` was changed after the plans in `{folder}` were made");
            mismatch(folder, message)
        })
    }

    /// All in which the world is not any more as it was when the plans were made, as far as the stacks go that `now`
    /// is about.
    pub(crate) fn check(&self, folder: &Utf8Path, now: &Bound) -> Vec<Finding> {
        let then = &self.bound;
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let mut all = vec![
            differs("environment", &then.environment, &now.environment),
            differs("account", &then.account, &now.account),
            differs("region", &then.region, &now.region),
            differs("AWS", &then.aws, &now.aws),
            differs("commit", &text(&then.commit), &text(&now.commit)),
            differs("release", &text(&then.release), &text(&now.release)),
            differs("terraform", &then.terraform, &now.terraform),
        ];
        let dirty = "files differ from the commit: nobody can tell what was planned";
        all.push((then.dirty || now.dirty).then(|| dirty.to_owned()));
        all.extend(differ("provider", &then.providers, &now.providers));
        all.extend(differ("lock file of", &then.lock_files, &now.lock_files));
        all.extend(differ("artifact", &then.artifacts, &now.artifacts));
        let messages = all.into_iter().flatten();
        messages.map(|it| mismatch(folder, it)).collect()
    }

    /// Decrypts the plan of a stack to where nobody else writes, if it is the one that was made. One that is made later
    /// has none.
    pub(crate) fn take(
        &self,
        (folder, key): (&Utf8Path, &PlanKey),
        stack: &str,
        target: &Utf8Path,
    ) -> Result<&Bundled, Finding> {
        let bundled = self.stacks.iter().find(|it| it.stack == stack);
        let Some(bundled) = bundled else {
            let message =
                format!("the plan of `{stack}` was not reviewed: it is not in the bundle");
            return Err(mismatch(folder, message));
        };
        let Some(expected) = &bundled.sha256 else {
            return Ok(bundled);
        };
        let file = plan_in(folder, stack);
        let taken = std::fs::read(&file).and_then(|bytes| {
            let hash = hash(&bytes);
            if hash == *expected {
                let plan = key.open(&bytes, &about(&self.bound, stack))?;
                make(target.parent().unwrap_or(folder))?;
                write(target, &plan)?;
            }
            Ok(hash)
        });
        match taken {
            Ok(hash) if hash == *expected => Ok(bundled),
            Ok(_) => Err(mismatch(
                folder,
                format!(
                    "the plan of `{stack}` is not the one that was made: {file} has another hash"
                ),
            )),
            Err(error) => Err(mismatch(
                folder,
                format!("the plan of `{stack}` cannot be taken: {error}"),
            )),
        }
    }
}

/// What a plan is about: it can be taken for no other.
fn about(bound: &Bound, stack: &str) -> String {
    format!("{} {stack}", bound.environment)
}

fn plan_in(folder: &Utf8Path, stack: &str) -> Utf8PathBuf {
    folder.join("plans").join(format!("{stack}.tfplan"))
}

/// Whether there is nothing in a folder that is no bundle.
fn is_free(folder: &Utf8Path) -> io::Result<()> {
    let is_taken = match folder.read_dir_utf8() {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if is_taken && !folder.join(FILE).is_file() {
        return Err(io::Error::other("it is not empty, and holds no plans"));
    }
    Ok(())
}

fn unwritable(folder: &Utf8Path, error: &io::Error) -> Finding {
    let message = format!("the plans cannot be saved to `{folder}`: {error}");
    let hint = "nothing was saved that could be applied; name another folder, or make room there";
    Finding::error(Code::UnwritableFile, message).with_hint(hint)
}

/// Removes an earlier bundle, so that all files are new ones.
fn clear(folder: &Utf8Path) -> io::Result<()> {
    for file in [FILE, ".gitignore"] {
        match std::fs::remove_file(folder.join(file)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    match std::fs::remove_dir_all(folder.join("plans")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder that only this user may enter.
pub(crate) fn make(folder: &Utf8Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Writes a file that only this user may read.
pub(crate) fn write(file: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    options.open(file)?.write_all(bytes)
}

/// What says that plans for an environment behind a gate have to be of a commit.
pub(crate) fn dirty(environment: &Environment) -> Finding {
    let name = &environment.name;
    let message = format!(
        "files differ from the commit, and what is done in `{name}` is to be reviewed: nobody could tell later what \
         it was"
    );
    Finding::error(Code::GateRefused, message)
        .with_env(name)
        .with_hint("commit, or put it aside (`git stash -u`), and try again")
}

/// What says that plans do not fit any more.
pub(crate) fn mismatch(folder: &Utf8Path, message: String) -> Finding {
    Finding::error(Code::BundleMismatch, message)
        .at(Location::file(folder.join(FILE)))
        .with_hint("nothing was applied; plan again and have that reviewed: cargo xtask plan")
}

fn differs(what: &str, then: &str, now: &str) -> Option<String> {
    (then != now).then(|| format!("planned with {what} `{then}`, and now it is `{now}`"))
}

/// What is now, against what was then: there may have been more.
fn differ<'a>(
    what: &'a str,
    then: &'a BTreeMap<String, String>,
    now: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = Option<String>> + 'a {
    now.iter().map(move |(name, now)| {
        let then = then.get(name).map_or("none", String::as_str);
        differs(&format!("{what} {name}"), then, now)
    })
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(crate) fn sha256(file: &Utf8Path) -> io::Result<String> {
    Ok(hash(&std::fs::read(file)?))
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}

/// The bytes that hexadecimal digits stand for.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let is_whole = digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit);
    let bytes = (0..digits.len()).step_by(2).map(|at| {
        let byte = text.get(at..at + 2)?;
        u8::from_str_radix(byte, 16).ok()
    });
    bytes.collect::<Option<Vec<u8>>>().filter(|_| is_whole)
}

#[cfg(test)]
mod tests;
