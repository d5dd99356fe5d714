//! The environment variables that children get to see.

use std::collections::BTreeMap;
use std::ffi::OsString;

use camino::Utf8Path;

/// All that the emulator, and with it each Lambda, inherits. Everything else would change what it
/// does in ways that a run must not hang on: proxies, keys, settings of ministack's own.
const KEPT: [&str; 6] = [
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    // Some Pythons find their own library by it.
    "LD_LIBRARY_PATH",
];

/// Set for every emulator.
const FIXED: [(&str, &str); 9] = [
    ("BIND_HOST", "127.0.0.1"),
    ("MINISTACK_HOST", "localhost"),
    // Lambdas as processes of this machine.
    ("LAMBDA_EXECUTOR", "local"),
    // Not this machine's Docker: at its start and end it would clear away all containers that it
    // takes for its own.
    ("DOCKER_HOST", "unix:///nonexistent"),
    // It would listen on fixed ports for these.
    ("IOT_MTLS_ENABLED", "0"),
    ("SFTP_ENABLED", "0"),
    // State is kept in memory.
    ("PERSIST_STATE", "0"),
    ("S3_PERSIST", "0"),
    // Each line reaches the log when it is written.
    ("PYTHONUNBUFFERED", "1"),
];

/// What tells one emulator from another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Particulars<'a> {
    pub(crate) port: u16,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    /// Comes back in its answer to the question how it is.
    pub(crate) token: &'a str,
    /// Where it, and each Lambda, leaves files; their home too, since no Lambda has one.
    pub(crate) temp_dir: &'a Utf8Path,
}

/// The whole environment of an emulator, made from the one inherited.
pub(crate) fn emulator(
    inherited: impl IntoIterator<Item = (OsString, OsString)>,
    particulars: &Particulars<'_>,
) -> BTreeMap<OsString, OsString> {
    let kept = inherited
        .into_iter()
        .filter(|(name, _)| KEPT.iter().any(|kept| name == kept));
    let mut out: BTreeMap<OsString, OsString> = kept.collect();
    let mut set = |name: &str, value: &str| out.insert(name.into(), value.into());
    for (name, value) in FIXED {
        set(name, value);
    }
    let port = particulars.port.to_string();
    // Lambdas inherit it: without it they would call AWS.
    set("AWS_ENDPOINT_URL", &format!("http://127.0.0.1:{port}"));
    set("GATEWAY_PORT", &port);
    set("MINISTACK_REGION", particulars.region);
    set("MINISTACK_ACCOUNT_ID", particulars.account);
    set("MINISTACK_EDITION", particulars.token);
    let temp_dir = particulars.temp_dir;
    for name in ["TMPDIR", "HOME"] {
        set(name, temp_dir.as_str());
    }
    set("S3_DATA_DIR", temp_dir.join("s3").as_str());
    set("STATE_DIR", temp_dir.join("state").as_str());
    out
}

/// Settings of pip that would make it install something else, or elsewhere. How it reaches an
/// index stays the user's business.
const PIP: [&str; 12] = [
    "PIP_BREAK_SYSTEM_PACKAGES",
    "PIP_CONSTRAINT",
    "PIP_DRY_RUN",
    "PIP_IGNORE_INSTALLED",
    "PIP_NO_BINARY",
    "PIP_ONLY_BINARY",
    "PIP_PREFIX",
    "PIP_QUIET",
    "PIP_REQUIREMENT",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
];

/// Whether Python and pip, at the installation, may see a variable.
pub(crate) fn installer_keeps(name: &str) -> bool {
    let python = name.starts_with("PYTHON") || name == "VIRTUAL_ENV";
    !python && name != "__PYVENV_LAUNCHER__" && !PIP.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_emulator_sees_nothing_that_is_not_on_the_list() {
        let inherited = [
            "PATH",
            "HOME",
            "TMPDIR",
            "AWS_PROFILE",
            "AWS_ENDPOINT_URL",
            "HTTPS_PROXY",
            "http_proxy",
            "PYTHONPATH",
            "PERSIST_STATE",
            "MINISTACK_VERSION",
            "SERVICES",
            "USE_SSL",
        ];
        let particulars = Particulars {
            port: 4567,
            region: "eu-west-1",
            account: "123456789012",
            token: "t",
            temp_dir: Utf8Path::new("/x/tmp"),
        };
        let inherited = inherited.map(|name| (name.into(), "inherited".into()));
        let child = emulator(inherited, &particulars);
        let from_outside: Vec<&OsString> = child
            .iter()
            .filter(|(_, value)| *value == "inherited")
            .map(|(name, _)| name)
            .collect();
        assert_eq!(from_outside, ["PATH"]);
        for (name, value) in [
            ("BIND_HOST", "127.0.0.1"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:4567"),
            ("GATEWAY_PORT", "4567"),
            ("MINISTACK_REGION", "eu-west-1"),
            ("MINISTACK_ACCOUNT_ID", "123456789012"),
            ("LAMBDA_EXECUTOR", "local"),
            ("PERSIST_STATE", "0"),
            ("HOME", "/x/tmp"),
            ("TMPDIR", "/x/tmp"),
        ] {
            let found = child.get(&OsString::from(name));
            assert_eq!(found, Some(&OsString::from(value)), "{name}");
        }
    }

    #[test]
    fn pip_keeps_its_way_to_an_index_and_nothing_else() {
        for (name, kept) in [
            ("PATH", true),
            ("HTTPS_PROXY", true),
            ("PIP_INDEX_URL", true),
            ("PIP_CERT", true),
            ("PIP_FIND_LINKS", true),
            ("PIP_TARGET", false),
            ("PIP_USER", false),
            ("PYTHONPATH", false),
            ("PYTHONHOME", false),
            ("VIRTUAL_ENV", false),
        ] {
            assert_eq!(installer_keeps(name), kept, "{name}");
        }
    }
}
