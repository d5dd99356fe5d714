//! Where things go wrong: an account each time in which nothing is, and a stack that is deployed there.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use camino::Utf8PathBuf;
use emulator::Inspector;
use serde_json::Value;

use super::proxy::{At, Proxy};
use super::{KILLS, Kind, fault};
use crate::common::{Run, Running, TestContext};
use crate::deploy::{Site, authorization};

/// What is made: things that can be there twice under no circumstances, since each has a name.
const THINGS: &str = r#"
resource "aws_ssm_parameter" "one" {
  name  = "/faults/one"
  type  = "String"
  value = "1"
  tags  = { stack = "shop/infrastructure" }
}

resource "aws_ssm_parameter" "two" {
  name  = "/faults/two"
  type  = "String"
  value = aws_ssm_parameter.one.arn
  tags  = { stack = "shop/infrastructure" }
}

resource "aws_dynamodb_table" "items" {
  name         = "items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = { stack = "shop/infrastructure" }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  tags               = { stack = "shop/infrastructure" }
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_cloudwatch_log_group" "log" {
  name = "/faults/log"
  tags = { stack = "shop/infrastructure" }
}

resource "aws_sns_topic" "news" {
  name = "news"
  tags = { stack = "shop/infrastructure" }
}
"#;

/// All that is in AWS then, with the bucket of the states.
const IN_AWS: [&str; 7] = [
    "CloudWatch log group `/faults/log`",
    "DynamoDB table `items`",
    "IAM role `reader`",
    "S3 bucket `states-ACCOUNT`",
    "SNS topic `news`",
    "SSM parameter `/faults/one`",
    "SSM parameter `/faults/two`",
];

/// How many resources the state has: those without the bucket, and one that is in no AWS.
const IN_STATE: usize = 7;

/// Where it happens.
pub(super) struct Field {
    pub(super) site: Site,
    pub(super) proxy: Proxy,
}

impl Field {
    pub(super) fn new() -> Self {
        let dev = ("111111111111", "eu-west-1");
        let site = Site::new(TestContext::with_aws(THINGS), dev, "dev");
        let proxy = Proxy::new(&site.local.endpoint());
        Self { site, proxy }
    }

    pub(super) fn deploy(&self) -> Running {
        let deploy = [
            "deploy",
            "dev",
            "--stack",
            "infrastructure",
            "--format",
            "json",
        ];
        let xtask = self.site.context.xtask(&deploy);
        xtask
            .env("XTASK_AWS_ENDPOINT", &self.proxy.endpoint)
            .start()
    }

    /// How many requests a deployment takes that nothing happens to.
    pub(super) fn undisturbed(&self) -> usize {
        self.begin(0);
        self.proxy.disarm();
        self.deploy().end().code(0);
        let requests = self.proxy.requests();
        self.check("undisturbed");
        requests
    }

    /// All that is in AWS.
    fn inventory(&self) -> Vec<String> {
        let account = self.account();
        let inspector = Inspector::new(&self.site.local.endpoint(), &account, "eu-west-1");
        let all = inspector.inventory().unwrap().into_iter();
        all.map(|it| it.to_string().replace(&account, "ACCOUNT"))
            .collect()
    }

    /// An account in which nothing is.
    pub(super) fn begin(&self, number: usize) {
        let account = account(number);
        let lines = self.site.context.read("environments/dev.toml");
        let lines = lines.lines().map(|line| match line.split_once(" = ") {
            Some(("account", _)) => format!("account = \"{account}\"\n"),
            Some(("bucket", _)) => format!("bucket = \"states-{account}\"\n"),
            _ => format!("{line}\n"),
        });
        let text: String = lines.collect();
        let file = self.site.context.root.join("environments/dev.toml");
        std::fs::write(file, text).unwrap();
        self.site.make_bucket(&account, "eu-west-1", &account);
    }

