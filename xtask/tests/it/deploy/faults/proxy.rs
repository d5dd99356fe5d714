//! A way to the local AWS on which something goes wrong at one request.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// What goes wrong.
pub(super) enum Fault {
    /// Something is done before the request gets through, or before its answer does.
    Deed(Box<dyn FnOnce() + Send>),
    /// Nothing gets through any more, for a while.
    Refused,
    /// The connection is cut.
    Reset,
    /// The request and those after it, so many in all, are answered with an error of this code instead.
    Answered(&'static str, usize),
    /// All answers are late, for a while.
    Slow,
}

/// At which request it does.
#[derive(Debug)]
pub(super) enum At {
    /// The one of this number.
    Number(usize),
    /// The first that says this.
    Saying(&'static str),
}

/// How long some faults last.
const WHILE: Duration = Duration::from_secs(2);

/// Where terraform thinks AWS is.
pub(super) struct Proxy {
    pub(super) endpoint: String,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: SocketAddr,
    stop: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many requests have come.
    requests: usize,
    /// What goes wrong, at which request, and whether only on the way back.
    armed: Option<(At, Fault, bool)>,
    refused_until: Option<Instant>,
    slow_until: Option<Instant>,
    answered: Option<(&'static str, usize)>,
}

impl Proxy {
    pub(super) fn new(upstream: &str) -> Self {
        let upstream = upstream.strip_prefix("http://").unwrap().parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            upstream,
            stop: AtomicBool::new(false),
            state: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || serve(listener, address, &serving));
        Self {
            endpoint: format!("http://{address}"),
            shared,
        }
    }

    /// From now on all is well again, until this request.
    pub(super) fn arm(&self, at: At, fault: Fault, on_the_way_back: bool) {
        *self.shared.state() = State {
            armed: Some((at, fault, on_the_way_back)),
            ..State::default()
        };
    }

    /// From now on all is well.
    pub(super) fn disarm(&self) {
        *self.shared.state() = State::default();
    }

    /// How many requests have come since.
    pub(super) fn requests(&self) -> usize {
        self.shared.state().requests
    }

