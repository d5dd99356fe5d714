//! Systems and the environments in which they live.

use similar_asserts::assert_eq;

use crate::common::{DEV, Sandbox, check_places};

const STACK: &str = "# API\nterraform {\n  backend \"s3\" {\n    key = \"notes/api\"\n  }\n}\n";

#[test]
fn a_system_that_no_environment_names_is_told_once() {
    let sandbox = Sandbox::base()
        .with("terraform/notes/api/terraform.tf", STACK)
        .with("terraform/notes/web/main.tf", "");
    check_places(sandbox.root(), &sandbox.findings());
    assert_eq!(
        sandbox.lines(),
        [
            "system-unlisted terraform/notes/api/terraform.tf:2:1 (): no environment names the system `notes`, so nothing deploys it; add `notes` to `systems` in environments/<environment>.toml"
        ]
    );
}

#[test]
fn an_environment_that_cannot_be_read_may_name_it() {
    let broken = DEV.replace("gate = \"none\"", "gate = none");
    let sandbox = Sandbox::base()
        .with("terraform/notes/api/terraform.tf", STACK)
        .with("environments/dev.toml", broken);
    let lines = sandbox.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("toml-syntax "), "{lines:?}");
}
