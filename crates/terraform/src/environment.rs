//! The environment variables that terraform gets to see.

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::Utf8Path;

/// An address on this machine at which nothing listens (port 1), so that a call there is
/// refused at once and nothing leaves the machine.
const NOWHERE: &str = "http://127.0.0.1:1";

/// The access key where no key is of any use. One for all, so that one provider can serve all.
const NOBODY: &str = "000000000000";

/// What AWS account a terraform process sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    /// None at all: made-up keys, and every call to AWS is refused at once. There is no account to be asked
    /// for, so it is the same for all.
    Offline {
        /// The region.
        region: String,
    },
    /// That of an AWS on this machine.
    Local {
        /// Where it answers. With an address in numbers S3 is asked by path, not by host name.
        endpoint: String,
        /// The account, twelve digits. It is used as access key, which is how the local AWS tells accounts
        /// apart.
        account_id: String,
        /// The region.
        region: String,
    },
    /// The caller's own: all `AWS_*` variables are passed on.
    Ambient,
}

impl Environment {
    /// No account in particular, for commands that ask AWS nothing: `init`, `validate`, `test`.
    pub fn nowhere() -> Self {
        Environment::Offline {
            region: "us-east-1".to_owned(),
        }
    }

    /// The region, if it is known.
    pub(crate) fn region(&self) -> Option<&str> {
        match self {
            Environment::Offline { region } | Environment::Local { region, .. } => Some(region),
            Environment::Ambient => None,
        }
    }

    /// The whole environment of a child, made from the one inherited. Variables that change
    /// what terraform does are left out, whoever set them: a run must not hang on them.
    pub(crate) fn variables(
        &self,
        inherited: impl IntoIterator<Item = (OsString, OsString)>,
        cli_config: Option<&Utf8Path>,
    ) -> BTreeMap<OsString, OsString> {
        let kept = inherited
            .into_iter()
            .filter(|(name, _)| self.keeps(&name.to_string_lossy()));
        let mut out: BTreeMap<OsString, OsString> = kept.collect();
        let mut set = |name: &str, value: &str| out.insert(name.into(), value.into());
        for (name, value) in TERRAFORM {
            set(name, value);
        }
        if let Some(path) = cli_config {
            set("TF_CLI_CONFIG_FILE", path.as_str());
        }
        let (endpoint, account_id, region) = match self {
            Environment::Ambient => return out,
            Environment::Offline { region } => {
                set("AWS_MAX_ATTEMPTS", "1");
                (NOWHERE, NOBODY, region)
            }
            Environment::Local {
                endpoint,
                account_id,
                region,
            } => (endpoint.as_str(), account_id.as_str(), region),
        };
        set("AWS_ENDPOINT_URL", endpoint);
        set("AWS_ACCESS_KEY_ID", account_id);
        set("AWS_REGION", region);
        for (name, value) in MADE_UP {
            set(name, value);
        }
        out
    }

    /// Whether a variable may be passed on.
    fn keeps(&self, name: &str) -> bool {
        // Tokens for private registries are credentials, not behaviour.
        let terraform = name.starts_with("TF_") && !name.starts_with("TF_TOKEN_");
        // One provider process that is configured twice fails on a set AWS_CA_BUNDLE.
        let aws =
            name.starts_with("AWS_") && (self != &Environment::Ambient || name == "AWS_CA_BUNDLE");
        // What decrypts saved plans is nobody's business who runs in one.
        let ours = name == "XTASK_PLAN_KEY";
        !terraform && !aws && !ours && !name.starts_with("CHECKPOINT_")
    }
}

/// Set for every child.
const TERRAFORM: [(&str, &str); 5] = [
    // No call home for newer versions: without a network it waits for the name server.
    ("CHECKPOINT_DISABLE", "1"),
    ("TF_IN_AUTOMATION", "1"),
    ("TF_INPUT", "0"),
    // A registry that cannot be reached is said quickly; one that stutters gets a second try.
    ("TF_REGISTRY_DISCOVERY_RETRY", "1"),
    // Seconds.
    ("TF_REGISTRY_CLIENT_TIMEOUT", "10"),
];

/// Set for all that is not [`Environment::Ambient`].
const MADE_UP: [(&str, &str); 4] = [
    ("AWS_SECRET_ACCESS_KEY", "made-up"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("AWS_CONFIG_FILE", "/dev/null"),
    ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const INHERITED: [&str; 19] = [
        "PATH",
        "HOME",
        "HTTPS_PROXY",
        "TF_TOKEN_example_com",
        "TF_CLI_ARGS",
        "TF_CLI_ARGS_plan",
        "TF_VAR_x",
        "TF_WORKSPACE",
        "TF_DATA_DIR",
        "TF_LOG",
        "TF_LOG_PATH",
        "TF_INPUT",
        "TF_REATTACH_PROVIDERS",
        "TF_PLUGIN_CACHE_DIR",
        "AWS_CA_BUNDLE",
        "AWS_PROFILE",
        "AWS_ENDPOINT_URL_S3",
        "CHECKPOINT_TIMEOUT",
        "XTASK_PLAN_KEY",
    ];

    fn child(environment: &Environment) -> BTreeMap<String, String> {
        let inherited = INHERITED.map(|name| (name.into(), "inherited".into()));
        let all = environment.variables(inherited, Some(Utf8Path::new("/x/terraform.tfrc")));
        let text = |value: OsString| value.into_string().unwrap();
        all.into_iter()
            .map(|(name, value)| (text(name), text(value)))
            .collect()
    }

    fn inherited_by(child: &BTreeMap<String, String>) -> Vec<&str> {
        let inherited = child.iter().filter(|(_, value)| *value == "inherited");
        inherited.map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn offline_sees_no_account_and_no_network() {
        let region = "eu-west-1".to_owned();
        let child = child(&Environment::Offline { region });
        assert_eq!(
            inherited_by(&child),
            ["HOME", "HTTPS_PROXY", "PATH", "TF_TOKEN_example_com"]
        );
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", "000000000000"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("TF_CLI_CONFIG_FILE", "/x/terraform.tfrc"),
            ("TF_INPUT", "0"),
            ("CHECKPOINT_DISABLE", "1"),
        ] {
            assert_eq!(child.get(name).map(String::as_str), Some(value), "{name}");
        }
    }

    #[test]
    fn local_sees_the_local_aws_alone() {
        let child = child(&Environment::Local {
            endpoint: "http://127.0.0.1:4566".to_owned(),
            account_id: "123456789012".to_owned(),
            region: "eu-west-1".to_owned(),
        });
        assert_eq!(
            inherited_by(&child),
            ["HOME", "HTTPS_PROXY", "PATH", "TF_TOKEN_example_com"]
        );
        for (name, value) in [
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
            ("AWS_ACCESS_KEY_ID", "123456789012"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ] {
            assert_eq!(child.get(name).map(String::as_str), Some(value), "{name}");
        }
        // The provider's own patience holds.
        assert_eq!(child.get("AWS_MAX_ATTEMPTS"), None);
    }

    #[test]
    fn ambient_keeps_the_callers_account() {
        let child = child(&Environment::Ambient);
        let kept = [
            "AWS_ENDPOINT_URL_S3",
            "AWS_PROFILE",
            "HOME",
            "HTTPS_PROXY",
            "PATH",
            "TF_TOKEN_example_com",
        ];
        assert_eq!(inherited_by(&child), kept);
        assert_eq!(child.get("AWS_CONFIG_FILE"), None);
    }
}
