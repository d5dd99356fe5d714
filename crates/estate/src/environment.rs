//! Environments: one file each, `environments/<name>.toml`.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use finding::{Code, Finding, Location, Source, nearest};
use hcl::Value;
use toml_edit::Document;

use crate::drift::{self, ExpectedDrift};
use crate::regions::REGIONS;
use crate::toml_table::{Located, Table};

/// Tags that every environment must give a value to.
const REQUIRED_TAGS: &[&str] = &["project", "owner", "cost-center"];

/// An AWS account, a region and the rules under which systems are deployed there.
#[derive(Clone, Debug)]
pub struct Environment {
    /// `dev`, `sit`, `prod`, …: the file's name without its ending.
    pub name: String,
    /// The file, relative to the repository's root.
    pub file: Utf8PathBuf,
    /// The account's id, twelve digits.
    pub account: String,
    /// The region in which stacks live unless they say otherwise.
    pub region: String,
    /// What must happen before anything is applied.
    pub gate: Gate,
    /// What the environment may cost in a month, in US dollars.
    pub monthly_budget_usd: u32,
    /// Names of the systems that live here.
    pub systems: Vec<String>,
    /// Where the stacks' states are kept.
    pub state: StateSettings,
    /// Tags that everything takes that takes tags.
    pub tags: BTreeMap<String, String>,
    /// What may differ there from what was applied.
    pub drift: Vec<ExpectedDrift>,
    state_location: Location,
    system_locations: Vec<Location>,
}

/// What must happen before a plan is applied; the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Nothing.
    None,
    /// Somebody approves.
    Approval,
    /// Somebody types the environment's name.
    Confirmation,
}

impl Gate {
    const ALL: [Gate; 3] = [Gate::None, Gate::Approval, Gate::Confirmation];

    /// The name that the environment file uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Gate::None => "none",
            Gate::Approval => "approval",
            Gate::Confirmation => "confirmation",
        }
    }
}

/// Where states are kept and how they are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSettings {
    /// The S3 bucket, in the environment's account and region.
    pub bucket: String,
    /// How two runs are kept from writing one state at once.
    pub lock: StateLock,
}

/// How a state is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateLock {
    /// A lock file beside the state (`use_lockfile`, Terraform 1.11 and later).
    File,
    /// A `DynamoDB` table of this name.
    Table(String),
}

impl Environment {
    /// The values that every stack of this environment may take as variables, by name.
    /// They stand in the environment's file once, and so in no tfvars file.
    pub fn variables(&self) -> BTreeMap<String, Value> {
        let tags = self.tags.iter();
        let tags = tags.map(|(key, value)| (key.clone(), Value::from(value.clone())));
        BTreeMap::from([
            ("environment".to_owned(), Value::from(self.name.clone())),
            ("aws_region".to_owned(), Value::from(self.region.clone())),
            (
                "aws_account_id".to_owned(),
                Value::from(self.account.clone()),
            ),
            (
                "state_bucket".to_owned(),
                Value::from(self.state.bucket.clone()),
            ),
            ("state_region".to_owned(), Value::from(self.region.clone())),
            ("tags".to_owned(), Value::Object(tags.collect())),
        ])
    }

    /// Where the state bucket is named.
    pub(crate) fn state_location(&self) -> &Location {
        &self.state_location
    }

    /// Reads one environment file. All faults are reported; with any, there is no environment.
    /// The account is noted all the same, to be held against the others'.
    pub(crate) fn read(
        source: &Source,
        accounts: &mut Vec<Account>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let name = source.path().file_stem().unwrap_or_default().to_owned();
        let mut own = Vec::new();
        let environment = match Document::parse(source.text()) {
            Ok(document) => Self::from_table(&name, source, &document, accounts, &mut own),
            Err(error) => {
                let bytes = error.span().unwrap_or_default();
                own.push(finding::toml_syntax(source, bytes, error.message()));
                None
            }
        };
        let sound = own.is_empty();
        findings.extend(own.into_iter().map(|finding| finding.with_env(&name)));
        environment.filter(|_| sound)
    }

    fn from_table(
        name: &str,
        source: &Source,
        document: &Document<&str>,
        accounts: &mut Vec<Account>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let mut root = Table::root(source, document);
        let account = root.string("account", findings);
        accounts.extend(account.clone().map(|id| Account {
            environment: name.to_owned(),
            id,
        }));
        let region = root.string("region", findings);
        let gate = root.string("gate", findings);
        let budget = root.number("monthly_budget_usd", findings);
        let systems = root.strings("systems", findings);
        let state = root.table("state", findings);
        let tags = root.table("tags", findings);
        let drift = drift::read(&mut root, findings);
        root.finish(findings);

        // Each is looked at whether or not the others are there.
        let account = account.map(|account| check_account(account, findings));
        let region = region.map(|region| check_region(region, findings));
        let gate = gate.and_then(|gate| check_gate(&gate, findings));
        let state = state.and_then(|state| read_state(state, findings));
        let tags = tags.map(|tags| read_tags(tags, findings));
        check_repeated(&systems, findings);
        let (account, (state, state_location)) = (account?.value, state?);
        let (systems, system_locations) =
            systems.into_iter().map(|s| (s.value, s.location)).unzip();
        Some(Self {
            name: name.to_owned(),
            file: source.path().to_owned(),
            account,
            region: region?.value,
            gate: gate?,
            monthly_budget_usd: budget?.value,
            systems,
            state,
            tags: tags?,
            drift,
            state_location,
            system_locations,
        })
    }
}

