//! Whatever happens to a deployment, the next one brings it to its end, and nothing is lost or there twice.
//!
//! Each fault strikes at another request to AWS, spread over the whole of a deployment. As many as `XTASK_FAULTS` says:
//! `XTASK_FAULTS=40 cargo test -p xtask --test it -- faults`.

mod proxy;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use camino::Utf8PathBuf;
use emulator::Inspector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::Site;
use crate::common::{Run, TestContext};
use proxy::{At, Fault, Proxy};

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

/// How many requests are answered with an error that passes: one, and the first of the SDK's own tries after it.
const PASSING: usize = 2;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    XtaskKilled,
    TerraformKilled,
    ProviderKilled,
    Reset,
    Refused,
    Failing,
    Throttled,
    Slow,
    /// The credentials, in the middle.
    Expired,
}

/// Of four that happen one after the other three are kills.
const KILLS: [Kind; 3] = [
    Kind::TerraformKilled,
    Kind::ProviderKilled,
    Kind::XtaskKilled,
];

/// The fourth is one of these, in turn.
const OTHERS: [Kind; 6] = [
    Kind::Reset,
    Kind::Expired,
    Kind::Refused,
    Kind::Throttled,
    Kind::Failing,
    Kind::Slow,
];

#[test]
fn a_deployment_that_is_hit_is_brought_to_its_end_by_the_next() {
    let count = std::env::var("XTASK_FAULTS").map_or(4, |count| count.parse().unwrap());
    let field = Field::new();
    let requests = field.undisturbed();
    let mut tally: BTreeMap<Kind, usize> = BTreeMap::new();
    for number in 0..count {
        let (round, turn) = (number / 4, number % 4);
        let kind = *KILLS.get(turn).unwrap_or(&OTHERS[round % OTHERS.len()]);
        let at = 1 + (2 * number + 1) * requests / (2 * count);
        let on_the_way_back = (round + turn).is_multiple_of(2);
        field.hit(number, kind, At::Number(at), on_the_way_back);
        *tally.entry(kind).or_default() += 1;
    }
    let kills: usize = KILLS.iter().filter_map(|kind| tally.get(kind)).sum();
    eprintln!(
        "faults: {count} over {requests} requests, {kills} of them kills: converged = {count}, lost = 0; {tally:?}"
    );
}

/// As terraform is killed in the moment in which a table is made, and before it could know of it.
#[test]
fn what_was_made_when_terraform_was_killed_is_taken_in() {
    let field = Field::new();
    let (_, said) = field.hit(0, Kind::TerraformKilled, At::Saying("CreateTable"), true);
    for code in ["apply-cut-off", "taken-in"] {
        assert!(said.contains(code), "{said}");
    }
}

/// What nobody knows of would be made twice, or stay.
#[test]
fn a_plan_of_before_and_a_destruction_wait_until_it_is_known_what_is_there() {
    let field = Field::new();
    field.begin(1);
    field.proxy.disarm();
    let run = |arguments: &[&str]| {
        let xtask = field
            .site
            .context
            .xtask(&[arguments, &["--format", "json"]].concat());
        xtask.env("XTASK_AWS_ENDPOINT", &field.proxy.endpoint).run()
    };
    field.site.commit("two");
    let only = ["--stack", "infrastructure"];
    let plan = ["plan", "dev", "--out", "target/plans"];
    run(&[&plan[..], &only].concat()).code(0);
    let journal = "target/xtask/deploy/journals/local/dev/shop/infrastructure.jsonl";
    let journal = field.site.context.root.join(journal);
    let made = r#"{"type":"apply_complete","hook":{"resource":{"addr":"aws_iam_role.reader"},"action":"create","id_value":"reader"}}"#;
    std::fs::create_dir_all(journal.parent().unwrap()).unwrap();
    std::fs::write(&journal, format!("{{\"type\":\"version\"}}\n{made}\n")).unwrap();
    let deploy = ["deploy", "dev", "--plan", "target/plans"];
    for (arguments, code) in [
        ([&deploy[..], &only].concat(), 4),
        (vec!["destroy", "dev", "--confirm", "dev"], 1),
    ] {
        let refused = run(&arguments).code(code);
        assert!(
            refused.stdout.contains("takes in what is there"),
            "{refused:#?}"
        );
    }
    // It is not there after all, and is made.
    let run = run(&[&["deploy", "dev"][..], &only].concat()).code(0);
    assert!(run.findings().starts_with("apply-cut-off"), "{run:#?}");
    assert!(!journal.exists());
}

