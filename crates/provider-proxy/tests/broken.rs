//! Providers that do not do what providers do.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use process::Cancel;
use provider_proxy::{Client, Locked, PackageError, Proxy, ProxyError, Words};

/// A provider that says where it listens; what it does then is in Python.
fn listening(then: &str) -> String {
    let listens = r#"#!/usr/bin/env python3
import os, socket, sys, time
path = os.path.join(os.environ["TMPDIR"], "plugin-of-a-test-%d" % os.getpid())
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen()
print("1|5|unix|%s|grpc" % path, flush=True)
"#;
    format!("{listens}{then}\n")
}

/// Panics as soon as somebody calls.
const CRASHES: &str = "listener.accept()[0].recv(1)\nsys.exit('panic: out of ideas')";

/// Answers nobody.
const HANGS: &str = "time.sleep(600)";

const SAYS_NO: &str = "#!/bin/sh\necho 'this is a plugin'\necho 'libfoo is missing' >&2\n";

struct Bench {
    _temp: tempfile::TempDir,
    root: Utf8PathBuf,
    cancel: Cancel,
}

impl Bench {
    fn new(provider: &str) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        let bench = Self {
            _temp: temp,
            root,
            cancel: Cancel::new(),
        };
        std::fs::create_dir(bench.package()).unwrap();
        let program = bench.package().join("terraform-provider-odd_v1.0.0");
        // Not written by us: a test beside this one that forks now would keep the file busy.
        let text = bench.root.join("text");
        std::fs::write(&text, provider).unwrap();
        let copy = Command::new("cp").args([&text, &program]).status();
        assert!(copy.unwrap().success());
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        bench
    }

    fn package(&self) -> Utf8PathBuf {
        self.root.join("package")
    }

    /// What comes of opening a session, with the package's own hash or with another one.
    fn session(&self, is_locked: bool) -> ProxyError {
        let proxy = Proxy::new(self.root.join("store"), None).unwrap();
        let mut locked = Locked {
            address: "registry.terraform.io/example/odd".to_owned(),
            package: self.package(),
            hashes: vec!["h1:another".to_owned()],
        };
        let env =
            BTreeMap::from(["PATH"].map(|name| (name.into(), std::env::var_os(name).unwrap())));
        let open = |locked: &Locked| {
            let client = Client {
                locked: std::slice::from_ref(locked),
                words: &Words::default(),
                env: &env,
                dir: &self.root,
                alone: false,
                recorded: &[],
                simulated: None,
                offline: true,
            };
            proxy.session(&client, &self.cancel).unwrap_err()
        };
        match open(&locked) {
            ProxyError::Package(PackageError::Mismatch { hash, .. }) if is_locked => {
                locked.hashes.push(hash);
                open(&locked)
            }
            error => error,
        }
    }
}

#[test]
fn a_crash_is_told_in_the_providers_own_words() {
    let error = Bench::new(&listening(CRASHES)).session(true).to_string();
    assert!(error.contains("failed in a call"), "{error}");
    assert!(error.ends_with("it wrote:\npanic: out of ideas"), "{error}");
}

#[test]
fn nobody_waits_for_a_provider_after_an_interrupt() {
    let bench = Bench::new(&listening(HANGS));
    let cancel = bench.cancel.clone();
    let interrupt = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        cancel.request();
    });
    assert!(matches!(bench.session(true), ProxyError::Interrupted));
    interrupt.join().unwrap();
}

#[test]
fn a_program_that_is_no_provider_is_told() {
    let error = Bench::new(SAYS_NO).session(true).to_string();
    assert!(error.contains(r#"but "this is a plugin\n""#), "{error}");
    assert!(error.ends_with("it wrote:\nlibfoo is missing"), "{error}");
}

#[test]
fn what_is_not_locked_is_not_run() {
    let bench = Bench::new("#!/bin/sh\ntouch \"$0.was-run\"\n");
    let error = bench.session(false);
    let mismatch = ProxyError::Package(PackageError::Mismatch {
        dir: bench.package(),
        hash: String::new(),
    });
    assert_eq!(
        std::mem::discriminant(&error),
        std::mem::discriminant(&mismatch)
    );
    assert!(
        error.to_string().contains("none of those locked"),
        "{error}"
    );
    let was_run = |dir: &Utf8Path| dir.join("terraform-provider-odd_v1.0.0.was-run").exists();
    assert!(!was_run(&bench.package()));
}

#[test]
fn a_package_without_a_provider_is_told() {
    let bench = Bench::new("");
    let program = bench.package().join("terraform-provider-odd_v1.0.0");
    std::fs::rename(&program, bench.package().join("README")).unwrap();
    let error = bench.session(false).to_string();
    assert!(error.contains("no file `terraform-provider-odd"), "{error}");
}