    /// Deploys, with one thing going wrong, and again until all is well. What the first run came to, unless it
    /// was killed, and the codes of what was said after it.
    pub(super) fn hit(
        &self,
        number: usize,
        kind: Kind,
        at: At,
        on_the_way_back: bool,
    ) -> (Option<Run>, String) {
        self.begin(number + 1);
        let what = format!("{number}: {kind:?} at {at:?}, on the way back: {on_the_way_back}");
        let xtask = Arc::new(AtomicI32::new(0));
        let struck = Arc::new(AtomicBool::new(false));
        self.proxy
            .arm(at, fault(kind, &xtask, &struck), on_the_way_back);
        let running = self.deploy();
        xtask.store(running.pid().as_raw_nonzero().get(), Ordering::Release);
        let first = running.end_or_death();
        let has_struck = !KILLS.contains(&kind) || struck.load(Ordering::Acquire);
        assert!(
            self.proxy.is_done() && has_struck,
            "nothing happened: {what}: {first:?}"
        );
        self.proxy.disarm();
        let mut said = String::new();
        for attempt in 1.. {
            let run = self.deploy().end();
            said += &run.findings();
            if run.code == 0 {
                break;
            }
            assert!(attempt < 4, "{what}: {first:#?}, then {run:#?}");
            self.follow_hints(&run, &what);
        }
        self.check(&what);
        let code = first
            .as_ref()
            .map_or("killed".to_owned(), |it| format!("exit {}", it.code));
        eprintln!("{what}: {code}");
        (first, said)
    }

    /// What a person does who reads what was said.
    fn follow_hints(&self, run: &Run, what: &str) {
        let json = run.json();
        let findings = json["findings"].as_array().unwrap().iter();
        let hints: Vec<&str> = findings.filter_map(|it| it["hint"].as_str()).collect();
        let mut has_helped = false;
        for hint in hints {
            if hint.contains("state push errored.tfstate") {
                self.push_state();
                has_helped = true;
            } else if let Some((_, rest)) = hint.split_once("force-unlock ") {
                let id = rest.split(['`', ' ']).next().unwrap();
                self.terraform(&["force-unlock", "-force", id]).unwrap();
                has_helped = true;
            }
        }
        assert!(has_helped, "{what}: nothing to do about {run:#?}");
    }

    /// The lock of the run that has left it may be left, too: terraform says so.
    fn push_state(&self) {
        let push = ["state", "push", "errored.tfstate"];
        if let Err(error) = self.terraform(&push) {
            let (_, rest) = error
                .split_once(" ID:")
                .unwrap_or_else(|| panic!("{error}"));
            let id = rest.split_whitespace().next().unwrap();
            self.terraform(&["force-unlock", "-force", id]).unwrap();
            self.terraform(&push).unwrap();
        }
        std::fs::remove_file(self.dir().join("errored.tfstate")).unwrap();
    }

    fn dir(&self) -> Utf8PathBuf {
        let root = &self.site.context.root;
        root.join("target/xtask/deploy/terraform/shop/infrastructure")
    }

    /// Runs terraform as a person would. What it says when it fails.
    fn terraform(&self, arguments: &[&str]) -> Result<(), String> {
        let root = &self.site.context.root;
        let output = Command::new("terraform")
            .arg(format!("-chdir={}", self.dir()))
            .args(arguments)
            .env("AWS_ENDPOINT_URL", &self.proxy.endpoint)
            .env("AWS_ACCESS_KEY_ID", self.account())
            .env("AWS_SECRET_ACCESS_KEY", "x")
            .env("AWS_REGION", "eu-west-1")
            .env("NO_COLOR", "1")
            .env("TF_CLI_ARGS", "-no-color")
            .env(
                "TF_CLI_CONFIG_FILE",
                root.join("target/xtask/deploy/terraform.tfrc"),
            )
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        output.status.success().then_some(()).ok_or(said)
    }

    fn account(&self) -> String {
        let text = self.site.context.read("environments/dev.toml");
        text.split('"').nth(1).unwrap().to_owned()
    }

    /// All is there, once, and the state knows it.
    fn check(&self, what: &str) {
        assert_eq!(self.inventory(), IN_AWS, "{what}");
        let run = self.deploy().end().code(0);
        let json = run.json();
        let resources = json["stacks"][0]["resources"].as_array().unwrap();
        assert_eq!(resources, &Vec::<Value>::new(), "{what}");
        let state = self.state();
        let resources = state["resources"].as_array().unwrap();
        assert_eq!(resources.len(), IN_STATE, "{what}: {state:#}");
        for resource in resources {
            let instances = resource["instances"].as_array().unwrap();
            assert_eq!(instances.len(), 1, "{what}: {resource:#}");
            assert!(instances[0]["deposed"].is_null(), "{what}: {resource:#}");
        }
    }

    fn state(&self) -> Value {
        let account = self.account();
        let key = format!("states-{account}/shop/infrastructure/terraform.tfstate");
        let url = format!("{}/{key}", self.site.local.endpoint());
        let who = authorization((&account, "eu-west-1"), "s3");
        let mut response = ureq::get(&url).header("Authorization", who).call().unwrap();
        serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap()
    }
}

fn account(number: usize) -> String {
    format!("3{number:011}")
}
