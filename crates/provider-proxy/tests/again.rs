//! Which process answers: providers that are shared, configured again, ended, and found again.

// Linux tells which processes live.
#![cfg(target_os = "linux")]
// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use process::Cancel;
use provider_proxy::{Client, Locked, PackageError, Proxy, ProxyError, Session, Words};
use tokio::net::UnixStream;
use tokio::runtime::Runtime;

/// Speaks as much HTTP/2 as is needed. It has nothing to say of its configuration, unless it is to be configured
/// a second time and its folder has a file `once`; to all else it answers with its number.
const PROVIDER: &str = r#"#!/usr/bin/env python3
import os, socket, struct
path = os.path.join(os.environ["TMPDIR"], "plugin-of-a-test-%d" % os.getpid())
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen()
print("1|5|unix|%s|grpc" % path, flush=True)
stream = listener.accept()[0].makefile("rwb")
stream.read(24)
times, bodies = 0, {}

def send(kind, flags, number, payload=b""):
    stream.write(struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, number) + payload)

send(4, 0, 0)
while True:
    stream.flush()
    head = stream.read(9)
    if len(head) < 9:
        break
    payload = stream.read(int.from_bytes(head[:3], "big"))
    kind, flags, number = struct.unpack(">BBI", head[3:])
    if kind in (4, 6) and not flags & 1:
        send(kind, 1, 0, payload if kind == 6 else b"")
    if kind == 0:
        bodies[number] = bodies.get(number, b"") + payload
    if kind in (0, 1) and flags & 1:
        body = bodies.pop(number, b"")[5:]
        answer = b"" if not body else b"%d" % os.getpid()
        if b"configure" in body:
            times += 1
            answer = b"no" if times > 1 and os.path.exists("once") else b""
        send(1, 4, number, b"\x88\x00\x0ccontent-type\x10application/grpc")
        send(0, 0, number, b"\0" + struct.pack(">I", len(answer)) + answer)
        send(1, 5, number, b"\x00\x0bgrpc-status\x010")
"#;

struct Bench {
    _temp: tempfile::TempDir,
    root: Utf8PathBuf,
    locked: Locked,
    proxy: Proxy,
    runtime: Runtime,
}

/// Terraform's side of a connection.
struct Connection(SendRequest<Full<Bytes>>);

impl Bench {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
        let package = root.join("package");
        std::fs::create_dir(&package).unwrap();
        // Not written by us: a test beside this one that forks now would keep the file busy.
        let program = package.join("terraform-provider-aws");
        std::fs::write(root.join("text"), PROVIDER).unwrap();
        let copy = Command::new("cp")
            .args([&root.join("text"), &program])
            .status();
        assert!(copy.unwrap().success());
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        let proxy = Proxy::new(root.join("store"), None).unwrap();
        let locked = Locked {
            address: "registry.terraform.io/hashicorp/aws".to_owned(),
            package,
            hashes: Vec::new(),
        };
        let mut bench = Self {
            _temp: temp,
            root,
            locked,
            proxy,
            runtime: Runtime::new().unwrap(),
        };
        match bench.try_session("a", true) {
            Err(ProxyError::Package(PackageError::Mismatch { hash, .. })) => {
                bench.locked.hashes.push(hash);
            }
            other => assert!(other.is_err(), "it has no hash"),
        }
        bench
    }

    fn dir(&self, name: &str) -> Utf8PathBuf {
        let dir = self.root.join(name);
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn try_session(&self, dir: &str, offline: bool) -> Result<Session, ProxyError> {
        let path = std::env::var_os("PATH").unwrap();
        let client = Client {
            locked: std::slice::from_ref(&self.locked),
            words: &Words::default(),
            env: &BTreeMap::from([("PATH".into(), path)]),
            dir: &self.dir(dir),
            alone: false,
            offline,
            recorded: &[],
            simulated: None,
        };
        self.proxy.session(&client, &Cancel::new())
    }

    fn session(&self, dir: &str) -> Session {
        self.try_session(dir, true).unwrap()
    }

    fn connect(&self, session: &Session) -> Connection {
        let reattach: serde_json::Value = serde_json::from_str(session.reattach()).unwrap();
        let socket = reattach[&self.locked.address]["Addr"]["String"].as_str();
        self.runtime.block_on(async {
            let stream = TokioIo::new(UnixStream::connect(socket.unwrap()).await.unwrap());
            let shake = http2::handshake(TokioExecutor::new(), stream);
            let (client, connection) = shake.await.unwrap();
            tokio::spawn(connection);
            Connection(client)
        })
    }

    /// What is answered, and how it ended.
    fn call(
        &self,
        connection: &Connection,
        method: &str,
        body: impl AsRef<[u8]>,
    ) -> (String, String) {
        let body = body.as_ref();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let framed = [&[0], &length[..], body].concat();
        let uri = format!("http://localhost/tfplugin5.Provider/{method}");
        let request = Request::post(uri).header("content-type", "application/grpc");
        let request = request.body(Full::new(Bytes::from(framed))).unwrap();
        self.runtime.block_on(async {
            let response = connection.0.clone().send_request(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = body.collect().await.unwrap();
            let trailers = body.trailers().cloned().unwrap_or(parts.headers);
            let text = |name: &str| trailers.get(name).map(|it| it.to_str().unwrap().to_owned());
            let bytes = body.to_bytes();
            let message = String::from_utf8(bytes.get(5..).unwrap_or_default().to_vec());
            let status = text("grpc-message").or(text("grpc-status"));
            (message.unwrap(), status.unwrap())
        })
    }

    /// The number of the process that a new connection gets for a configuration.
    fn configured(&self, session: &Session, configuration: &str) -> (Connection, u32) {
        let connection = self.connect(session);
        let answer = self.call(&connection, "Configure", message(configuration));
        assert_eq!(answer, (String::new(), "0".to_owned()));
        let number = self.number(&connection);
        (connection, number)
    }

    fn number(&self, connection: &Connection) -> u32 {
        let (number, _) = self.call(connection, "PlanResourceChange", "who");
        number.parse().unwrap()
    }

    /// The same for a terraform that comes, asks, and goes.
    fn one(&self, dir: &str, configuration: &str) -> u32 {
        let session = self.session(dir);
        let (connection, number) = self.configured(&session, configuration);
        drop((connection, session));
        // What was held is let go of by another thread.
        std::thread::sleep(Duration::from_millis(300));
        number
    }
}

/// The call to configure the provider with one argument: `region` is none that names a file.
fn message(configuration: &str) -> Vec<u8> {
    let (name, value) = configuration.split_once('=').unwrap();
    let text = |text: &str| [&[0xa0 + length(text.as_bytes())], text.as_bytes()].concat();
    let config = [vec![0x81], text(name), text(value)].concat();
    let value = field(1, &config);
    [field(1, b"configure"), field(2, &value)].concat()
}

fn field(number: u8, content: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, length(content)], content].concat()
}

