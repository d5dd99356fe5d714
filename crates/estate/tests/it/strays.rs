//! Files of values in the wrong place.

use similar_asserts::assert_eq;

use crate::common::{Sandbox, check_places};

#[track_caller]
fn told(sandbox: &Sandbox, expected: &[&str]) {
    check_places(sandbox.root(), &sandbox.findings());
    assert_eq!(sandbox.lines(), expected);
}

#[test]
fn a_file_of_nobody_is_told() {
    let sandbox = Sandbox::base()
        .with("environments/dev/shop/fornt.tfvars", "")
        .with("environments/dev/notes/api.tfvars", "")
        .with("environments/prodd/shop/front.tfvars", "");
    told(
        &sandbox,
        &[
            "tfvars-orphan environments/dev/notes/api.tfvars:0:0 (dev): there is no stack `notes/api` for this tfvars file; delete the file, or create what it is for",
            "tfvars-orphan environments/dev/shop/fornt.tfvars:0:0 (dev): there is no stack `shop/fornt` for this tfvars file; did you mean `front.tfvars`?",
            "tfvars-orphan environments/prodd/shop/front.tfvars:0:0 (prodd): there is no environment `prodd` for this tfvars file; did you mean `prod/`?",
        ],
    );
}

#[test]
fn a_file_of_a_system_that_does_not_live_there_is_told() {
    let sandbox = Sandbox::base()
        .with(
            "terraform/notes/api/main.tf",
            "terraform {\n  backend \"s3\" {\n    key = \"n\"\n  }\n}\n",
        )
        .edit(
            "environments/sit.toml",
            "[\"shop\"]",
            "[\"shop\", \"notes\"]",
        )
        .with("environments/sit/notes/api.tfvars", "")
        .with("environments/dev/notes/api.tfvars", "");
    told(
        &sandbox,
        &[
            "tfvars-orphan environments/dev/notes/api.tfvars:0:0 (dev): `notes` does not live in `dev`, so nothing reads this tfvars file; add `notes` to `systems` in environments/dev.toml, or delete the file",
        ],
    );
}

#[test]
fn values_in_a_stack_folder_that_terraform_takes_by_itself_are_told() {
    let dir = "terraform/shop/front";
    let names = [
        "a.auto.tfvars",
        "b.auto.tfvars.json",
        "terraform.tfvars",
        "terraform.tfvars.json",
    ];
    let told_of = |name: &str| {
        format!(
            "tfvars-misplaced {dir}/{name}:0:0 (shop/front): `{dir}/{name}` is taken by Terraform in every environment, and not read here; move the values to environments/<environment>/shop/front.tfvars, or give the variable a default"
        )
    };
    let sandbox = names.iter().fold(Sandbox::base(), |sandbox, name| {
        sandbox.with(&format!("{dir}/{name}"), "size = 1\n")
    });
    // Terraform takes none of these unasked.
    let sandbox = sandbox
        .with(&format!("{dir}/dev.tfvars"), "")
        .with(&format!("{dir}/terraform.tfvars.example"), "")
        .with("terraform/modules/m/terraform.tfvars", "");
    let expected = names.map(told_of);
    told(&sandbox, &expected.each_ref().map(String::as_str));
}

#[test]
fn files_of_an_environment_that_nothing_reads_are_told() {
    let values = "move the values to environments/dev/<system>/<stack>.tfvars, or give the variable a default";
    let other =
        "move it away; what differs in `dev` stands in environments/dev/<system>/<stack>.tfvars";
    let files = [
        ("shop/deep/deeper/z.tfvars", values),
        ("shop/deep/front.tfvars", values),
        ("shop/front.tfvars.json", values),
        ("shop/notes.txt", other),
        ("x.tfvars", values),
    ];
    let mut sandbox = Sandbox::base()
        .with("environments/dev/README.md", "")
        .with("environments/dev/shop/README.md", "")
        .with("environments/dev/shop/.hidden", "")
        .with("environments/dev/.hidden/x.tfvars", "");
    for (file, _) in files {
        sandbox = sandbox.with(&format!("environments/dev/{file}"), "");
    }
    let expected = files.map(|(file, hint)| {
        format!(
            "tfvars-misplaced environments/dev/{file}:0:0 (dev): nothing reads `environments/dev/{file}`; {hint}"
        )
    });
    told(&sandbox, &expected.each_ref().map(String::as_str));
}

#[test]
fn a_link_that_leads_round_ends_and_a_linked_system_is_read() {
    let sandbox = Sandbox::base();
    let dev = sandbox.root().join("environments/dev");
    std::os::unix::fs::symlink(".", dev.join("shop/round")).unwrap();
    told(
        &sandbox,
        &[
            "tfvars-misplaced environments/dev/shop/round:0:0 (dev): nothing reads `environments/dev/shop/round`; move it away; what differs in `dev` stands in environments/dev/<system>/<stack>.tfvars",
        ],
    );
    let sandbox = Sandbox::base().without("environments/dev/shop");
    let dev = sandbox.root().join("environments/dev");
    std::os::unix::fs::symlink("../sit/shop", dev.join("shop")).unwrap();
    sandbox.sound();
}
