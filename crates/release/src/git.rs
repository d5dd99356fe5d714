//! What git says of the commit.

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::{Utf8Path, Utf8PathBuf};
use process::{Cancel, Invocation};

use crate::Error;

/// Git, in the repository's root.
#[derive(Clone, Copy)]
pub(crate) struct Git<'a> {
    pub(crate) root: &'a Utf8Path,
    pub(crate) env: &'a BTreeMap<OsString, OsString>,
    pub(crate) cancel: &'a Cancel,
}

/// A commit among those that a release is new by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) commit: String,
    /// The first line of its message.
    pub(crate) subject: String,
}

/// A file as a commit has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tracked {
    /// `100644`, `100755`, `120000`.
    pub(crate) mode: String,
    /// The hash of its content, as git takes it.
    pub(crate) object: String,
    /// Relative to the root.
    pub(crate) path: Utf8PathBuf,
}

impl Git<'_> {
    /// When a commit was made, in seconds since 1970.
    pub(crate) fn time(&self, commit: &str) -> Result<i64, Error> {
        let what = "when the commit was made";
        let said = self.ask(
            what,
            &[
                "show",
                "--no-patch",
                "--no-show-signature",
                "--format=%ct",
                commit,
            ],
        )?;
        said.trim()
            .parse()
            .map_err(|_| Error::Git { what, why: said })
    }

    /// The tags of a commit, by name.
    pub(crate) fn tags(&self, commit: &str) -> Result<Vec<String>, Error> {
        let said = self.ask(
            "the commit's tags",
            &["tag", "--points-at", commit, "--sort=refname"],
        )?;
        Ok(said.lines().map(str::to_owned).collect())
    }

    /// The nearest tag before a commit, which has `tags` itself.
    pub(crate) fn last_tag(&self, commit: &str, tags: &[String]) -> Result<Option<String>, Error> {
        let without = tags.iter().map(|tag| format!("--exclude={tag}"));
        let mut args: Vec<String> = ["describe", "--tags", "--abbrev=0"]
            .map(str::to_owned)
            .into();
        args.extend(without);
        args.push(commit.to_owned());
        // It fails where there is no tag.
        Ok(self.run(&args)?.ok().map(|said| said.trim().to_owned()))
    }

    /// The commits up to one since a tag, or all; the newest first.
    pub(crate) fn changes(&self, since: Option<&str>, commit: &str) -> Result<Vec<Change>, Error> {
        let range = since.map_or(commit.to_owned(), |tag| {
            format!("refs/tags/{tag}..{commit}")
        });
        let log = [
            "log",
            "--no-show-signature",
            "--no-color",
            "--encoding=UTF-8",
            "--format=%H %s",
            &range,
        ];
        let said = self.ask("the commits", &log)?;
        let changes = said.lines().filter_map(|line| line.split_once(' '));
        let changes = changes.map(|(commit, subject)| Change {
            commit: commit.to_owned(),
            subject: subject.to_owned(),
        });
        Ok(changes.collect())
    }

    /// Whether older commits were left where the repository was cloned from.
    pub(crate) fn is_shallow(&self) -> Result<bool, Error> {
        let said = self.ask(
            "how much of the history is here",
            &["rev-parse", "--is-shallow-repository"],
        )?;
        Ok(said.trim() == "true")
    }

    /// All that a commit has in these folders.
    pub(crate) fn files(&self, commit: &str, folders: &[&str]) -> Result<Vec<Tracked>, Error> {
        let tree = [&["ls-tree", "-r", "-z", commit, "--"], folders].concat();
        let said = self.ask("the commit's files", &tree)?;
        let entries = said.split('\0').filter(|entry| !entry.is_empty());
        let files: Option<Vec<Tracked>> = entries.map(tracked).collect();
        files.ok_or(Error::Git {
            what: "the commit's files",
            why: said.clone(),
        })
    }

    /// All files in these folders that are not tracked, ignored or not.
    pub(crate) fn others(&self, folders: &[&str]) -> Result<Vec<Utf8PathBuf>, Error> {
        let others = [&["ls-files", "--others", "-z", "--"], folders].concat();
        let said = self.ask("which files are not tracked", &others)?;
        let files = said.split('\0').filter(|file| !file.is_empty());
        Ok(files.map(Utf8PathBuf::from).collect())
    }

    fn ask(&self, what: &'static str, args: &[&str]) -> Result<String, Error> {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        self.run(&args)?.map_err(|why| Error::Git { what, why })
    }

    /// What it prints, or else why it fails.
    fn run(&self, args: &[String]) -> Result<Result<String, String>, Error> {
        let invocation = Invocation {
            program: Utf8Path::new("git"),
            dir: self.root,
            args,
            env: self.env,
            log: None,
            limit: None,
        };
        let output = invocation.run(self.cancel)?;
        let is_success = output.exit.is_success();
        let (stdout, stderr) = (output.stdout.join("\n"), output.stderr.join("\n"));
        Ok(if is_success { Ok(stdout) } else { Err(stderr) })
    }
}

/// `100644 blob 5716ca59\tterraform/a.tf`.
fn tracked(entry: &str) -> Option<Tracked> {
    let (about, path) = entry.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, _kind, object) = (about.next()?, about.next()?, about.next()?);
    Some(Tracked {
        mode: mode.to_owned(),
        object: object.to_owned(),
        path: path.into(),
    })
}
