//! One running provider.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsString;
use std::io;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};
use http_body_util::BodyExt;
use hyper::Response;
use hyper::client::conn::http2::{self, SendRequest};
use hyper::http::request::Parts;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::watch;

use crate::grpc::{self, Answer, Body};
use crate::lock::lock;

/// The providers' sign that terraform started them, not a user:
/// <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plugin/serve.go>.
const COOKIE: (&str, &str) = (
    "TF_PLUGIN_MAGIC_COOKIE",
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
);

/// What a provider logs: terraform asks for all of it and shows what `TF_LOG` names. Nobody would see it here, and its
/// writing took a tenth of the provider's time. A crash is told all the same:
/// <https://developer.hashicorp.com/terraform/plugin/log/managing>.
const LOGS: [&str; 6] = [
    "TF_LOG_PROVIDER",
    "TF_LOG_SDK",
    "TF_LOG_SDK_FRAMEWORK",
    "TF_LOG_SDK_HELPER_SCHEMA",
    "TF_LOG_SDK_MUX",
    "TF_LOG_SDK_PROTO",
];

/// Runs the provider until its own standard input ends, which it does when we end, however that happens:
/// no provider outlives us. Nothing else tells a process on all systems that its parent is gone. It leads a
/// group of its own, which ends as a whole.
const SUPERVISOR: &str = r#""$0" </dev/null & exec >&- 2>&-; read -r _; kill -9 0"#;

/// Longest time from a provider's start to its first line. It takes 0.1 s; a busy machine more.
const START: Duration = Duration::from_mins(1);

/// Longest time that a provider that broke off gets to say why.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Characters of standard error that are kept, for when the provider crashes: Go's traces are long, and the
/// cause stands first.
const STDERR: usize = 16_000;

/// A provider that runs and answers. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Process {
    /// Which version of the protocol it speaks: 5 or 6.
    pub(crate) protocol: u32,
    client: SendRequest<Body>,
    program: Utf8PathBuf,
    stderr: Stderr,
    /// Held: when it is closed, the provider ends.
    _stdin: ChildStdin,
    /// Held, so that the supervisor is collected when it ends.
    _supervisor: Child,
}

/// Why a provider does not run.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// It cannot be started, or not be spoken to.
    #[error("cannot run the provider `{program}`: {source}")]
    Start {
        /// The provider.
        program: Utf8PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It does not say where it listens.
    #[error("the provider `{program}` did not say where it listens, but {said:?}{stderr}")]
    Handshake {
        /// The provider.
        program: Utf8PathBuf,
        /// Its first line.
        said: String,
        /// What it wrote to standard error, after a colon.
        stderr: String,
    },
    /// Terraform has connected again, with several configurations of the provider.
    #[error(
        "terraform has connected to the provider again, and nobody can tell for which of its configurations it \
         calls {method}; run it again, or with --stock-provider"
    )]
    Lost {
        /// What it called.
        method: String,
    },
    /// It ended, or broke off, in the middle of a call.
    #[error("the provider `{program}` failed in a call: {reason}{stderr}")]
    Call {
        /// The provider.
        program: Utf8PathBuf,
        /// What became of the call.
        reason: String,
        /// What it wrote to standard error, after a colon.
        stderr: String,
    },
}

impl Process {
    /// Starts a provider in the folder `dir`. It puts its socket into `sockets`.
    pub(crate) async fn start(
        program: &Utf8Path,
        env: &BTreeMap<OsString, OsString>,
        dir: &Utf8Path,
        sockets: &Utf8Path,
    ) -> Result<Self, ProcessError> {
        let failed = |source| ProcessError::Start {
            program: program.to_owned(),
            source,
        };
        let mut supervisor = command(program, env, dir, sockets)
            .spawn()
            .map_err(failed)?;
        let pipe = || failed(io::Error::other("it has no pipes"));
        let stdin = supervisor.stdin.take().ok_or_else(pipe)?;
        let stdout = supervisor.stdout.take().ok_or_else(pipe)?;
        let stderr = Stderr::of(supervisor.stderr.take().ok_or_else(pipe)?);
        let mut stdout = BufReader::new(stdout);
        let said = first_line(&mut stdout).await.map_err(failed)?;
        let Some(Handshake { protocol, socket }) = Handshake::parse(&said) else {
            // It may still be telling why: only then is it ended.
            let stderr = stderr.to_its_end().await;
            drop(stdin);
            return Err(ProcessError::Handshake {
                program: program.to_owned(),
                said,
                stderr,
            });
        };
        // A full pipe would stop the provider.
        tokio::spawn(drain(stdout));
        let stream = UnixStream::connect(socket).await.map_err(failed)?;
        let (client, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .map_err(|error| failed(io::Error::other(error)))?;
        tokio::spawn(connection);
        Ok(Self {
            protocol,
            client,
            program: program.to_owned(),
            stderr,
            _stdin: stdin,
            _supervisor: supervisor,
        })
    }

    /// Whether it still answers.
    pub(crate) fn is_alive(&self) -> bool {
        !self.client.is_closed()
    }

    /// Hands a call on. The answer's body comes as the provider sends it.
    pub(crate) async fn call(
        &self,
        call: &Parts,
        body: Body,
    ) -> Result<Response<Body>, ProcessError> {
        let request = grpc::request(call, body).map_err(|error| self.failed(&error))?;
        match self.client.clone().send_request(request).await {
            Ok(response) => Ok(response.map(BodyExt::boxed)),
            Err(error) => Err(self.broke_off(&error).await),
        }
    }

    /// Hands a call on and waits for all of the answer.
    pub(crate) async fn ask(&self, call: &Parts, body: Bytes) -> Result<Answer, ProcessError> {
        let response = self.call(call, grpc::full(body)).await?;
        match Answer::collect(response).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(self.broke_off(&error).await),
        }
    }

