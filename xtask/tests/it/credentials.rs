//! `cargo xtask doctor`: whose credentials these are.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use camino::Utf8Path;
use serde_json::Value;

use crate::common::{Run, TestContext, fixture};
use crate::doctor::rows;

#[test]
fn without_credentials_the_account_is_skipped() {
    let run = TestContext::new().run(&["doctor", "--format", "json"]);
    let rows = rows(&run, "credentials");
    assert_eq!(rows[0]["status"], "skipped");
    assert_eq!(rows[0]["fix"], Value::Null);
}

#[test]
fn credentials_are_held_against_the_account_of_the_environment() {
    let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
    let context = TestContext::new().with("terraform/shop/api/.terraform.lock.hcl", lock);
    let sts = Sts::start("111111111111");
    let doctor = |sts: &Sts| {
        let xtask = context.xtask(&["doctor", "--format", "json", "--env", "dev"]);
        let keys = [
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret-of-the-test"),
        ];
        let xtask = keys
            .into_iter()
            .fold(xtask, |xtask, (name, value)| xtask.env(name, value));
        xtask.env("AWS_ENDPOINT_URL", &sts.url).run()
    };
    let row = |run: &Run| rows(run, "credentials").remove(0);

    let run = doctor(&sts);
    let right = row(&run);
    assert_eq!(right["status"], "ok", "{run:#?}");
    assert_eq!(right["found"], "account 111111111111, dev");
    assert_eq!(right["needed"], "account 111111111111 (dev)");

    sts.answer("222222222222");
    let run = doctor(&sts).code(1);
    let wrong = row(&run);
    assert_eq!(wrong["status"], "failed", "{run:#?}");
    assert_eq!(wrong["found"], "account 222222222222, prod");
    assert_eq!(wrong["needed"], "account 111111111111 (dev)");
    assert!(
        wrong["fix"]
            .as_str()
            .unwrap()
            .starts_with("export AWS_PROFILE="),
        "{wrong}"
    );

    assert_no_file_has(&context.root, "secret-of-the-test");
}

/// No secret in what is written.
fn assert_no_file_has(dir: &Utf8Path, secret: &str) {
    for entry in dir.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            assert_no_file_has(entry.path(), secret);
        } else if kind.is_file() {
            let content = std::fs::read(entry.path()).unwrap();
            let found = content
                .windows(secret.len())
                .any(|it| it == secret.as_bytes());
            assert!(!found, "{}", entry.path());
        }
    }
}

/// A stand-in for AWS that knows one operation, `GetCallerIdentity`, on a port of this machine.
struct Sts {
    url: String,
    account: Arc<Mutex<String>>,
}

impl Sts {
    fn start(account: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let account = Arc::new(Mutex::new(account.to_owned()));
        let answered = Arc::clone(&account);
        // It ends with the test program.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let account = answered.lock().unwrap().clone();
                // A client that hangs up is its own affair.
                let _ = stream.and_then(|stream| answer(stream, &account));
            }
        });
        Self { url, account }
    }

    fn answer(&self, account: &str) {
        account.clone_into(&mut self.account.lock().unwrap());
    }
}

fn answer(stream: TcpStream, account: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        let header = line.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let asked = String::from_utf8_lossy(&body).contains("Action=GetCallerIdentity");
    let (status, xml) = if asked {
        (
            "200 OK",
            format!(
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/test</Arn><UserId>AIDAEXAMPLE</UserId><Account>{account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
            ),
        )
    } else {
        ("400 Bad Request", String::new())
    };
    let length = xml.len();
    write!(
        &stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{xml}"
    )
}
