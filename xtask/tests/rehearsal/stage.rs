//! The environment that the tests play on.

use std::process::Command;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use emulator::{Inspector, Status};
use serde_json::{Value, json};
use ureq::Agent;

/// Longest time that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(10);

/// A rehearsal that was left running.
pub(crate) struct Stage {
    kept: Kept,
    agent: Agent,
    pub(crate) inspector: Inspector,
    endpoint: String,
    account: String,
    region: String,
    /// Where the API answers.
    url: String,
    /// The key for writes.
    key: String,
}

/// An answer of the API.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Stage {
    /// Rehearses an environment and keeps it.
    pub(crate) fn set(env: &str) -> Self {
        let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let args = ["rehearse", env, "--keep", "--format", "json"];
        let run = xtask(root, &args);
        let stdout = String::from_utf8_lossy(&run.stdout);
        let stderr = String::from_utf8_lossy(&run.stderr);
        // Whoever has one already keeps it. Any other is ours to end, however the rehearsal went.
        let is_refused = stdout.contains("already runs in the background");
        assert!(
            !is_refused,
            "end the local AWS first: cargo xtask local down"
        );
        let kept = Kept(root.to_owned());
        assert!(run.status.success(), "{stdout}{stderr}");
        let report: Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(report["ok"], true, "{report:#}");
        assert_eq!(report["env"], env);

        let Status::Running(state) = emulator::status(&root.join("target/xtask/local")).unwrap()
        else {
            panic!("the local AWS was not kept");
        };
        let word = |before: &str| {
            let start = stderr.find(before).unwrap() + before.len();
            let rest = &stderr[start..];
            rest[..rest.find(['\n', '\'']).unwrap()].to_owned()
        };
        Self {
            kept,
            agent: Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(Duration::from_mins(1)))
                .proxy(None)
                .build()
                .new_agent(),
            inspector: state.inspector(),
            endpoint: state.endpoint(),
            account: state.account.clone(),
            region: state.region.clone(),
            url: word("the API answers at "),
            key: word("x-api-key: "),
        }
    }

    /// Ends it.
    pub(crate) fn strike(self) {
        // Its drop would do, and would not tell.
        let down = xtask(&self.kept.0, &["local", "down"]);
        assert!(down.status.success(), "{down:?}");
    }

    /// Asks for a product. What cannot be answered now is asked again with the same key, as the API tells its
    /// callers to: on two cores some of two hundred at a time come too late for the local AWS.
    pub(crate) fn create(&self, key: &str, body: &Value) -> Answer {
        until(|| match self.post(key, body) {
            Answer { status: 503, body } => Err(body.to_string()),
            answer => Ok(answer),
        })
    }

    fn post(&self, key: &str, body: &Value) -> Answer {
        let request = self.agent.post(format!("{}/v1.0/products", self.url));
        let request = request.header("x-api-key", &self.key);
        let request = request.header("content-type", "application/json");
        let request = request.header("idempotency-key", key);
        answer(request.send(body.to_string()))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        answer(
            self.agent
                .get(format!("{}/v1.0/products{path}", self.url))
                .call(),
        )
    }

    /// All active products, page by page.
    pub(crate) fn products(&self) -> Vec<Value> {
        let mut products = Vec::new();
        let mut query = "?limit=100".to_owned();
        loop {
            let page = self.get(&query);
            assert_eq!(page.status, 200, "{}", page.body);
            products.extend(page.body["items"].as_array().unwrap().clone());
            match page.body["nextToken"].as_str() {
                Some(token) => query = format!("?limit=100&nextToken={token}"),
                None => return products,
            }
        }
    }

    /// All items of the products table, as DynamoDB writes them.
    pub(crate) fn items(&self, table: &str) -> Vec<Value> {
        let (mut items, mut start) = (Vec::new(), Value::Null);
        loop {
            let mut body = json!({ "TableName": table });
            if !start.is_null() {
                body["ExclusiveStartKey"] = start;
            }
            let page = self.dynamodb("Scan", &body);
            items.extend(page["Items"].as_array().unwrap().clone());
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                return items;
            }
        }
    }

    fn dynamodb(&self, operation: &str, body: &Value) -> Value {
        let credential = format!(
            "{}/20260101/{}/dynamodb/aws4_request",
            self.account, self.region
        );
        let request = self.agent.post(&self.endpoint);
        let request = request.header("x-amz-target", format!("DynamoDB_20120810.{operation}"));
        let request = request.header("content-type", "application/x-amz-json-1.0");
        let signed = "SignedHeaders=host, Signature=0";
        let signature = format!("AWS4-HMAC-SHA256 Credential={credential}, {signed}");
        let answer = answer(
            request
                .header("authorization", signature)
                .send(body.to_string()),
        );
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }
}

/// The local AWS of a repository, ended with the test.
struct Kept(Utf8PathBuf);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = xtask(&self.0, &["local", "down"]);
    }
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut answer = result.unwrap();
    let text = answer
        .body_mut()
        .with_config()
        .limit(1 << 30)
        .read_to_string()
        .unwrap();
    Answer {
        status: answer.status().as_u16(),
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

fn xtask(root: &Utf8Path, args: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(args).current_dir(root).output().unwrap()
}

/// Looks again and again until nothing is missing any more.
pub(crate) fn until<T>(look: impl Fn() -> Result<T, String>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        match look() {
            Ok(found) => return found,
            Err(missing) => assert!(Instant::now() < end, "{missing}"),
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}
