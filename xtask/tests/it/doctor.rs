//! `cargo xtask doctor`.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::common::{Run, TestContext, Xtask, fixture};

const PLATFORM: &str = "registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64";

/// The doctor on a machine whose tools are the stand-ins of `tests/fixtures/tools`.
fn doctor(context: &TestContext, arguments: &[&str]) -> Xtask {
    let arguments = [&["doctor"], arguments].concat();
    context.xtask(&arguments).env("PATH", fixture("tools"))
}

/// A stack that wants the AWS provider, which is in the folder `mirror`.
fn with_aws() -> TestContext {
    let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
    TestContext::new()
        .with("terraform/shop/api/.terraform.lock.hcl", lock)
        .with(&format!("mirror/{PLATFORM}/provider"), "")
}

pub(crate) fn rows(run: &Run, group: &str) -> Vec<Value> {
    let rows = run.json()["rows"].as_array().unwrap().clone();
    rows.into_iter()
        .filter(|row| row["group"] == group)
        .collect()
}

#[test]
fn people_see_what_is_there_and_what_to_do() {
    let context = with_aws();
    let run = doctor(&context, &[])
        .env("XTASK_PROVIDER_MIRROR", "mirror")
        .run();
    assert_data_eq!(
        run.loose_golden(),
        str![[r#"
exit: 3
--- stdout
  CHECK  FOUND  NEEDED
  Tools
 ok  cargo  1.95.0  1.95.0 or newer
 ok  rustfmt  1.8.0  1.8.0 or newer
 outdated  python3  3.9.2  3.10.0 or newer, for the local AWS
 ok  git  2.39.5  2.30.0 or newer
 ok  terraform  1.11.4  1.11.0 or newer
  Optional tools
 missing  cargo-deny  not found  0.18.0 or newer, checks licences and advisories
 missing  cargo-zigbuild  not found  0.20.0 or newer, builds Lambdas for other machines
 missing  dot  not found  2.40.0 or newer, draws `graph --format dot`
  Terraform providers
 ok  hashicorp/aws  from the mirror [ROOT]/mirror (setting)  5.100.0
  Environments
 ok  dev  account 111111111111, eu-west-1
 ok  prod  account 222222222222, af-south-1
  Credentials
 skipped  account  no AWS credentials are set; they are only needed to deploy

What to do:
  python3: sudo apt-get install python3
  cargo-deny: cargo install --locked cargo-deny
  cargo-zigbuild: pip install cargo-zigbuild ziglang
  dot: sudo apt-get install graphviz

something is amiss
--- stderr

"#]]
    );
}

#[test]
fn machines_see_the_same() {
    let context = with_aws();
    let run = doctor(&context, &["--format", "json"]).env("XTASK_PROVIDER_MIRROR", "mirror");
    assert_data_eq!(
        run.run().golden(),
        str![[r#"
exit: 3
--- stdout
{
  "ok": false,
  "rows": [
    {
      "group": "tools",
      "check": "cargo",
      "status": "ok",
      "found": "1.95.0",
      "needed": "1.95.0 or newer",
      "fix": null
    },
    {
      "group": "tools",
      "check": "rustfmt",
      "status": "ok",
      "found": "1.8.0",
      "needed": "1.8.0 or newer",
      "fix": null
    },
    {
      "group": "tools",
      "check": "python3",
      "status": "outdated",
      "found": "3.9.2",
      "needed": "3.10.0 or newer, for the local AWS",
      "fix": "sudo apt-get install python3"
    },
    {
      "group": "tools",
      "check": "git",
      "status": "ok",
      "found": "2.39.5",
      "needed": "2.30.0 or newer",
      "fix": null
    },
    {
      "group": "tools",
      "check": "terraform",
      "status": "ok",
      "found": "1.11.4",
      "needed": "1.11.0 or newer",
      "fix": null
    },
    {
      "group": "optional",
      "check": "cargo-deny",
      "status": "missing",
      "found": "not found",
      "needed": "0.18.0 or newer, checks licences and advisories",
      "fix": "cargo install --locked cargo-deny"
    },
    {
      "group": "optional",
      "check": "cargo-zigbuild",
      "status": "missing",
      "found": "not found",
      "needed": "0.20.0 or newer, builds Lambdas for other machines",
      "fix": "pip install cargo-zigbuild ziglang"
    },
    {
      "group": "optional",
      "check": "dot",
      "status": "missing",
      "found": "not found",
      "needed": "2.40.0 or newer, draws `graph --format dot`",
      "fix": "sudo apt-get install graphviz"
    },
    {
      "group": "providers",
      "check": "hashicorp/aws",
      "status": "ok",
      "found": "from the mirror [ROOT]/mirror (setting)",
      "needed": "5.100.0",
      "fix": null
    },
    {
      "group": "environments",
      "check": "dev",
      "status": "ok",
      "found": "account 111111111111, eu-west-1",
      "needed": "",
      "fix": null
    },
    {
      "group": "environments",
      "check": "prod",
      "status": "ok",
      "found": "account 222222222222, af-south-1",
      "needed": "",
      "fix": null
    },
    {
      "group": "credentials",
      "check": "account",
      "status": "skipped",
      "found": "no AWS credentials are set; they are only needed to deploy",
      "needed": "",
      "fix": null
    }
  ]
}
--- stderr

"#]]
    );
}

#[test]
fn this_machine_has_what_the_tests_need() {
    let run = TestContext::new().run(&["doctor", "--format", "json"]);
    let rows = run.json()["rows"].as_array().unwrap().clone();
    let terraform = rows.iter().find(|row| row["check"] == "terraform").unwrap();
    assert_eq!(terraform["status"], "ok", "{run:?}");
    assert_eq!(run.json()["ok"] == true, run.code == 0, "{run:?}");
}

#[test]
fn a_missing_terraform_is_exit_code_3_and_a_row_that_mends_it() {
    let context = TestContext::new();
    let empty = context.root.join("environments");
    for xtask in [
        doctor(&context, &["--format", "json"]).env("PATH", empty),
        doctor(&context, &["--format", "json"]).env("XTASK_TERRAFORM", "/nonexistent/terraform"),
    ] {
        let run = xtask.run().code(3);
        let rows = rows(&run, "tools");
        let row = rows.iter().find(|row| row["check"] == "terraform").unwrap();
        assert_eq!(row["status"], "missing");
        assert!(row["fix"].as_str().unwrap().contains("terraform"), "{row}");
        assert_eq!(run.json()["ok"], false);
    }
}

#[test]
fn an_old_terraform_is_exit_code_3_and_a_row_that_mends_it() {
    let context = TestContext::new();
    let run = doctor(&context, &["--format", "json"])
        .terraform("old")
        .run()
        .code(3);
    let rows = rows(&run, "tools");
    let row = rows.iter().find(|row| row["check"] == "terraform").unwrap();
    assert_eq!(row["status"], "outdated");
    assert_eq!(row["needed"], "1.11.0 or newer");
    assert!(row["found"].as_str().unwrap().contains("1.5.7"), "{row}");
    assert!(row["fix"].as_str().unwrap().contains("terraform"), "{row}");
}

#[test]
fn a_provider_that_a_set_mirror_lacks_is_exit_code_3() {
    let context = with_aws().without(&format!("mirror/{PLATFORM}"));
    let run = doctor(&context, &["--format", "json"]).env("XTASK_PROVIDER_MIRROR", "mirror");
    let rows = rows(&run.run().code(3), "providers");
    assert_eq!(rows[0]["status"], "failed");
    assert!(
        rows[0]["found"]
            .as_str()
            .unwrap()
            .contains("hashicorp/aws 5.100.0"),
        "{rows:?}"
    );
}

#[test]
fn a_broken_environment_is_a_row_with_its_place() {
    let context = TestContext::new()
        .edit("environments/prod.toml", "222222222222", "2222")
        .edit("environments/dev.toml", "eu-west-1", "eu-west-11");
    // All rows, whichever environment is asked about.
    for arguments in [
        &["--format", "json"][..],
        &["--format", "json", "--env", "prod"],
    ] {
        let run = context.run(&[&["doctor"], arguments].concat()).code(1);
        let rows = rows(&run, "environments");
        let rows: Vec<_> = rows
            .iter()
            .map(|row| ["check", "status", "found", "fix"].map(|key| row[key].as_str().unwrap()))
            .collect();
        let expected = [
            [
                "dev",
                "failed",
                "environments/dev.toml:2:10: AWS has no region `eu-west-11`",
                "did you mean `eu-west-1`?",
            ],
            [
                "prod",
                "failed",
                "environments/prod.toml:1:11: `2222` is not an AWS account id",
                "an account id is twelve digits in quotes; leading zeros count",
            ],
        ];
        assert_eq!(rows, expected);
    }
}
