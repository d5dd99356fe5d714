//! Where states are: a stack's own, and the one that a consumer asks for.

use std::collections::BTreeMap;
use std::fmt;

use camino::Utf8Path;
use finding::{Code, Finding, Location};
use hcl::Value;
use hcl_edit::expr::{Expression, ObjectKey};

use crate::environment::Environment;
use crate::evaluate::{Scope, Unknown, Values};
use crate::module::{Backend, Module, RemoteState, normalize};

/// The place of one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateAddress {
    /// An object in S3.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// The object's key.
        key: String,
        /// The bucket's region, where it is named.
        region: Option<String>,
    },
    /// A file on the machine that runs Terraform.
    Local {
        /// The file's path, relative to the repository's root.
        path: String,
    },
}

impl StateAddress {
    /// Whether both mean the same state. Bucket names are global, so regions do not count.
    pub fn is_same(&self, other: &Self) -> bool {
        self.place() == other.place()
    }

    /// The bucket (none for a file) and the key or path.
    pub(crate) fn place(&self) -> (Option<&str>, &str) {
        match self {
            StateAddress::S3 { bucket, key, .. } => (Some(bucket), key),
            StateAddress::Local { path } => (None, path),
        }
    }
}

impl fmt::Display for StateAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StateAddress::S3 { bucket, key, .. } => write!(f, "s3://{bucket}/{key}"),
            StateAddress::Local { path } => f.write_str(path),
        }
    }
}

/// The address under which a stack keeps its state in an environment.
pub(crate) fn own(module: &Module, environment: &Environment) -> Result<StateAddress, Finding> {
    let Some(backend) = &module.backend else {
        return Err(Finding::error(
            Code::BackendMissing,
            format!(
                "`{}` has no backend, so its state would stay on one laptop",
                module.dir
            ),
        )
        .at(module.settings_location())
        .with_hint("add `backend \"s3\" { key = \"<system>/<stack>/terraform.tfstate\" }`"));
    };
    let text = |key: &str| literal(backend, key);
    match backend.kind.as_str() {
        "s3" => Ok(StateAddress::S3 {
            bucket: text("bucket")?.unwrap_or_else(|| environment.state.bucket.clone()),
            key: text("key")?.ok_or_else(|| {
                unresolved("the backend names no key", backend.location.clone())
                    .with_hint("add `key = \"<system>/<stack>/terraform.tfstate\"`")
            })?,
            region: Some(text("region")?.unwrap_or_else(|| environment.region.clone())),
        }),
        "local" => {
            let path = text("path")?.unwrap_or_else(|| "terraform.tfstate".to_owned());
            Ok(local(&module.dir, &path))
        }
        kind => {
            let message = format!("backend \"{kind}\" is not one that this project reads");
            let hint = "use `backend \"s3\"`, or `backend \"local\"` for a bootstrap stack";
            Err(unresolved(message, backend.location.clone()).with_hint(hint))
        }
    }
}

/// Where the key of a stack's own state is written.
pub(crate) fn own_location(module: &Module) -> Location {
    let Some(backend) = &module.backend else {
        return Location::file(&module.dir);
    };
    let key = backend
        .attributes
        .get("key")
        .or(backend.attributes.get("path"));
    key.map_or(&backend.location, |(_, location)| location)
        .clone()
}

/// Where a stack names the bucket of its own state, if it does.
pub(crate) fn own_bucket(module: &Module) -> Option<Location> {
    let backend = module.backend.as_ref()?;
    let (_, location) = backend.attributes.get("bucket")?;
    Some(location.clone())
}

/// A state in a file, named from the folder in which Terraform runs.
fn local(dir: &Utf8Path, path: &str) -> StateAddress {
    let path = dir.join(path);
    let path = normalize(&path).unwrap_or(path).into_string();
    StateAddress::Local { path }
}

