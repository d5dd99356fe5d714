//! The road of a build.

use std::thread::available_parallelism;

use camino::{Utf8Path, Utf8PathBuf};
use finding::Finding;
use process::Cancel;
use schedule::Graph;

use crate::commit::Commit;
use crate::compile::{Compilation, Compiled};
use crate::host::Host;
use crate::lambdas::{Lambda, Workspace};
use crate::manifest::{Artifact, Manifest};
use crate::pack::Packed;
use crate::store::{Store, place};
use crate::toolchain::Toolchain;
use crate::{Error, Event, Observer, Options, Report, config, executable, flags, pack, paths};

/// Builds Lambdas. When anything is wrong, the findings of the report say so, and the zips and the
/// manifest of earlier builds stay as they were.
pub fn build(
    options: &Options<'_>,
    cancel: &Cancel,
    observer: Observer<'_>,
) -> Result<Report, Error> {
    let host = Host::new(options, cancel);
    let workspace = Workspace::read(&host)?;
    let selected = workspace.select(options.names)?;
    let toolchain = Toolchain::read(&host, options.architecture)?;
    let mut report = start(options, &toolchain, Commit::read(&host)?);
    report.findings = workspace.duplicates();
    if !selected.is_empty() {
        report.findings.extend(toolchain.missing(&host, options)?);
    }
    if report.is_ok() {
        let build = Build {
            options,
            host,
            workspace: &workspace,
            toolchain: &toolchain,
            observer,
        };
        build.run(&selected, &mut report)?;
    }
    Ok(report)
}

/// A report of a build that has made nothing yet.
fn start(options: &Options<'_>, toolchain: &Toolchain, commit: Commit) -> Report {
    let mut manifest = Manifest::new(options.profile, options.architecture);
    manifest.commit = commit.id;
    manifest.dirty = commit.dirty;
    manifest.rustc.clone_from(&toolchain.rustc);
    Report {
        manifest,
        built: Vec::new(),
        findings: Vec::new(),
        notes: commit.note.into_iter().collect(),
        diagnostics: String::new(),
    }
}

/// A build for which everything is there.
struct Build<'a> {
    options: &'a Options<'a>,
    host: Host<'a>,
    workspace: &'a Workspace,
    toolchain: &'a Toolchain,
    observer: Observer<'a>,
}

/// One Lambda, packed or not, and what was found.
type Packing = Result<(Option<(Artifact, Packed)>, Vec<Finding>), Error>;

