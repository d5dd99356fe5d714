//! Files that cannot be read, in every way in which that happens, and what must not follow.

use std::os::unix::fs::{PermissionsExt, symlink};

use similar_asserts::assert_eq;

use crate::common::{CONSUMER, PRODUCER, Sandbox, address, check_places};

const BASE: &str = "terraform/shop/base";

#[track_caller]
fn told(sandbox: &Sandbox, starts: &[&str]) {
    check_places(sandbox.root(), &sandbox.findings());
    let lines = sandbox.lines();
    assert_eq!(lines.len(), starts.len(), "{lines:?}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(
            line.starts_with(start),
            "{line}\nshould start with\n{start}"
        );
    }
}

#[test]
fn broken_hcl_is_told_with_its_place_and_nothing_follows_from_it() {
    // The backend, the outputs, the variables and the locals may all stand in the broken file.
    let broken = "output \"a\" {\n  value = [1,\n}\n";
    let syntax = |file: &str| format!("hcl-syntax {file}:3:1 (): not valid HCL: ");
    let file = format!("{BASE}/main.tf");
    told(&Sandbox::base().with(&file, broken), &[&syntax(&file)]);

    let file = format!("{BASE}/outputs.tf");
    told(&Sandbox::base().with(&file, broken), &[&syntax(&file)]);

    let file = "terraform/shop/front/variables.tf";
    let sandbox = Sandbox::base()
        .edit(
            "terraform/shop/front/main.tf",
            "= var.state_bucket",
            "= local.bucket",
        )
        .with("environments/dev/shop/front.tfvars", "size = 1")
        .with(file, broken);
    told(&sandbox, &[&syntax(file)]);
}

#[test]
fn a_broken_module_is_told_once_however_often_it_is_called() {
    let call = "module \"a\" {\n  source = \"../../modules/m\"\n}\nmodule \"b\" {\n  source = \"../../modules/m/\"\n}\n";
    let sandbox = Sandbox::base()
        .with("terraform/shop/front/main.tf", format!("{CONSUMER}{call}"))
        .with("terraform/shop/base/more.tf", call)
        .with("terraform/modules/m/main.tf", "locals {\n");
    told(&sandbox, &["hcl-syntax terraform/modules/m/main.tf:1:"]);
}

#[test]
fn a_file_that_is_no_text_is_told_at_the_first_wrong_byte() {
    let file = format!("{BASE}/extra.tf");
    let sandbox = Sandbox::base().with(&file, b"# \xc3\xa9\n# \xff\n");
    told(
        &sandbox,
        &[&format!(
            "unreadable-file {file}:2:3 (): `{file}` is not UTF-8 text; save the file as UTF-8"
        )],
    );
}

#[test]
fn a_folder_with_the_name_of_a_file_is_told() {
    let sandbox = Sandbox::base()
        .with(&format!("{BASE}/x.tf/y"), "")
        .with("environments/dir.toml/y", "");
    told(
        &sandbox,
        &[
            "unreadable-file environments/dir.toml:0:0 (): cannot read `environments/dir.toml`: is a directory; a folder stands",
            &format!(
                "unreadable-file {BASE}/x.tf:0:0 (): cannot read `{BASE}/x.tf`: is a directory; a folder stands where a file should be; rename it"
            ),
        ],
    );
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let file = format!("{BASE}/main.tf");
    let sandbox = Sandbox::base();
    let path = sandbox.root().join(&file);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    told(
        &sandbox,
        &[&format!(
            "unreadable-file {file}:0:0 (): cannot read `{file}`: "
        )],
    );
}