    /// Why a call was not answered. A crash is told on standard error.
    async fn broke_off(&self, error: &hyper::Error) -> ProcessError {
        let mut failed = self.failed(error);
        if let ProcessError::Call { stderr, .. } = &mut failed {
            *stderr = self.stderr.to_its_end().await;
        }
        failed
    }

    fn failed(&self, reason: &dyn Error) -> ProcessError {
        ProcessError::Call {
            program: self.program.clone(),
            reason: reason.to_string(),
            stderr: String::new(),
        }
    }
}

fn command(
    program: &Utf8Path,
    env: &BTreeMap<OsString, OsString>,
    dir: &Utf8Path,
    sockets: &Utf8Path,
) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", SUPERVISOR, program.as_str()])
        .env_clear()
        .envs(env)
        .envs(LOGS.map(|name| (name, "OFF")))
        .env(COOKIE.0, COOKIE.1)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("TMPDIR", sockets)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Ctrl-C in a terminal is ours to deal with.
        .process_group(0);
    command
}

/// What a provider's first line says, in fields between bars:
/// <https://github.com/hashicorp/go-plugin/blob/v1.6.3/docs/guide-plugin-write-non-go.md>.
#[derive(Debug, PartialEq, Eq)]
struct Handshake {
    protocol: u32,
    socket: Utf8PathBuf,
}

impl Handshake {
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.trim_end().split('|');
        let (core, protocol) = (fields.next()?, fields.next()?.parse().ok()?);
        let (network, socket, kind) = (fields.next()?, fields.next()?, fields.next()?);
        let is_ours = core == "1" && network == "unix" && kind == "grpc";
        (is_ours && [5, 6].contains(&protocol)).then(|| Self {
            protocol,
            socket: socket.into(),
        })
    }
}

async fn first_line(stdout: &mut BufReader<ChildStdout>) -> io::Result<String> {
    let mut line = String::new();
    match tokio::time::timeout(START, stdout.read_line(&mut line)).await {
        Ok(read) => read.map(|_| line),
        Err(_) => Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("it said nothing for {} s", START.as_secs()),
        )),
    }
}

async fn drain(mut stdout: BufReader<ChildStdout>) {
    // Whatever happens to it, nobody reads it.
    let _ = tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await;
}

/// What a provider wrote to standard error.
#[derive(Debug)]
struct Stderr {
    text: Arc<Mutex<String>>,
    /// Closed when there is no more to come.
    more: watch::Receiver<()>,
}

impl Stderr {
    fn of(mut pipe: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let (open, more) = watch::channel(());
        let kept = Arc::clone(&text);
        tokio::spawn(async move {
            let mut chunk = vec![0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut chunk).await {
                let mut kept = lock(&kept);
                if kept.len() < STDERR {
                    kept.push_str(&String::from_utf8_lossy(&chunk[..read]));
                }
            }
            drop(open);
        });
        Self { text, more }
    }

    /// All of it, as a part of a sentence. It comes another way than a call that breaks off, and later.
    async fn to_its_end(&self) -> String {
        let mut more = self.more.clone();
        // Either way there is nothing more to wait for.
        let _ = tokio::time::timeout(LAST_WORDS, more.changed()).await;
        let text = lock(&self.text);
        match text.trim() {
            "" => String::new(),
            text => format!("; it wrote:\n{text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handshake_names_protocol_and_socket() {
        let expected = Handshake {
            protocol: 5,
            socket: "/tmp/plugin1".into(),
        };
        let parsed = Handshake::parse("1|5|unix|/tmp/plugin1|grpc|\n");
        assert_eq!(parsed, Some(expected));
        for line in [
            "",
            "1|4|unix|/x|grpc",
            "1|5|tcp|127.0.0.1:1|grpc",
            "2|5|unix|/x|grpc",
            "hello",
        ] {
            assert_eq!(Handshake::parse(line), None, "{line}");
        }
    }
}
