//! A small repository, a work folder, and the real terraform to run there.

// Each test file is a program of its own and uses a part of this.
#![allow(dead_code)]
// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use terraform::{
    Binary, Cancel, CliConfig, Environment, Imports, Located, Overrides, PathMap, PlanMode,
    PlanOptions, ProviderBlock, RemoteStateBlock, Runner, Scratch, SearchRoots, Wanted, locate,
};

/// Longest time that anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A stack that reads what another one, never applied, would export, and that has everything
/// in its provider blocks that cannot work without an AWS account.
const CONSUMER: &str = r#"
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
  backend "s3" {
    bucket       = "states"
    key          = "product/consumer.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}

variable "account_id" { type = string }
variable "region" { type = string }
variable "tags" { type = map(string) }

provider "aws" {
  region              = var.region
  profile             = "nobody"
  allowed_account_ids = [var.account_id]
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/deploy"
  }
  default_tags {
    tags = var.tags
  }
}

provider "aws" {
  alias                 = "us"
  region                = "us-east-1"
  forbidden_account_ids = ["111111111111"]
  endpoints {
    sqs = "http://localhost:4566"
  }
}

data "terraform_remote_state" "infrastructure" {
  backend = "s3"
  config = {
    bucket = "states-${var.account_id}"
    key    = "product/infrastructure.tfstate"
    region = var.region
  }
}

module "queue" {
  source    = "../../modules/queue"
  providers = { aws = aws.us }
}

resource "aws_ssm_parameter" "queue" {
  name  = "/product/queue"
  type  = "String"
  value = data.terraform_remote_state.infrastructure.outputs.queue_arn
}
"#;

const QUEUE: &str = r#"
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_sqs_queue" "this" {
  name = "queue"
}
"#;

const TFVARS: &str =
    "account_id = \"123456789012\"\nregion     = \"eu-west-1\"\ntags       = { team = \"a\" }\n";

/// The repository, the work folder, and what runs in them. Gone at the end of the test.
pub(crate) struct Bench {
    temp: tempfile::TempDir,
    pub(crate) root: Utf8PathBuf,
    pub(crate) work: Utf8PathBuf,
    pub(crate) cancel: Cancel,
}

impl Bench {
    /// A repository with one stack, `product/consumer`, one module, `queue`, and one tfvars
    /// file. Its path has what a path may have: blanks, quotes, dollars and braces.
    pub(crate) fn new() -> Self {
        let temp = tempfile::Builder::new()
            .prefix("it's \"${odd}\" %{x} ")
            .tempdir()
            .unwrap();
        let root = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
        let (work, cancel) = (root.join("target/xtask"), Cancel::new());
        let bench = Self {
            temp,
            root,
            work,
            cancel,
        };
        bench.write("terraform/product/consumer/main.tf", CONSUMER);
        bench.write("terraform/modules/queue/main.tf", QUEUE);
        bench.write("environments/dev/consumer.tfvars", TFVARS);
        bench
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The terraform of this machine: these tests cannot do without.
    pub(crate) fn binary(&self) -> Binary {
        match Binary::find(None, &self.root, &self.cancel) {
            Ok(binary) => binary,
            Err(error) => panic!("this test runs the real terraform: {error}"),
        }
    }

    /// Where the AWS provider comes from on this machine.
    pub(crate) fn located(&self) -> Vec<Located> {
        let aws = Wanted::any("hashicorp/aws".parse().unwrap());
        let roots = SearchRoots::of_this_machine(None);
        locate(&roots, &[aws], &self.binary().platform).unwrap()
    }

    pub(crate) fn runner(&self) -> Runner {
        self.runner_with(&self.located())
    }

    pub(crate) fn runner_with(&self, located: &[Located]) -> Runner {
        let config = CliConfig::write(&self.work, located).unwrap();
        Runner::new(self.binary(), config, self.cancel.clone())
    }

    /// A scratch copy in which the stack can be planned, and the stack's folder there.
    pub(crate) fn scratch(&self) -> (Scratch, Utf8PathBuf) {
        let scratch = Scratch::prepare(&self.root, &self.work, Imports::Left).unwrap();
        let dir = scratch.stack_dir("product/consumer");
        let provider = |alias: Option<&str>| ProviderBlock {
            local_name: "aws".to_owned(),
            alias: alias.map(str::to_owned),
        };
        let overrides = Overrides {
            is_root: true,
            providers: vec![provider(None), provider(Some("us"))],
            remote_states: vec![RemoteStateBlock {
                name: "infrastructure".to_owned(),
                config: None,
            }],
        };
        scratch.write_overrides(&dir, &overrides).unwrap();
        (scratch, dir)
    }

    pub(crate) fn log(&self) -> Utf8PathBuf {
        self.work.join("logs/consumer.log")
    }

    pub(crate) fn plan_options(&self) -> PlanOptions {
        PlanOptions {
            var_files: vec![self.root.join("environments/dev/consumer.tfvars")],
            out: Some(self.work.join("consumer.tfplan")),
            has_state: false,
            mode: PlanMode::Normal,
            simulated: None,
            env: offline(),
            imports: BTreeMap::new(),
        }
    }

    pub(crate) fn paths<'a>(&'a self, scratch: &'a Scratch, dir: &'a Utf8Path) -> PathMap<'a> {
        PathMap {
            root: &self.root,
            scratch: scratch.dir(),
            dir,
        }
    }

    /// All files of the repository but those in the work folder, with their content.
    pub(crate) fn sources(&self) -> Vec<(String, String)> {
        let files = [
            "terraform/product/consumer",
            "terraform/modules/queue",
            "environments/dev",
        ];
        let folders = files.map(|dir| self.root.join(dir).read_dir_utf8().unwrap());
        let mut out: Vec<_> = folders
            .into_iter()
            .flatten()
            .map(|entry| {
                let path = entry.unwrap().into_path();
                (path.to_string(), std::fs::read_to_string(path).unwrap())
            })
            .collect();
        out.sort();
        out
    }
}

pub(crate) fn offline() -> Environment {
    let region = "eu-west-1".to_owned();
    Environment::Offline { region }
}

/// Waits until `get` gives something, or fails after [`PATIENCE`].
pub(crate) fn poll<T>(what: &str, mut get: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = get() {
            return value;
        }
        assert!(Instant::now() < deadline, "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How many processes of a group are alive, as `ps` (of Linux and macOS) sees it. A dead one
/// that its parent has not looked after yet does not count.
pub(crate) fn group_size(group: i32) -> usize {
    let mut ps = std::process::Command::new("ps");
    let output = ps
        .args(["-A", "-o", "pgid=", "-o", "stat="])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let group = group.to_string();
    let processes = text.lines().filter_map(|line| line.trim().split_once(' '));
    let alive = processes.filter(|(_, state)| !state.trim().starts_with('Z'));
    alive.filter(|(id, _)| *id == group).count()
}
