//! A canary in every place where a secret may be is found in no other.

use camino::{Utf8Path, Utf8PathBuf};

use super::{DEV, Site};
use crate::common::{Run, TestContext};

/// What every secret of this test begins with, and nothing else.
const CANARY: &str = "canary";

/// Variables, a resource and outputs with secrets; each stage adds something that prints them.
const STACK: &str = r#"
variable "password" {
  type      = string
  sensitive = true
}

variable "token" {
  type      = string
  sensitive = true
  default   = null
}

resource "terraform_data" "held" {
  input = sensitive(file("[FILE]"))
}

output "secret" {
  value     = terraform_data.held.output
  sensitive = true
}

output "shown" {
  value = nonsensitive(var.password)
}
"#;

const CHECK: &str = r#"
check "one" {
  assert {
    condition     = terraform_data.held.output == ""
    error_message = "they are ${nonsensitive(var.password)} and ${nonsensitive(terraform_data.held.output)}"
  }
}
"#;

const FAILS: &str = r#"
resource "terraform_data" "fails" {
  provisioner "local-exec" {
    command = "echo '${nonsensitive(terraform_data.held.output)}' >&2; : '${nonsensitive(var.password)}'; exit 1"
  }
}
"#;

const MAIN: &str = "terraform/shop/infrastructure/main.tf";
const TFVARS: &str = "environments/dev/shop/infrastructure.tfvars";

struct Secretive {
    site: Site,
    summary: Utf8PathBuf,
}

impl Secretive {
    fn new() -> Self {
        let context = TestContext::new().with("held.txt", "canary-in-the-state");
        let file = context.root.join("held.txt");
        let text = context.read(MAIN) + &STACK.replace("[FILE]", file.as_str());
        let reader = "terraform_data.this.id\n}\n\nresource \"terraform_data\" \"reader\" {\n  input = \
                      data.terraform_remote_state.infrastructure.outputs.secret\n}\n";
        let context = context
            .with(MAIN, text)
            .with(TFVARS, "size = 1\npasword = \"canary-in-a-typo\"\n")
            .edit(
                "terraform/shop/api/main.tf",
                "terraform_data.this.id\n}\n",
                reader,
            );
        let site = Site::new(context, DEV, "dev");
        let summary = site.context.root.join("target/summary.md");
        Self { site, summary }
    }

    fn add(self, text: &str) -> Self {
        let text = self.site.context.read(MAIN) + text;
        std::fs::write(self.site.context.root.join(MAIN), text).unwrap();
        self.site.commit("more");
        self
    }

    /// Runs a command in both formats; neither says anything of a secret.
    fn both(&self, arguments: &[&str], code: i32) -> [Run; 2] {
        [&[][..], &["--format", "json"]].map(|format| {
            let xtask = self.site.context.xtask(&[arguments, format].concat());
            let run = xtask
                .env("XTASK_AWS_ENDPOINT", self.site.local.endpoint())
                .env("AWS_SECRET_ACCESS_KEY", "canary-of-aws")
                .env("AWS_SESSION_TOKEN", "canary-of-a-session")
                .env("TF_VAR_token", "canary-in-the-environment")
                .env("GITHUB_ACTIONS", "true")
                .env("GITHUB_STEP_SUMMARY", self.summary.as_str())
                .run();
            let run = run.code(code);
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains(CANARY), "{arguments:?}: {text}");
            }
            run
        })
    }

    /// The files that hold a canary, but for those of the emulator, which is an AWS.
    fn found(&self) -> Vec<Utf8PathBuf> {
        let mut found = Vec::new();
        for dir in ["target", "plans"] {
            search(&self.site.context.root.join(dir), &mut found);
        }
        found
    }

    fn log(&self, name: &str) -> String {
        let log = format!("target/xtask/deploy/logs/shop/infrastructure/{name}.log");
        self.site.context.read(&log)
    }
}

fn search(path: &Utf8Path, found: &mut Vec<Utf8PathBuf>) {
    if path.ends_with("target/xtask/local") || path.is_symlink() {
        return;
    }
    if path.is_dir() {
        for entry in path.read_dir_utf8().unwrap() {
            search(entry.unwrap().path(), found);
        }
    } else if let Ok(bytes) = std::fs::read(path) {
        let mut parts = bytes.windows(CANARY.len());
        found.extend(
            parts
                .any(|part| part == CANARY.as_bytes())
                .then(|| path.to_owned()),
        );
    }
}

#[test]
fn a_canary_is_found_in_no_log_no_report_and_no_bundle() {
    let it = Secretive::new();
    let [text, _] = it.both(&["plan", "dev"], 1);
    assert!(
        text.stderr.contains("infrastructure.tfvars:2:1\n"),
        "{text:#?}"
    );
    let path = it.site.context.root.join(TFVARS);
    std::fs::write(
        path,
        "size = 1\npassword = \"canary-<in>-\\\"tfvars\\\"\"\n",
    )
    .unwrap();
    let it = it.add("");
    it.both(&["deploy", "dev"], 0);

    let it = it.add(CHECK);
    let [text, json] = it.both(&["plan", "dev", "--out", "plans"], 0);
    assert!(
        text.stderr.contains("they are (sensitive) and (sensitive)"),
        "{text:#?}"
    );
    let findings = json.findings_with("terraform-plan");
    assert!(
        findings.contains("they are (sensitive) and (sensitive)"),
        "{findings}"
    );
    let log = it.log("plan");
    assert!(
        log.contains("they are (sensitive) and (sensitive)"),
        "{log}"
    );
    it.both(&["deploy", "dev", "--plan", "plans"], 0);

    let it = it.add(FAILS);
    let [text, json] = it.both(&["deploy", "dev"], 1);
    assert!(text.stderr.contains("(sensitive)"), "{text:#?}");
    assert!(
        json.findings_with("terraform-apply")
            .contains("(sensitive)")
    );
    assert!(
        it.log("apply").contains("Output: (sensitive)"),
        "{}",
        it.log("apply")
    );
    assert!(
        !it.site
            .context
            .root
            .join("target/xtask/deploy/plans")
            .exists()
    );
    let [text, _] = it.both(&["outputs", "dev"], 0);
    assert!(text.stdout.contains("shown = \"(sensitive)\""), "{text:#?}");
    it.both(&["drift", "dev"], 0);
    assert_eq!(it.found(), Vec::<Utf8PathBuf>::new());
    it.both(&["destroy", "dev", "--confirm", "dev"], 0);
    assert_eq!(it.found(), Vec::<Utf8PathBuf>::new());
    let summary = std::fs::read_to_string(&it.summary).unwrap();
    assert!(summary.contains("(sensitive)"), "{summary}");
}
