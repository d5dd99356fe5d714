//! Estates of any size, to see how the time grows with it.

use std::fmt::Write as _;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

const ENVIRONMENT: &str = r#"account = "111122223333"
region = "eu-west-1"
gate = "none"
monthly_budget_usd = 1
systems = ["grown"]

[state]
bucket = "grown-state-dev"
lock = "file"

[tags]
project = "bench"
owner = "bench"
cost-center = "bench"
"#;

/// The first ten of the stacks, for the filter of `verify`.
pub(crate) const FIRST_TEN: &str = "s000?";

/// What all stacks have: a queue, its alarm, and variables as in an estate of people.
const STACK: &str = r#"variable "environment" {
  description = "The environment's name."
  type        = string
}

variable "aws_region" {
  description = "The region."
  type        = string
}

variable "state_bucket" {
  description = "The bucket of the states."
  type        = string
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
}

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = var.tags
  }
}

resource "aws_sqs_queue" "this" {
  name                    = "$NAME-${var.environment}"
  sqs_managed_sse_enabled = true
}

resource "aws_cloudwatch_metric_alarm" "age" {
  alarm_name          = "$NAME-age-${var.environment}"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  evaluation_periods  = 1
  period              = 300
  statistic           = "Maximum"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
}

output "queue_arn" {
  description = "The queue."
  value       = aws_sqs_queue.this.arn
}
"#;

/// What makes all stacks but the first read the first one.
const READER: &str = r#"data "terraform_remote_state" "base" {
  backend = "s3"

  config = {
    bucket = var.state_bucket
    key    = "grown/s0000/terraform.tfstate"
    region = var.aws_region
  }
}

output "base_arn" {
  description = "The first stack's queue."
  value       = data.terraform_remote_state.base.outputs.queue_arn
}
"#;

/// Writes an estate of so many stacks in one environment. The lock file is that of an estate whose AWS provider
/// is on this machine.
pub(crate) fn write(root: &Utf8Path, stacks: usize, lock: &[u8]) -> io::Result<()> {
    put(root.join("environments/dev.toml"), ENVIRONMENT)?;
    for number in 0..stacks {
        let name = format!("s{number:04}");
        let dir = root.join("terraform/grown").join(&name);
        put(dir.join("terraform.tf"), terraform(&name))?;
        let reader = if number == 0 { "" } else { READER };
        put(dir.join("main.tf"), STACK.replace("$NAME", &name) + reader)?;
        put(dir.join(".terraform.lock.hcl"), lock)?;
        let tfvars = format!("environments/dev/grown/{name}.tfvars");
        put(root.join(tfvars), "")?;
    }
    Ok(())
}

fn terraform(name: &str) -> String {
    let mut out = String::from("terraform {\n  required_version = \">= 1.11\"\n\n");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "  required_providers {{\n    aws = {{\n      source  = \"hashicorp/aws\"\n      version = \"~> 5.100\"\n    }}\n  }}\n\n  \
         backend \"s3\" {{\n    key     = \"grown/{name}/terraform.tfstate\"\n    encrypt = true\n  }}\n}}\n"
    );
    out
}

fn put(path: Utf8PathBuf, content: impl AsRef<[u8]>) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
    std::fs::write(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estate_is_sound_and_has_an_edge_for_each_stack_but_one() {
        let temp = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(temp.path()).unwrap();
        write(root, 12, b"").unwrap();
        let (estate, findings) = estate::Estate::load(root);
        assert_eq!(findings, []);
        assert_eq!(estate.stacks.len(), 12);
        let producers = |stack: &estate::Stack| estate.producers(&stack.address).count();
        assert_eq!(estate.stacks.iter().map(producers).sum::<usize>(), 11);
    }
}