    /// Whether what was to go wrong has.
    pub(super) fn is_done(&self) -> bool {
        self.shared.state().armed.is_none()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Counts a request; what goes wrong at it, and whether on the way back.
    fn count(&self, request: &[u8]) -> Option<(Fault, bool)> {
        let mut state = self.state();
        state.requests += 1;
        let is_now = state.armed.as_ref().is_some_and(|(at, ..)| match at {
            At::Number(number) => *number <= state.requests,
            At::Saying(text) => String::from_utf8_lossy(request).contains(text),
        });
        let (_, fault, on_the_way_back) = state.armed.take_if(|_| is_now)?;
        Some((fault, on_the_way_back))
    }

    fn is_refused(&self) -> bool {
        self.state()
            .refused_until
            .is_some_and(|it| Instant::now() < it)
    }

    fn wait_if_slow(&self) {
        let is_slow = self
            .state()
            .slow_until
            .is_some_and(|it| Instant::now() < it);
        if is_slow {
            std::thread::sleep(WHILE / 4);
        }
    }

    /// What a request is answered instead of AWS's word.
    fn answer(&self, request: &[u8]) -> Option<String> {
        let mut state = self.state();
        let (code, left) = state.answered.as_mut()?;
        *left = left.checked_sub(1)?;
        Some(refusal(code, &String::from_utf8_lossy(request)))
    }
}

/// Takes connections; while they are refused nobody listens.
fn serve(listener: TcpListener, address: SocketAddr, shared: &Arc<Shared>) {
    const LOOK: Duration = Duration::from_millis(5);
    listener.set_nonblocking(true).unwrap();
    let mut listener = Some(listener);
    while !shared.stop.load(Ordering::Acquire) {
        if shared.is_refused() {
            listener = None;
            std::thread::sleep(LOOK);
            continue;
        }
        let listening = listener.get_or_insert_with(|| {
            let listener = TcpListener::bind(address).unwrap();
            listener.set_nonblocking(true).unwrap();
            listener
        });
        match listening.accept() {
            Ok((client, _)) => {
                client.set_nonblocking(false).unwrap();
                let shared = Arc::clone(shared);
                // What is cut is cut on purpose, or by the other side.
                std::thread::spawn(move || relay(client, &shared));
            }
            Err(_) => std::thread::sleep(LOOK),
        }
    }
}

/// One connection: what comes from the client, with what goes wrong at it.
fn relay(mut client: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    let mut server = TcpStream::connect(shared.upstream)?;
    let behind = Arc::new(Mutex::new(None));
    let back = (server.try_clone()?, client.try_clone()?);
    let (on_the_way_back, sharing) = (Arc::clone(&behind), Arc::clone(shared));
    std::thread::spawn(move || answers(back, &on_the_way_back, &sharing));
    let mut buffer = vec![0; 1 << 16];
    loop {
        let bytes = client.read(&mut buffer)?;
        if bytes == 0 {
            return server.shutdown(Shutdown::Write);
        }
        if is_start(&buffer[..bytes]) {
            match shared.count(&buffer[..bytes]) {
                Some((fault, true)) => *behind.lock().unwrap() = Some(fault),
                Some((fault, false)) => happen(fault, shared, [&client, &server])?,
                None => {}
            }
            if let Some(answer) = shared.answer(&buffer[..bytes]) {
                client.write_all(answer.as_bytes())?;
                return cut([&client, &server]);
            }
        }
        if shared.is_refused() {
            return cut([&client, &server]);
        }
        server.write_all(&buffer[..bytes])?;
    }
}

/// The same for what comes back.
fn answers(
    (mut server, mut client): (TcpStream, TcpStream),
    behind: &Mutex<Option<Fault>>,
    shared: &Shared,
) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let bytes = server.read(&mut buffer)?;
        if bytes == 0 {
            return client.shutdown(Shutdown::Write);
        }
        let fault = behind.lock().unwrap().take();
        if let Some(fault) = fault {
            happen(fault, shared, [&client, &server])?;
        }
        shared.wait_if_slow();
        client.write_all(&buffer[..bytes])?;
    }
}

fn happen(fault: Fault, shared: &Shared, ends: [&TcpStream; 2]) -> io::Result<()> {
    let until = Some(Instant::now() + WHILE);
    match fault {
        Fault::Deed(deed) => deed(),
        Fault::Refused => shared.state().refused_until = until,
        Fault::Reset => return cut(ends),
        Fault::Answered(code, times) => shared.state().answered = Some((code, times)),
        Fault::Slow => shared.state().slow_until = until,
    }
    Ok(())
}

fn cut(ends: [&TcpStream; 2]) -> io::Result<()> {
    for end in ends {
        end.shutdown(Shutdown::Both)?;
    }
    Err(io::Error::other("cut"))
}

/// An error as AWS says it, in the form of each of its three protocols.
fn refusal(code: &str, request: &str) -> String {
    let message = "said by a test";
    let error = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    let (kind, body) = if request.to_lowercase().contains("x-amz-target:") {
        let body = format!("{{\"__type\":\"{code}\",\"message\":\"{message}\"}}");
        ("application/x-amz-json-1.1", body)
    } else if request.contains("Action=") {
        (
            "text/xml",
            format!("<ErrorResponse>{error}</ErrorResponse>"),
        )
    } else {
        ("application/xml", error)
    };
    let status = if code.starts_with("Internal") {
        "500 Internal Server Error"
    } else {
        "400 Bad Request"
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Whether bytes are the first ones of a request.
fn is_start(bytes: &[u8]) -> bool {
    ["GET ", "PUT ", "POST ", "HEAD ", "DELETE ", "PATCH "]
        .iter()
        .any(|method| bytes.starts_with(method.as_bytes()))
}
