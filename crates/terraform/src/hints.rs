//! What to do about the diagnostics that people meet most.
//!
//! The texts that are looked for are Terraform's own, of 1.11. In a version that words them
//! differently the hint is missing, and the message is still there.

use crate::diagnostic::Diagnostic;
use crate::init_failure::InitFailure;

/// What to do about a diagnostic, if that is known; `failure` for those of `init`.
pub(crate) fn hint(diagnostic: &Diagnostic, failure: Option<&InitFailure>) -> Option<String> {
    match failure {
        Some(InitFailure::ProviderUnavailable { .. }) => return Some(UNAVAILABLE.to_owned()),
        Some(InitFailure::ProviderLock { .. }) => return Some(LOCK.to_owned()),
        Some(InitFailure::Other) | None => {}
    }
    let detail = diagnostic.detail.as_str();
    if [detail, &diagnostic.summary]
        .iter()
        .any(|text| text.contains("127.0.0.1:1: connect"))
    {
        return Some(ASKS_AWS.to_owned());
    }
    if detail.contains("S3 bucket \"") && detail.contains("does not exist") {
        return Some(NO_BUCKET.to_owned());
    }
    if EXPIRED
        .iter()
        .any(|it| diagnostic.summary.contains(it) || detail.contains(it))
    {
        return Some(NEW_CREDENTIALS.to_owned());
    }
    if diagnostic.is_in_doubt() {
        return Some(IN_DOUBT.to_owned());
    }
    by_summary(&diagnostic.summary, detail).or_else(|| {
        diagnostic.existing().map(|address| {
            format!("AWS has one that no state knows: take it in with an `import` block (to = {address}), or give this one another name")
        })
    })
}

/// How AWS says that it was asked with credentials that are not valid any more, as each of its protocols names it.
const EXPIRED: [&str; 3] = [
    "ExpiredToken",
    "RequestExpired",
    "security token included in the request is expired",
];

/// Of what was being made when the answer was lost.
const IN_DOUBT: &str = "AWS may have made it all the same: the next deploy takes it in if it has a name of its own; look whether it is there twice if it has none";

const NEW_CREDENTIALS: &str = "the credentials have expired: get new ones and run this again, which goes on from where it stopped";
const UNAVAILABLE: &str = "let the registry be reached, or fill a provider mirror with `terraform providers mirror` and name it; `cargo xtask doctor` shows where providers are looked for";
const LOCK: &str = "if the change is meant, run `terraform init -upgrade` in the stack and commit `.terraform.lock.hcl`; if it only lacks this platform, run `terraform providers lock`";
const ASKS_AWS: &str =
    "this asks AWS, and `verify` runs without an account; pass the value in as a variable";
const NO_BUCKET: &str = "the bucket of the states is made once in an account, before all else: cargo xtask deploy ENV --stack bootstrap/state";
const UNKNOWN_KEYS: &str = "terraform has to know these before it makes anything; take them from variables, literals, or what another stack exports";

/// Of keys and counts that are not known.
const KEYS: [&str; 2] = ["Invalid for_each argument", "Invalid count argument"];

/// Whether a diagnostic is about the number of things, which has to be known for a plan.
pub fn wants_known_keys(diagnostic: &Diagnostic) -> bool {
    KEYS.contains(&diagnostic.summary.as_str())
}

fn by_summary(summary: &str, detail: &str) -> Option<String> {
    let name = || between(detail, "\"", "\"");
    match summary {
        "Value for undeclared variable" => {
            let name = name()?;
            Some(format!(
                "remove `{name}` from the tfvars file, or declare variable \"{name}\" in the stack"
            ))
        }
        "No value for required variable" => {
            let name = name()?;
            Some(format!(
                "set `{name}` in the environment's tfvars file, or give the variable a default"
            ))
        }
        "Failed to read variables file" => {
            Some("create the file, empty if nothing differs".to_owned())
        }
        "Invalid value for input variable" => wanted_type(detail),
        "Incorrect attribute value type" => {
            let wanted = between(detail, "\": ", " required")?;
            Some(format!("give `{}` a {wanted}", name()?))
        }
        "Missing required argument" => Some(format!("add `{} = …` to this block", name()?)),
        "Unsupported argument" | "Unsupported block type" => Some(unsupported(detail, name()?)),
        "Unsupported attribute" => suggestion(detail),
        "Reference to undeclared input variable" => Some(undeclared(detail, name()?)),
        _ if KEYS.contains(&summary) => Some(UNKNOWN_KEYS.to_owned()),
        "Unsupported Terraform Core version" => {
            Some("install a terraform that `required_version` allows, or widen it".to_owned())
        }
        _ => None,
    }
}

/// `… not suitable for var.tags declared at main.tf:18,1-16: map of string required.`
fn wanted_type(detail: &str) -> Option<String> {
    let name = between(detail, "not suitable for var.", " ")?.trim_end_matches(',');
    let (_, reason) = detail.split_once(": ")?;
    // Of a sensitive one is said where its value stands, in a sentence of its own.
    let reason = reason.split(". ").next().unwrap_or(reason);
    let reason = reason.trim_end_matches('.');
    // Without a verb it is a type: `map of string required`, not `attribute "x" is required`.
    let wanted = reason.strip_suffix(" required");
    Some(match wanted.filter(|it| !it.ends_with(" is")) {
        Some(wanted) => format!("`{name}` wants a value of type: {wanted}"),
        None => format!("`{name}` wants another value: {reason}"),
    })
}

/// `An argument named "nme" is not expected here. Did you mean "name"?`
fn unsupported(detail: &str, name: &str) -> String {
    suggestion(detail)
        .unwrap_or_else(|| format!("remove `{name}`: nothing of that name belongs here"))
}

fn undeclared(detail: &str, name: &str) -> String {
    suggestion(detail)
        .unwrap_or_else(|| format!("declare variable \"{name}\" or use one that is declared"))
}

fn suggestion(detail: &str) -> Option<String> {
    let right = between(detail, "Did you mean \"", "\"")?;
    Some(format!("did you mean `{right}`?"))
}

/// What stands between the first `start` and the next `end`.
pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}