/// The address that a `terraform_remote_state` block asks for. `Err(None)` when it hangs on a file
/// that could not be read.
pub(crate) fn wanted(
    block: &RemoteState,
    scope: &Scope<'_>,
) -> Result<StateAddress, Option<Finding>> {
    let at = |why: String| {
        let message = format!("cannot tell which state `{}` reads: {why}", block.name);
        Some(unresolved(message, block.location.clone()).with_hint(
            "name it by literals, locals, or variables with a default or a value in tfvars",
        ))
    };
    let unknown = |unknown: Unknown| match unknown {
        Unknown::Unread => None,
        Unknown::Because(why) => at(why),
    };
    check_workspace(block, scope)?;
    let backend = block.backend.as_ref();
    let backend = backend.ok_or_else(|| at("no backend".to_owned()))?;
    let kind = as_text(&scope.evaluate(backend).map_err(unknown)?);
    let config = config(block, scope);
    let needed = |key: &str| match config.get(key) {
        Some(value) => value.as_ref().map(as_text).map_err(|e| unknown(e.clone())),
        None => Err(at(format!("no `{key}` in its config"))),
    };
    // Terraform may take the region from anywhere; where it is not known it is not compared.
    let region = config.get("region").and_then(|region| region.as_ref().ok());
    match kind.as_str() {
        "s3" => Ok(StateAddress::S3 {
            bucket: needed("bucket")?,
            key: needed("key")?,
            region: region.map(as_text),
        }),
        "local" => Ok(local(scope.root_dir(), &needed("path")?)),
        kind => Err(at(format!(
            "backend \"{kind}\" is not one that this project reads"
        ))),
    }
}

/// A state of another workspace than the default is one that no stack here keeps.
fn check_workspace(block: &RemoteState, scope: &Scope<'_>) -> Result<(), Option<Finding>> {
    let Some((workspace, location)) = &block.workspace else {
        return Ok(());
    };
    match scope.evaluate(workspace) {
        Ok(Value::Null) => Ok(()),
        Ok(Value::String(name)) if name == "default" => Ok(()),
        Err(Unknown::Unread) => Err(None),
        _ => {
            let message = format!(
                "`{}` names a workspace, which are not used here",
                block.name
            );
            let finding = unresolved(message, location.clone());
            let hint = "take it out: each environment has a state bucket of its own";
            Err(Some(finding.with_hint(hint)))
        }
    }
}

/// The entries of `config`. One that cannot be known does not spoil the others.
fn config(block: &RemoteState, scope: &Scope<'_>) -> Values {
    let Some((expression, _)) = &block.config else {
        return BTreeMap::new();
    };
    if let Expression::Object(object) = expression {
        let entries = object.iter().filter_map(|(key, value)| {
            let key = match key {
                ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                ObjectKey::Expression(expression) => expression.as_str()?.to_owned(),
            };
            Some((key, scope.evaluate(value.expr())))
        });
        return entries.collect();
    }
    match scope.evaluate(expression) {
        Ok(Value::Object(map)) => map.into_iter().map(|(k, v)| (k, Ok(v))).collect(),
        Ok(_) => BTreeMap::new(),
        Err(why) => ["bucket", "key", "path"]
            .map(|key| (key.to_owned(), Err(why.clone())))
            .into(),
    }
}

/// A backend's attribute, which Terraform wants to be a constant.
fn literal(backend: &Backend, key: &str) -> Result<Option<String>, Finding> {
    let Some((expression, location)) = backend.attributes.get(key) else {
        return Ok(None);
    };
    match expression.as_str() {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(unresolved(
            format!("the backend's `{key}` is not a plain string"),
            location.clone(),
        )
        .with_hint("Terraform takes only constants here")),
    }
}

fn unresolved(message: impl Into<String>, location: Location) -> Finding {
    Finding::error(Code::StateUnresolved, message).at(location)
}

/// A value as Terraform would put it into a string.
fn as_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
