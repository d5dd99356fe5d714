//! What no log and no report of this process may hold.

use std::sync::LazyLock;

use estate::Estate;
use process::Secrets;

/// All that is known by now. Terraform tells of more as a run goes on.
static KNOWN: LazyLock<Secrets> = LazyLock::new(|| {
    let secrets = Secrets::default();
    let variables = std::env::vars_os().filter(|(name, _)| is_secret(&name.to_string_lossy()));
    secrets.add(variables.map(|(_, value)| value.to_string_lossy().into_owned()));
    secrets
});

/// The secrets of this process.
pub(crate) fn known() -> &'static Secrets {
    &KNOWN
}

/// Takes note of the values of the variables that are declared as sensitive: in tfvars files, as defaults, and in this
/// process's environment.
pub(crate) fn note(estate: &Estate) {
    for stack in &estate.stacks {
        let names = stack.sensitive_variables();
        let given = names.filter_map(|name| std::env::var(format!("TF_VAR_{name}")).ok());
        known().add(given.chain(stack.sensitive_values()));
    }
}

/// Whether a variable of the environment holds a secret, by its name, and not the path of one.
fn is_secret(name: &str) -> bool {
    let words = ["SECRET", "TOKEN", "PASSWORD", "XTASK_PLAN_KEY"];
    let places = ["_FILE", "_PATH", "_URL", "_URI"];
    let has = |word: &&str| name.to_ascii_uppercase().contains(word);
    words.iter().any(has) && !places.iter().any(|place| name.ends_with(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for name in [
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "TF_TOKEN_example_com",
            "XTASK_PLAN_KEY",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "AWS_ACCESS_KEY_ID",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            "PATH",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