#[test]
fn links_that_lead_nowhere_or_round_and_files_without_end_are_told() {
    let sandbox = Sandbox::base();
    let dir = sandbox.root().join(BASE);
    symlink("b.tf", dir.join("a.tf")).unwrap();
    symlink("a.tf", dir.join("b.tf")).unwrap();
    symlink("gone", dir.join("c.tf")).unwrap();
    symlink("/dev/zero", dir.join("d.tf")).unwrap();
    symlink("..", dir.join("loop")).unwrap();
    symlink(".", sandbox.root().join("terraform/shop/loop")).unwrap();
    let start = |name: &str| format!("unreadable-file {BASE}/{name}:0:0 (): cannot read ");
    let starts = ["a.tf", "b.tf", "c.tf", "d.tf"].map(start);
    told(&sandbox, &starts.each_ref().map(String::as_str));
}

#[test]
fn a_huge_file_is_told_and_not_read() {
    let file = format!("{BASE}/huge.tf");
    let sandbox = Sandbox::base().with(&file, vec![b'#'; 3 * 1024 * 1024]);
    told(
        &sandbox,
        &[&format!(
            "unreadable-file {file}:0:0 (): cannot read `{file}`: it is larger than 2 MiB; split it"
        )],
    );
}

#[test]
fn a_byte_order_mark_and_windows_lines_do_no_harm() {
    let text = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let sandbox = Sandbox::base()
        .with(&format!("{BASE}/main.tf"), text(PRODUCER))
        .with("terraform/shop/front/main.tf", text(CONSUMER));
    let estate = sandbox.sound();
    assert_eq!(estate.reads[0].outputs[0].output, "table_name");
}

#[test]
fn terraform_in_json_is_told_and_nothing_follows_from_it() {
    let sandbox = Sandbox::base()
        .without(&format!("{BASE}/main.tf"))
        .with(&format!("{BASE}/main.tf.json"), "{}")
        .with(&format!("{BASE}/package.json"), "{}");
    told(
        &sandbox,
        &[&format!(
            "terraform-json {BASE}/main.tf.json:0:0 (): `{BASE}/main.tf.json` is Terraform in JSON, which is not read here; write it as a .tf file"
        )],
    );
}

#[test]
fn a_file_above_the_stacks_is_told() {
    let sandbox = Sandbox::base()
        .with("terraform/versions.tf", "")
        .with("terraform/shop/main.tf", "")
        .with("terraform/modules/notes.tf", "")
        .with("terraform/shop/front/nested/deeper/main.tf", "nonsense")
        .with("terraform/shop/docs/readme.md", "");
    told(
        &sandbox,
        &[
            "stack-misplaced terraform/versions.tf:0:0 (): `terraform/versions.tf` belongs to no stack",
            "stack-misplaced terraform/shop/main.tf:0:0 (): `terraform/shop/main.tf` belongs to no stack, so nothing would ever deploy it; move it into a stack's folder, terraform/<system>/<stack>/",
        ],
    );
}

#[test]
fn a_file_in_the_place_of_the_modules_is_told() {
    told(
        &Sandbox::base().with("terraform/modules", ""),
        &["unreadable-file terraform/modules:0:0 (): cannot read `terraform/modules`: "],
    );
}

#[test]
fn names_may_have_spaces_and_signs() {
    let text = PRODUCER.replace("shop/base", "x");
    let estate = Sandbox::base().stack("my stack é", &text).sound();
    let stack = estate.stack(&address("shop/my stack é")).unwrap();
    assert_eq!(
        stack.tfvars("dev"),
        "environments/dev/shop/my stack é.tfvars"
    );
}

#[test]
fn hidden_and_other_files_are_not_read() {
    Sandbox::base()
        .with(&format!("{BASE}/.hidden.tf"), "{{{")
        .with(&format!("{BASE}/main.tf.bak"), "{{{")
        .with(&format!("{BASE}/.terraform/modules/x/main.tf"), "{{{")
        .with(&format!("{BASE}/terraform.tfvars.example"), "{{{")
        .sound();
}

#[test]
fn an_empty_folder_is_an_empty_estate() {
    let estate = Sandbox::new(&[]).sound();
    assert!(estate.stacks.is_empty() && estate.environments.is_empty());
    let sandbox = Sandbox::base();
    let below = sandbox.root().join("terraform/shop/base");
    assert_eq!(estate::find_root(&below), Some(sandbox.root()));
}