/// Below 32, which is enough for these, each length is a part of a byte.
fn length(of: &[u8]) -> u8 {
    u8::try_from(of.len()).unwrap()
}

fn is_alive(number: u32) -> bool {
    // What has ended and was not collected yet has no folder.
    Utf8Path::new("/proc")
        .join(number.to_string())
        .join("cwd")
        .canonicalize()
        .is_ok()
}

#[test]
fn a_provider_that_nobody_needs_any_more_is_configured_again() {
    let bench = Bench::new();
    let first = bench.one("a", "region=dev");
    let (second, third) = (bench.one("a", "region=sit"), bench.one("b", "region=dev"));
    assert_eq!((second, third), (first, first));
}

#[test]
fn where_a_configuration_names_files_the_folder_stays_the_same() {
    let bench = Bench::new();
    let first = bench.one("a", "custom_ca_bundle=x");
    assert_ne!(bench.one("b", "custom_ca_bundle=x"), first);
    let again = bench.one("a", "custom_ca_bundle=y");
    assert_eq!(again, first);
}

#[test]
fn what_can_reach_a_service_gets_a_provider_that_was_never_configured() {
    let bench = Bench::new();
    let first = bench.one("a", "region=dev");
    let session = bench.try_session("a", false).unwrap();
    let (_connection, second) = bench.configured(&session, "region=sit");
    assert_ne!(first, second);
    drop(session);
    assert_ne!(bench.one("a", "region=prod"), second);
}

#[test]
fn two_configurations_at_the_same_time_are_two_processes() {
    let bench = Bench::new();
    let session = bench.session("a");
    let (main, one) = bench.configured(&session, "region=main");
    let (alias, two) = bench.configured(&session, "region=alias");
    assert_ne!(one, two);
    let (_again, same) = bench.configured(&bench.session("a"), "region=main");
    assert_eq!(same, one);
    assert_eq!([&main, &alias].map(|it| bench.number(it)), [one, two]);
}

#[test]
fn a_provider_that_cannot_be_configured_again_is_replaced_and_nobody_is_told() {
    let bench = Bench::new();
    std::fs::write(bench.dir("a").join("once"), "").unwrap();
    let files = ["dev", "sit", "prod"].map(|it| format!("custom_ca_bundle={it}"));
    let numbers = files.map(|it| bench.one("a", &it));
    assert_eq!(BTreeSet::from(numbers).len(), 3);
    assert!(!is_alive(numbers[0]) && is_alive(numbers[2]));
}

#[test]
fn of_those_that_wait_only_the_last_two_stay() {
    let bench = Bench::new();
    let numbers = ["a", "b", "c", "d"].map(|dir| bench.one(dir, "custom_ca_bundle=x"));
    // There is room for one more while it is in use.
    let (_connection, own) = bench.configured(&bench.session("e"), "custom_ca_bundle=x");
    let deadline = Instant::now() + Duration::from_mins(1);
    while numbers.map(is_alive) != [false, false, true, true] {
        assert!(Instant::now() < deadline, "{:?}", numbers.map(is_alive));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(is_alive(own));
}

#[test]
fn a_new_connection_finds_the_provider_of_the_old_one_if_it_can_be_no_other() {
    let bench = Bench::new();
    let session = bench.session("a");
    let (connection, number) = bench.configured(&session, "region=dev");
    drop(connection);
    assert_eq!(bench.number(&bench.connect(&session)), number);
    let (_connection, other) = bench.configured(&session, "region=sit");
    assert_ne!(number, other);
    let lost = bench.call(&bench.connect(&session), "PlanResourceChange", "who");
    assert!(lost.1.contains("nobody can tell"), "{lost:?}");
}
