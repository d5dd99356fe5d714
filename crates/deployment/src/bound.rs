//! What the plans of a run hang on.

use std::collections::BTreeMap;

use artifact::Commit;
use finding::{Code, Finding, Location};
use process::Cancel;
use run::lock;
use terraform::LockFile;

use crate::bundle::{self, Bound, sha256};
use crate::context::{Context, Start, interrupted};
use crate::{Options, Report};

/// Looks at all of it. What cannot be told is noted in the report, and then there is none.
pub(crate) fn now(context: &Context<'_>, start: &Start<'_>, report: &mut Report) -> Option<Bound> {
    let options = context.options;
    let environment = options.environment;
    let dirty = is_dirty(context, start, report)?;
    let lock_files = lock_files(context, report)?;
    let ready = &start.ground.ready;
    let providers = ready.locked.iter();
    let providers = providers.map(|it| (it.address.to_string(), it.version.to_string()));
    let artifacts = lock(&context.artifacts);
    let artifacts = artifacts.iter();
    Some(Bound {
        environment: environment.name.clone(),
        account: environment.account.clone(),
        region: environment.region.clone(),
        aws: options.aws.as_str().to_owned(),
        commit: start.commit.id.clone(),
        dirty,
        terraform: ready.binary.version.to_string(),
        providers: providers.collect(),
        lock_files,
        release: options.release.map(|release| release.sha256.clone()),
        artifacts: artifacts
            .map(|(name, artifact)| (name.clone(), artifact.source_code_hash.clone()))
            .collect(),
    })
}

/// Whether files differ from the commit that they were copied from, or did then: what was copied is what is meant.
pub(crate) fn is_dirty(
    context: &Context<'_>,
    start: &Start<'_>,
    report: &mut Report,
) -> Option<bool> {
    let then = &start.commit;
    let now = commit(context.options, context.site.cancel, report)?;
    let is_clean = now.dirty == Some(false) && then.dirty != Some(true) && now.id == then.id;
    Some(!is_clean)
}

/// Whether the files are those of a commit, as it has to be for what is reviewed. Those of a release are.
pub(crate) fn is_committed(
    options: &Options<'_>,
    commit: &Commit,
    cancel: &Cancel,
    report: &mut Report,
) -> bool {
    if options.release.is_some() {
        return true;
    }
    let id = commit.id.as_ref().filter(|_| commit.dirty == Some(false));
    let Some(id) = id else {
        report.findings.push(bundle::dirty(options.environment));
        return false;
    };
    let env = process::inherited_environment();
    let differences = match release::differences(options.root, id, &env, cancel) {
        Ok(differences) => differences,
        Err(_) if cancel.is_requested() => return false,
        Err(error) => vec![Finding::error(Code::ToolMissing, error.to_string())],
    };
    let is_committed = differences.is_empty();
    let refused = differences.into_iter().map(|it| Finding {
        code: Code::GateRefused,
        ..it.with_env(&options.environment.name)
    });
    report.findings.extend(refused);
    is_committed
}

/// The commit of the repository, as git tells it now, or that of the release.
pub(crate) fn commit(
    options: &Options<'_>,
    cancel: &Cancel,
    report: &mut Report,
) -> Option<Commit> {
    if let Some(release) = options.release {
        return Some(Commit {
            id: Some(release.form.commit.clone()),
            dirty: Some(false),
            note: None,
        });
    }
    let env = process::inherited_environment();
    match artifact::commit(options.root, &env, cancel) {
        Ok(commit) => Some(commit),
        Err(_) if cancel.is_requested() => {
            interrupted(report);
            None
        }
        Err(error) => {
            let finding = Finding::error(Code::ToolMissing, error.to_string());
            report
                .findings
                .push(finding.with_hint("git has to run here"));
            None
        }
    }
}

fn lock_files(context: &Context<'_>, report: &mut Report) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for stack in &context.order.stacks {
        let file = LockFile::path_in(&stack.dir);
        match sha256(&context.options.estate.root.join(&file)) {
            Ok(hash) => {
                all.insert(stack.address.to_string(), hash);
            }
            Err(error) => {
                let message = format!("cannot read `{file}`: {error}");
                let finding = Finding::error(Code::UnreadableFile, message);
                report.findings.push(finding.at(Location::file(file)));
                return None;
            }
        }
    }
    Some(all)
}