/// Terraform goes on, and the next run waits for it and tells.
#[test]
fn what_was_being_made_when_xtask_was_killed_is_finished() {
    let field = Field::new();
    let (_, said) = field.hit(0, Kind::XtaskKilled, At::Saying("CreateTable"), false);
    assert!(said.starts_with("apply-cut-off"), "{said}");
    assert!(!said.contains("taken-in"), "{said}");
}

/// From then on, so that not even the state can be written.
#[test]
fn credentials_that_expire_in_the_middle_are_told_and_lose_nothing() {
    let field = Field::new();
    let (first, _) = field.hit(0, Kind::Expired, At::Saying("CreateTable"), false);
    let first = first.unwrap().code(1);
    let findings = first.findings_with("terraform-apply");
    assert!(
        findings.contains("the credentials have expired: get new ones"),
        "{findings}"
    );
    let findings = first.findings_with("state-unsaved");
    assert!(
        findings.contains("state push errored.tfstate"),
        "{findings}"
    );
}

/// Where it happens.
struct Field {
    site: Site,
    proxy: Proxy,
}

impl Field {
    fn new() -> Self {
        let dev = ("111111111111", "eu-west-1");
        let site = Site::new(TestContext::with_aws(THINGS), dev, "dev");
        let proxy = Proxy::new(&site.local.endpoint());
        Self { site, proxy }
    }

    fn deploy(&self) -> crate::common::Running {
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
    fn undisturbed(&self) -> usize {
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
    fn begin(&self, number: usize) {
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
    fn hit(
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
        let who = super::authorization((&account, "eu-west-1"), "s3");
        let mut response = ureq::get(&url).header("Authorization", who).call().unwrap();
        serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap()
    }
}

fn account(number: usize) -> String {
    format!("3{number:011}")
}

fn fault(kind: Kind, xtask: &Arc<AtomicI32>, struck: &Arc<AtomicBool>) -> Fault {
    let (xtask, struck) = (Arc::clone(xtask), Arc::clone(struck));
    let deed = |deed: fn(i32) -> Option<()>| {
        Fault::Deed(Box::new(move || {
            let done = deed(xtask.load(Ordering::Acquire));
            struck.store(done.is_some(), Ordering::Release);
        }))
    };
    match kind {
        Kind::XtaskKilled => deed(kill),
        Kind::TerraformKilled => deed(|xtask| kill(descendant(xtask, "terraform")?)),
        Kind::ProviderKilled => deed(|xtask| {
            let provider = descendant(xtask, "terraform-provi");
            kill(provider.or_else(|| descendant(xtask, "terraform"))?)
        }),
        Kind::Reset => Fault::Reset,
        Kind::Refused => Fault::Refused,
        Kind::Failing => Fault::Answered("InternalServerError", PASSING),
        Kind::Throttled => Fault::Answered("ThrottlingException", PASSING),
        Kind::Slow => Fault::Slow,
        Kind::Expired => Fault::Answered("ExpiredTokenException", usize::MAX),
    }
}

fn kill(pid: i32) -> Option<()> {
    kill_process(Pid::from_raw(pid)?, Signal::KILL).ok()
}

/// A process of this name that was started by another, or by one that it has started. Names are cut off after 15
/// characters.
fn descendant(ancestor: i32, name: &str) -> Option<i32> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,comm="])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let processes: Vec<(i32, i32, String)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let number = |word: Option<&str>| word?.parse().ok();
            Some((
                number(words.next())?,
                number(words.next())?,
                words.collect(),
            ))
        })
        .collect();
    let parent = |pid: i32| processes.iter().find(|it| it.0 == pid).map_or(0, |it| it.1);
    let descends = |mut pid: i32| {
        while pid > 1 && pid != ancestor {
            pid = parent(pid);
        }
        pid == ancestor
    };
    let mut found = processes.iter().filter(|it| it.2 == name && descends(it.0));
    found.next_back().map(|it| it.0)
}