/// The account that an environment's file names, whether the rest of the file is sound or not.
pub(crate) struct Account {
    environment: String,
    id: Located<String>,
}

/// Reports accounts that two environments name.
pub(crate) fn check_accounts(accounts: &[Account], findings: &mut Vec<Finding>) {
    for (at, account) in accounts.iter().enumerate() {
        let mut earlier = accounts[..at].iter();
        if let Some(other) = earlier.find(|other| other.id.value == account.id.value) {
            findings.push(
                Finding::error(
                    Code::EnvironmentDuplicateAccount,
                    format!(
                        "`{}` and `{}` name the same account {}",
                        other.environment, account.environment, account.id.value
                    ),
                )
                .with_env(&account.environment)
                .at(account.id.location.clone())
                .with_related(other.id.location.clone(), "first named here")
                .with_hint("give each environment an account of its own"),
            );
        }
    }
}

/// Faults that only show when all environments, and all systems' names, are known.
pub(crate) fn check_together(
    environments: &[Environment],
    systems: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) {
    for environment in environments {
        let named = environment
            .systems
            .iter()
            .zip(&environment.system_locations);
        for (name, location) in named.filter(|(name, _)| !systems.contains(*name)) {
            let hint = match nearest(name, systems.iter().map(String::as_str)) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("create terraform/{name}/ or take the name out"),
            };
            findings.push(
                Finding::error(
                    Code::EnvironmentUnknownSystem,
                    format!("there is no system `{name}`: terraform/{name}/ has no stack"),
                )
                .with_env(&environment.name)
                .at(location.clone())
                .with_hint(hint),
            );
        }
    }
}

fn check_account(account: Located<String>, findings: &mut Vec<Finding>) -> Located<String> {
    let digits = account.value.bytes().all(|byte| byte.is_ascii_digit());
    if account.value.len() != 12 || !digits {
        findings.push(
            Finding::error(
                Code::EnvironmentAccount,
                format!("`{}` is not an AWS account id", account.value),
            )
            .at(account.location.clone())
            .with_hint("an account id is twelve digits in quotes; leading zeros count"),
        );
    }
    account
}

fn check_region(region: Located<String>, findings: &mut Vec<Finding>) -> Located<String> {
    if !REGIONS.contains(&region.value.as_str()) {
        let hint = match nearest(&region.value, REGIONS.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("regions: {}", REGIONS.join(", ")),
        };
        findings.push(
            Finding::error(
                Code::EnvironmentRegion,
                format!("AWS has no region `{}`", region.value),
            )
            .at(region.location.clone())
            .with_hint(hint),
        );
    }
    region
}

fn check_gate(gate: &Located<String>, findings: &mut Vec<Finding>) -> Option<Gate> {
    let known = Gate::ALL
        .into_iter()
        .find(|known| known.as_str() == gate.value);
    if known.is_none() {
        let names = Gate::ALL.map(Gate::as_str).join(", ");
        findings.push(
            Finding::error(
                Code::EnvironmentValue,
                format!("`{}` is not a gate", gate.value),
            )
            .at(gate.location.clone())
            .with_hint(format!("one of: {names}")),
        );
    }
    known
}

fn check_repeated(systems: &[Located<String>], findings: &mut Vec<Finding>) {
    for (at, system) in systems.iter().enumerate() {
        if systems[..at]
            .iter()
            .any(|other| other.value == system.value)
        {
            findings.push(
                Finding::error(
                    Code::EnvironmentValue,
                    format!("system `{}` is named twice", system.value),
                )
                .at(system.location.clone())
                .with_hint("take it out"),
            );
        }
    }
}

fn read_state(
    mut table: Table<'_>,
    findings: &mut Vec<Finding>,
) -> Option<(StateSettings, Location)> {
    let bucket = table.string("bucket", findings);
    let lock = read_lock(&mut table, findings);
    table.finish(findings);
    let bucket = bucket?;
    let settings = StateSettings {
        bucket: bucket.value,
        lock: lock?,
    };
    Some((settings, bucket.location))
}

/// `lock = "file"`, or `lock = { table = "name" }`.
fn read_lock(state: &mut Table<'_>, findings: &mut Vec<Finding>) -> Option<StateLock> {
    if state.is_table("lock") {
        let mut table = state.table("lock", findings)?;
        let name = table.string("table", findings);
        table.finish(findings);
        return Some(StateLock::Table(name?.value));
    }
    let lock = state.string("lock", findings)?;
    if lock.value != "file" {
        findings.push(
            Finding::error(
                Code::EnvironmentValue,
                format!("`{}` is not a way to lock a state", lock.value),
            )
            .at(lock.location)
            .with_hint("`lock = \"file\"`, or `lock = { table = \"<DynamoDB table>\" }`"),
        );
    }
    Some(StateLock::File)
}

fn read_tags(table: Table<'_>, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let location = table.location();
    let missing = REQUIRED_TAGS.iter().filter(|tag| !table.has(tag));
    for tag in missing {
        findings.push(
            Finding::error(
                Code::EnvironmentMissingKey,
                format!("`tags.{tag}` is missing"),
            )
            .at(location.clone())
            .with_hint(format!(
                "every resource carries the tag `{tag}`: give it a value"
            )),
        );
    }
    let entries = table.entries(findings).into_iter();
    entries.map(|(key, value)| (key, value.value)).collect()
}
