//! A line to the local AWS on which requests are seen, answers are lost, and others are made up.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    /// It is passed on, and so is its answer.
    Pass,
    /// It is passed on, and its answer is lost.
    LoseAnswer,
    /// It is answered here: status, content type and body.
    Answer(u16, &'static str),
    /// It is never answered.
    Silence,
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The operation, like `GetItem`; empty for S3.
    pub(crate) operation: String,
    pub(crate) body: String,
}

/// The line. It ends when dropped.
pub(crate) struct Wire {
    port: u16,
    inner: Arc<Inner>,
    listener: Option<JoinHandle<()>>,
}

struct Inner {
    behind: u16,
    /// For the next requests, one each; all others pass.
    plan: Mutex<VecDeque<Fate>>,
    seen: Mutex<Vec<Seen>>,
    ended: AtomicBool,
}

impl Wire {
    /// A line to this port.
    pub(crate) fn to(behind: u16, plan: impl IntoIterator<Item = Fate>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Inner {
            behind,
            plan: Mutex::new(plan.into_iter().collect()),
            seen: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let listening = inner.clone();
        let listener = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if listening.ended.load(Ordering::SeqCst) {
                    return;
                }
                let inner = listening.clone();
                // A client that goes away makes reads and writes fail, which is none of the test's faults.
                std::thread::spawn(move || stream.map(|stream| inner.serve(stream)));
            }
        });
        Self {
            port,
            inner,
            listener: Some(listener),
        }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Plans the fate of the next requests.
    pub(crate) fn plan(&self, plan: impl IntoIterator<Item = Fate>) {
        self.inner.plan.lock().unwrap().extend(plan);
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.inner.seen.lock().unwrap().clone()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.inner.ended.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let _ = self.listener.take().unwrap().join();
    }
}

impl Inner {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let Some((head, body)) = read_request(&mut stream)? else {
            return Ok(());
        };
        self.seen.lock().unwrap().push(Seen {
            operation: operation(&head),
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        let fate = self.plan.lock().unwrap().pop_front();
        match fate.unwrap_or(Fate::Pass) {
            Fate::Pass => {
                let answer = self.pass_on(&head, &body)?;
                stream.write_all(&answer)
            }
            Fate::LoseAnswer => self.pass_on(&head, &body).map(drop),
            Fate::Answer(status, body) => write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Type: application/x-amz-json-1.0\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            ),
            Fate::Silence => stream.read_to_end(&mut Vec::new()).map(drop),
        }
    }

    fn pass_on(&self, head: &str, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut behind = TcpStream::connect((Ipv4Addr::LOCALHOST, self.behind))?;
        let (line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        write!(behind, "{line}\r\nConnection: close\r\n{headers}\r\n\r\n")?;
        behind.write_all(body)?;
        let mut answer = Vec::new();
        behind.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

/// Head without its empty line, and body; `None` when the client went away before.
fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = header(&head, "content-length").parse().unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Ok(Some((head, bytes.split_off(end + 4))));
            }
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            read => bytes.extend(&buffer[..read]),
        }
    }
}

fn operation(head: &str) -> String {
    let target = header(head, "x-amz-target");
    target.rsplit('.').next().unwrap_or_default().to_owned()
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map_or("", |(_, value)| value.trim())
}
