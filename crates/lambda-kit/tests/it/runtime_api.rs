//! Lambda's Runtime API, as far as a function needs it, on a port of this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A function that runs, and the Runtime API that it asks for events.
pub(crate) struct Lambda {
    child: Child,
    events: Option<Sender<(String, Vec<u8>)>>,
    answers: Receiver<(String, String)>,
    output: Option<JoinHandle<String>>,
}

impl Lambda {
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (events, queue) = channel();
        let (answered, answers) = channel();
        let queue = Arc::new(Mutex::new(queue));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (queue, answered) = (Arc::clone(&queue), answered.clone());
                // Whatever breaks here is seen as an answer that never comes.
                std::thread::spawn(move || serve(stream.unwrap(), &queue, &answered));
            }
        });
        let mut child = Command::new(env!("CARGO_BIN_EXE_lambda-kit-sample"))
            .env_clear()
            .env("AWS_LAMBDA_FUNCTION_NAME", "bbws-sample-dev")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_RUNTIME_API", address)
            .env("DYNAMODB_TABLE", "bbws-products-dev")
            .env("ENVIRONMENT", "dev")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let output = std::thread::spawn(move || {
            let mut text = String::new();
            stdout.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            child,
            events: Some(events),
            answers,
            output: Some(output),
        }
    }

    /// Hands an event to the function; its answer is where it posts it, and what.
    pub(crate) fn call(&self, id: &str, event: impl Into<Vec<u8>>) -> (String, String) {
        let events = self.events.as_ref().unwrap();
        events.send((id.to_owned(), event.into())).unwrap();
        self.answers.recv_timeout(PATIENCE).unwrap()
    }

    /// Ends the function; what it wrote.
    pub(crate) fn end(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let output = self.output.take().unwrap().join().unwrap();
        output.lines().map(str::to_owned).collect()
    }
}

impl Drop for Lambda {
    fn drop(&mut self) {
        // Also where a test has failed. It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

type Queue = Mutex<Receiver<(String, Vec<u8>)>>;

/// One connection, with one request after the other.
fn serve(stream: TcpStream, queue: &Queue, answered: &Sender<(String, String)>) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        reader.read_line(&mut request).ok()?;
        let (method, path) = request.split_once(' ')?;
        let path = path
            .split(' ')
            .next()?
            .strip_prefix("/2018-06-01/runtime/")?
            .to_owned();
        let body = read_body(&mut reader)?;
        if method == "GET" && path == "invocation/next" {
            // Ends with the test, which drops the other side.
            let (id, event) = queue.lock().ok()?.recv().ok()?;
            writer.write_all(&next(&id, &event)).ok()?;
        } else {
            answered.send((path, body)).ok()?;
            writer
                .write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
                .ok()?;
        }
    }
}

fn read_body(reader: &mut impl BufRead) -> Option<String> {
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers
        .get("content-length")
        .map_or(Some(0), |length| length.parse().ok())?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    String::from_utf8(body).ok()
}

fn next(id: &str, event: &[u8]) -> Vec<u8> {
    let deadline = SystemTime::now() + PATIENCE;
    let head = format!(
        "HTTP/1.1 200 OK\r\n\
         content-type: application/json\r\n\
         content-length: {}\r\n\
         lambda-runtime-aws-request-id: {id}\r\n\
         lambda-runtime-deadline-ms: {}\r\n\
         lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-1:536580886816:function:sample\r\n\
         \r\n",
        event.len(),
        deadline.duration_since(UNIX_EPOCH).unwrap().as_millis(),
    );
    [head.as_bytes(), event].concat()
}
