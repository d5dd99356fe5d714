//! Whose AWS account the credentials of the caller belong to.
//!
//! Terraform's own provider asks AWS, so the credentials are looked for in the same places, and in
//! the same order, as at a deployment; and no AWS SDK has to be built before the first command.

use std::collections::BTreeMap;
use std::path::PathBuf;

use camino::Utf8Path;
use terraform::{Cancel, Diagnostic, PlanMode, PlanOptions, Ready};

use crate::Examination;
use crate::row::{Group, Row, Status};

/// Any of these says that there are credentials to look for.
const VARIABLES: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The row on credentials.
pub(crate) fn row(examination: &Examination<'_>, ready: &Ready, cancel: &Cancel) -> Row {
    if !are_configured() {
        return none();
    }
    let Some(version) = ready.locked_version("hashicorp", "aws") else {
        return skipped("no stack uses the AWS provider, which would ask AWS");
    };
    match ask(examination, ready, &version.to_string(), cancel) {
        Ok(account) => judge(examination, &account),
        // A configuration file may be there and name none.
        Err(why) if why.starts_with("No valid credential sources") => none(),
        Err(why) => Row {
            found: format!("AWS does not tell whose they are: {why}"),
            fix: Some(
                "log in again, for example `aws sso login`; check AWS_PROFILE and the network"
                    .to_owned(),
            ),
            ..blank(Status::Failed)
        },
    }
}

/// What is said where there are none.
pub(crate) const NONE: &str = "no AWS credentials are set";

fn none() -> Row {
    skipped(&format!("{NONE}; they are only needed to deploy"))
}

/// A row that says why nobody looked.
pub(crate) fn skipped(why: &str) -> Row {
    Row {
        found: why.to_owned(),
        ..blank(Status::Skipped)
    }
}

fn blank(status: Status) -> Row {
    Row {
        group: Group::Credentials,
        check: "account".to_owned(),
        status,
        found: String::new(),
        needed: String::new(),
        fix: None,
    }
}

fn are_configured() -> bool {
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let file = |variable: &str, usual: &str| {
        let home = || std::env::home_dir().map(|home| home.join(".aws").join(usual));
        std::env::var_os(variable).map(PathBuf::from).or_else(home)
    };
    let files = [
        file("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
        file("AWS_CONFIG_FILE", "config"),
    ];
    VARIABLES.iter().any(is_set) || files.into_iter().flatten().any(|file| file.is_file())
}

fn judge(examination: &Examination<'_>, account: &str) -> Row {
    let environments = &examination.estate.environments;
    let is_named = |name: &str| examination.env.is_none_or(|env| env == name);
    let wanted = environments
        .iter()
        .filter(|environment| is_named(&environment.name));
    let wanted: Vec<String> = wanted
        .map(|it| format!("{} ({})", it.account, it.name))
        .collect();
    // Environments may share an account.
    let owners = environments
        .iter()
        .filter(|environment| environment.account == account);
    let owners: Vec<&str> = owners
        .map(|environment| environment.name.as_str())
        .collect();
    let is_wanted = owners.iter().any(|name| is_named(name));
    let of = if owners.is_empty() {
        "of no environment".to_owned()
    } else {
        owners.join(", ")
    };
    let fix = "export AWS_PROFILE=<a profile of the account needed>";
    Row {
        found: format!("account {account}, {of}"),
        needed: format!("account {}", wanted.join(" or ")),
        fix: (!is_wanted).then(|| fix.to_owned()),
        ..blank(if is_wanted {
            Status::Ok
        } else {
            Status::Failed
        })
    }
}

/// The account that AWS says the credentials belong to.
fn ask(
    examination: &Examination<'_>,
    ready: &Ready,
    provider_version: &str,
    cancel: &Cancel,
) -> Result<String, String> {
    let dir = examination.work_dir.join("account");
    let log = examination.work_dir.join("account.log");
    let regions = examination
        .estate
        .environments
        .iter()
        .map(|e| e.region.as_str());
    let text = question(
        provider_version,
        regions.clone().next().unwrap_or("us-east-1"),
    );
    std::fs::create_dir_all(&dir)
        .and_then(|()| std::fs::write(dir.join("main.tf"), text))
        .map_err(|error| format!("cannot write to {dir}: {error}"))?;
    let runner = ready.runner(cancel.clone());
    let env = terraform::Environment::Ambient;
    let failed = |error: terraform::CommandError| error.to_string();
    let init = runner.init(&dir, &log, &env).map_err(failed)?;
    if !init.ok {
        return Err(first_error(&init.diagnostics, &log));
    }
    let out = dir.join("account.tfplan");
    let options = PlanOptions {
        var_files: Vec::new(),
        out: Some(out.clone()),
        has_state: false,
        mode: PlanMode::Normal,
        simulated: None,
        env: env.clone(),
        imports: BTreeMap::new(),
    };
    let plan = runner.plan(&dir, &options, &log).map_err(failed)?;
    if !plan.ok {
        return Err(first_error(&plan.diagnostics, &log));
    }
    let show = ["show", "-json", out.as_str()];
    let shown = runner.command(&dir, &show, &log, &env).map_err(failed)?;
    let shown: serde_json::Value =
        serde_json::from_str(&shown.stdout.join("\n")).map_err(|error| error.to_string())?;
    let account = &shown["planned_values"]["outputs"]["account"]["value"];
    let account = account
        .as_str()
        .ok_or_else(|| "AWS named no account".to_owned())?;
    Ok(account.to_owned())
}

fn question(provider_version: &str, region: &str) -> String {
    format!(
        r#"# Written by `cargo xtask doctor`, to ask AWS whose credentials these are.
terraform {{
  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = "{provider_version}"
    }}
  }}
}}

provider "aws" {{
  region      = "{region}"
  max_retries = 1
}}

data "aws_caller_identity" "current" {{}}

output "account" {{
  value = data.aws_caller_identity.current.account_id
}}
"#
    )
}

fn first_error(diagnostics: &[Diagnostic], log: &Utf8Path) -> String {
    match diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
        Some(error) => {
            let detail = error
                .detail
                .lines()
                .map(str::trim)
                .find(|line| !line.is_empty());
            format!("{} {}", error.summary, detail.unwrap_or_default())
                .trim_end()
                .to_owned()
        }
        None => format!("terraform failed; see {log}"),
    }
}
