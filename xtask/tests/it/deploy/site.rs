//! A repository, and an AWS on this machine to deploy it to.

use std::process::Command;

use emulator::{Host, Running, Settings};

use crate::common::{Run, TestContext};
use crate::rehearse::install;

/// The account and the region of `dev`.
pub(crate) const DEV: (&str, &str) = ("111111111111", "eu-west-1");

/// A repository, committed, and an AWS for one of its environments.
pub(crate) struct Site {
    pub(crate) context: TestContext,
    pub(crate) local: Running,
}

impl Site {
    /// With `dev`, behind no gate.
    pub(crate) fn dev() -> Self {
        Self::new(TestContext::new(), DEV, "dev")
    }

    /// With `prod`, whose name is to be typed.
    pub(crate) fn prod() -> Self {
        Self::new(TestContext::new(), ("222222222222", "af-south-1"), "prod")
    }

    pub(crate) fn new(context: TestContext, (account, region): (&str, &str), env: &str) -> Self {
        let context = context.with(".gitignore", "/target\n");
        install(&context);
        let dir = context.root.join("target/xtask/local");
        let settings = Settings::new(&dir, region, account);
        let host = Host {
            cancel: &process::Cancel::new(),
            observer: &|_| {},
        };
        let local = emulator::start(&settings, &host).unwrap();
        let site = Self { context, local };
        site.make_bucket(account, region, env);
        site.commit("one");
        site
    }

    /// What the states of an environment are kept in.
    pub(crate) fn make_bucket(&self, account: &str, region: &str, env: &str) {
        let bucket = format!("{}/states-{env}", self.local.endpoint());
        let authorization = authorization((account, region), "s3");
        let place = format!(
            "<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
        );
        let put = ureq::put(&bucket).header("Authorization", authorization);
        put.send(place).unwrap();
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@t"];
        let status = Command::new("git")
            .current_dir(&self.context.root)
            .args(identity)
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdout(std::process::Stdio::null())
            .status();
        assert!(status.unwrap().success(), "{arguments:?}");
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["init", "-q"]);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let xtask = self.context.xtask(arguments);
        xtask.env("XTASK_AWS_ENDPOINT", self.local.endpoint()).run()
    }

    /// The same with its result as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Run {
        self.run(&[arguments, &["--format", "json"]].concat())
    }

    /// Gives the parameter `/one` the value `b`, behind terraform's back.
    pub(crate) fn change_parameter(&self) {
        let put = ureq::post(self.local.endpoint())
            .header("Authorization", authorization(DEV, "ssm"))
            .header("X-Amz-Target", "AmazonSSM.PutParameter")
            .header("Content-Type", "application/x-amz-json-1.1");
        put.send(r#"{"Name":"/one","Value":"b","Type":"String","Overwrite":true}"#)
            .unwrap();
    }

    pub(crate) fn edit(self, file: &str, from: &str, to: &str) -> Self {
        let context = self.context.edit(file, from, to);
        Self { context, ..self }
    }
}

/// What tells the local AWS whose account and region is meant.
pub(crate) fn authorization((account, region): (&str, &str), service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )
}
