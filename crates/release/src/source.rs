//! The commit that a release is made from.

use artifact::{Architecture, Commit, Manifest};
use finding::{Code, Finding};
use jiff::Timestamp;

use crate::contents::{Content, Contents, entries};
use crate::crates::Question;
use crate::form::{Form, MANIFEST, VERSION};
use crate::git::{Git, Tracked};
use crate::package::{Options, Packaged, folder};
use crate::{Error, changelog, requirement, sbom, tree};

/// What a release is made from.
pub(crate) struct Source {
    pub(crate) commit: String,
    /// In UTC.
    time: String,
    /// The first of its tags.
    tag: Option<String>,
    /// All of them.
    tags: Vec<String>,
    /// Terraform and environments.
    files: Contents,
}

impl Source {
    /// Looks at the commit. What makes a release impossible is added to the findings.
    pub(crate) fn read(git: &Git<'_>, packaged: &mut Packaged) -> Result<Option<Self>, Error> {
        let commit = artifact::commit(git.root, git.env, git.cancel)?;
        let Some(id) = clean(commit, &mut packaged.findings) else {
            return Ok(None);
        };
        if git.is_shallow()? {
            let message = "only a part of the history is here, so nobody can tell what has changed since the last tag";
            let hint = "get all of it: git fetch --unshallow --tags (in GitHub: fetch-depth: 0)";
            packaged
                .findings
                .push(Finding::error(Code::ReleaseSource, message).with_hint(hint));
        }
        let tracked: Vec<Tracked> = git.files(&id, &tree::FOLDERS)?;
        let mut files = Contents::new();
        packaged
            .findings
            .extend(tree::add(git.root, &tracked, &mut files));
        if !packaged.findings.is_empty() {
            return Ok(None);
        }
        let time = git.time(&id)?;
        let time = Timestamp::from_second(time).map_err(|error| Error::Git {
            what: "when the commit was made",
            why: error.to_string(),
        })?;
        let tags = git.tags(&id)?;
        Ok(Some(Self {
            time: time.to_string(),
            tag: tags.first().cloned(),
            tags,
            files,
            commit: id,
        }))
    }

    /// `v1.2.0-arm64`, or `0123456789ab-arm64`.
    pub(crate) fn name(&self, architecture: Architecture) -> String {
        let commit: String = self.commit.chars().take(12).collect();
        let of = self
            .tag
            .as_ref()
            .map_or(commit, |tag| tag.replace('/', "-"));
        format!("{of}-{}", architecture.as_str())
    }

    /// What a release with these files says of itself.
    pub(crate) fn form(
        &self,
        architecture: Architecture,
        manifest: &Manifest,
        contents: &Contents,
    ) -> Form {
        Form {
            version: VERSION,
            name: self.name(architecture),
            commit: self.commit.clone(),
            commit_time: self.time.clone(),
            tag: self.tag.clone(),
            architecture,
            rustc: manifest.rustc.clone(),
            terraform: requirement::of(contents),
            files: entries(contents),
        }
    }

    /// All files but those that bind them.
    pub(crate) fn contents(
        &self,
        options: &Options<'_>,
        git: &Git<'_>,
        manifest: &Manifest,
    ) -> Result<Contents, Error> {
        let mut contents = self.files.clone();
        for artifact in &manifest.artifacts {
            let zip = format!("{}.zip", artifact.name);
            let built = options.root.join(folder(options)).join(zip);
            let bytes = std::fs::read(&built).map_err(Error::unreadable(&built))?;
            contents.insert(artifact.zip.clone(), Content::plain(bytes));
        }
        self.add_bills(options, git, manifest, &mut contents)?;
        let text = manifest.text().map_err(unknown)?;
        contents.insert(MANIFEST.into(), Content::plain(text));
        let since = git.last_tag(&self.commit, &self.tags)?;
        let changes = git.changes(since.as_deref(), &self.commit)?;
        let text = changelog::text(since.as_deref(), &changes);
        contents.insert("CHANGELOG.md".into(), Content::plain(text));
        // In a repository a release is none of its files.
        contents.insert(".gitignore".into(), Content::plain("*\n"));
        Ok(contents)
    }

    /// Adds a bill of materials for each Lambda.
    fn add_bills(
        &self,
        options: &Options<'_>,
        git: &Git<'_>,
        manifest: &Manifest,
        contents: &mut Contents,
    ) -> Result<(), Error> {
        if manifest.artifacts.is_empty() {
            return Ok(());
        }
        let packages = manifest.artifacts.iter().map(|it| it.package.as_str());
        let question = Question {
            root: options.root,
            env: options.env,
            packages: packages.collect(),
            target: options.architecture.target(),
        };
        let crates = question.ask(git.cancel)?;
        for artifact in &manifest.artifacts {
            let (name, version) = (&artifact.package, &artifact.version);
            let unnamed = || Error::Crates(format!("it does not name `{name}` {version}"));
            let package = crates.root(name, version).ok_or_else(unnamed)?;
            let text = sbom::text(artifact, package, &crates, &self.time).map_err(unknown)?;
            contents.insert(sbom::path(&artifact.name), Content::plain(text));
        }
        Ok(())
    }
}

fn unknown(error: serde_json::Error) -> Error {
    Error::Crates(error.to_string())
}

/// The commit, if the files are those of one.
fn clean(commit: Commit, findings: &mut Vec<Finding>) -> Option<String> {
    let (message, hint) = match (commit.id, commit.dirty) {
        (Some(id), Some(false)) => return Some(id),
        (Some(_), Some(true)) => (
            "files differ from the commit, or are new: nobody could tell later what the release was made from".to_owned(),
            "look at `git status`; commit, or put it aside (`git stash -u`), and try again",
        ),
        _ => (
            commit.note.unwrap_or_default(),
            "a release is made from a commit: run it in a clone of the repository, with git",
        ),
    };
    findings.push(Finding::error(Code::ReleaseSource, message).with_hint(hint));
    None
}