impl Build<'_> {
    fn run(&self, selected: &[&Lambda], report: &mut Report) -> Result<(), Error> {
        let mut packed = Vec::new();
        if !selected.is_empty() {
            report.notes.extend(self.notes());
            let compiled = self.compile(selected)?;
            self.look_again(&mut report.manifest)?;
            report.diagnostics = compiled.diagnostics;
            report.findings.extend(compiled.finding);
            if !report.is_ok() {
                return Ok(());
            }
            let work: Vec<_> = selected
                .iter()
                .filter_map(|lambda| Some((*lambda, compiled.executables.get(&lambda.name)?)))
                .collect();
            packed = self.pack(&work, report)?;
        }
        if self.host.cancel.is_requested() {
            return Err(Error::Interrupted);
        }
        if report.is_ok() {
            let built = packed.iter().map(|(artifact, _)| artifact.name.clone());
            report.built = built.collect();
            let store = Store::new(self.options);
            store.publish(&mut report.manifest, self.workspace, packed)?;
        }
        Ok(())
    }

    fn compile(&self, selected: &[&Lambda]) -> Result<Compiled, Error> {
        let log = self.options.work_dir.join("logs/cargo.log");
        let names: Vec<String> = selected.iter().map(|it| it.name.clone()).collect();
        (self.observer)(Event::Compiling {
            lambdas: &names,
            log: &log,
        });
        let renamed = paths::renamed(self.workspace, self.toolchain, &self.host);
        let env = flags::environment(&self.host, self.options, &renamed);
        let host = Host {
            env: &env,
            ..self.host
        };
        let compilation = Compilation {
            host,
            workspace: self.workspace,
            selected,
            options: self.options,
            builder: self.toolchain.builder(self.options),
            log: &log,
        };
        compilation.run(self.observer)
    }

    /// A file that changes while the compiler reads the others is of no commit.
    fn look_again(&self, manifest: &mut Manifest) -> Result<(), Error> {
        let now = Commit::read(&self.host)?;
        let is_same = now.id == manifest.commit && now.dirty == manifest.dirty;
        if manifest.commit.is_some() && !is_same {
            manifest.dirty = Some(true);
        }
        Ok(())
    }

    /// What whoever builds has set is theirs to set, and makes other bytes.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let flags = config::rustflags(&self.host, self.options.architecture.target());
        if !flags.is_empty() {
            notes.push(format!(
                "the compiler is also given `{}`, as the environment or cargo's configuration \
                 says; without that the zips have other bytes",
                flags.join(" ")
            ));
        }
        if let Some(wrapper) = config::wrapper(&self.host) {
            notes.push(format!(
                "the compiler is run by `{wrapper}`, as the environment or cargo's configuration \
                 says; without that the zips may have other bytes"
            ));
        }
        if config::has_profiles(&self.host) {
            let note = "cargo's configuration has profiles, which go before those of Cargo.toml; \
                        without them the zips may have other bytes";
            notes.push(note.to_owned());
        }
        notes
    }

    /// Packs executables, as many at a time as there are cores.
    fn pack(
        &self,
        work: &[(&Lambda, &Utf8PathBuf)],
        report: &mut Report,
    ) -> Result<Vec<(Artifact, Packed)>, Error> {
        (self.observer)(Event::Packing);
        let dir = zips(self.options);
        std::fs::create_dir_all(&dir).map_err(Error::unwritable(&dir))?;
        let mut graph = Graph::default();
        for _ in work {
            graph.add([]);
        }
        let jobs = available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
        let manifest = report.manifest.clone();
        let is_stopped = || self.host.cancel.is_requested();
        let results = schedule::run(&graph, jobs, is_stopped, |step| {
            let (lambda, executable) = work[step];
            pack_one(lambda, executable, &manifest, self.options)
        });
        let mut packed = Vec::new();
        for result in results.into_iter().flatten() {
            let (zip, findings) = result?;
            packed.extend(zip);
            report.findings.extend(findings);
        }
        Ok(packed)
    }
}

/// Looks at an executable and packs it.
fn pack_one(
    lambda: &Lambda,
    executable: &Utf8Path,
    manifest: &Manifest,
    options: &Options<'_>,
) -> Packing {
    let (name, profile) = (&lambda.name, manifest.profile);
    let dir = &zips(options);
    let bytes = std::fs::read(executable).map_err(Error::unreadable(executable))?;
    if let Some(finding) = executable::check(name, &bytes, manifest.architecture, profile) {
        return Ok((None, vec![finding]));
    }
    let zip = pack::zip(&bytes, profile);
    let packed = zip.and_then(|zip| pack::stage(dir, name, &zip));
    let packed = packed.map_err(Error::unwritable(dir))?;
    let artifact = Artifact {
        name: name.clone(),
        system: lambda.system.clone(),
        package: lambda.package.clone(),
        version: lambda.version.clone(),
        architecture: manifest.architecture,
        profile,
        commit: manifest.commit.clone(),
        dirty: manifest.dirty,
        size: packed.size,
        executable_size: bytes.len() as u64,
        sha256: packed.sha256.hex(),
        sha256_base64: packed.sha256.base64(),
        zip: place(options, name),
    };
    let findings = pack::check(name, packed.size, profile)
        .into_iter()
        .collect();
    Ok((Some((artifact, packed)), findings))
}

/// Where zips wait until all of them are there.
fn zips(options: &Options<'_>) -> Utf8PathBuf {
    options.work_dir.join("zips")
}
