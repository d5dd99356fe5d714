use std::ffi::OsString;

use super::*;
use crate::{Architecture, Profile};

fn lambda(name: &str, package: &str) -> Lambda {
    Lambda {
        name: name.to_owned(),
        system: "shop".to_owned(),
        package: package.to_owned(),
        version: "0.1.0".to_owned(),
        package_id: format!("path+file:///r/{package}#0.1.0"),
        manifest: format!("lambdas/shop/{package}/Cargo.toml").into(),
    }
}

fn workspace() -> Workspace {
    Workspace {
        lambdas: vec![lambda("a", "one"), lambda("b", "one"), lambda("c", "two")],
        root: "/r".into(),
        target_dirs: vec!["/r/target".into()],
    }
}

fn options(architecture: Architecture, env: &BTreeMap<OsString, OsString>) -> Options<'_> {
    Options {
        root: "/r".into(),
        names: &[],
        profile: Profile::Release,
        architecture,
        zigbuild: false,
        color: false,
        folder: crate::FOLDER.into(),
        work_dir: "/r/target/xtask/build".into(),
        env,
    }
}

fn command(selected: &[usize], architecture: Architecture, builder: Builder) -> String {
    let workspace = workspace();
    let selected: Vec<&Lambda> = selected.iter().map(|&at| &workspace.lambdas[at]).collect();
    let env = BTreeMap::new();
    let options = options(architecture, &env);
    let cancel = process::Cancel::new();
    let compilation = Compilation {
        host: Host::new(&options, &cancel),
        workspace: &workspace,
        selected: &selected,
        options: &options,
        builder,
        log: "/r/cargo.log".into(),
    };
    compilation.arguments().join(" ")
}

#[test]
fn one_command_builds_what_is_selected_with_the_features_of_all() {
    assert_eq!(
        command(&[1], Architecture::X86_64, Builder::Cargo),
        "build --locked --keep-going --profile release --target x86_64-unknown-linux-gnu \
         --package one --package two --bin b --message-format=json-render-diagnostics"
    );
}

#[test]
fn zigbuild_links_against_the_glibc_of_lambda() {
    assert_eq!(
        command(&[0, 2], Architecture::Arm64, Builder::Zigbuild),
        "zigbuild --locked --keep-going --profile release --target \
         aarch64-unknown-linux-gnu.2.34 --package one --package two --bin a --bin c \
         --message-format=json-render-diagnostics"
    );
}

fn output(code: i32, stdout: &[&str]) -> Output {
    Output {
        exit: process::Exit {
            code: Some(code),
            signal: None,
        },
        stdout: stdout.iter().map(ToString::to_string).collect(),
        stderr: Vec::new(),
        elapsed: std::time::Duration::ZERO,
    }
}

fn message(package: &str, name: &str, executable: &str) -> String {
    format!(
        r#"{{"reason":"compiler-artifact","package_id":"path+file:///r/{package}#0.1.0",
            "target":{{"name":"{name}","kind":["bin"]}},"executable":{executable},"fresh":true}}"#
    )
    .replace('\n', "")
}

#[test]
fn executables_are_where_cargo_says() {
    let lines = [
        r#"{"reason":"build-script-executed","package_id":"x"}"#.to_owned(),
        // A dependency may have a binary of the same name.
        message("other", "a", "\"/elsewhere/a\""),
        message("one", "a", "\"/t/release/a\""),
        message("two", "c", "null"),
        "not JSON".to_owned(),
    ];
    let workspace = workspace();
    let selected: Vec<&Lambda> = workspace.lambdas.iter().collect();
    let executables = executables(&lines, &selected);
    assert_eq!(executables.len(), 1);
    assert_eq!(executables["a"], "/t/release/a");
    let output = output(101, &[]);
    let finding = failure(&output, &selected, &executables, "target/x.log".into()).unwrap();
    assert_eq!(finding.message, "cargo cannot build `b`, `c`");
    assert_eq!(
        finding.hint.unwrap(),
        "mend what cargo says; its whole log is `target/x.log`"
    );
}

#[test]
fn a_cargo_that_is_killed_is_told_from_one_that_fails() {
    let workspace = workspace();
    let selected = [&workspace.lambdas[0]];
    let mut output = output(0, &[]);
    output.exit = process::Exit {
        code: None,
        signal: Some(9),
    };
    let finding = failure(&output, &selected, &BTreeMap::new(), "x".into()).unwrap();
    assert_eq!(
        finding.message,
        "cargo was killed by signal 9 before it had built `a`"
    );
}

#[test]
fn a_binary_that_cargo_leaves_out_is_told() {
    let workspace = workspace();
    let selected = [&workspace.lambdas[0]];
    let finding = failure(&output(0, &[]), &selected, &BTreeMap::new(), "x".into()).unwrap();
    assert_eq!(
        finding.message,
        "cargo ended well and made no executable for `a`"
    );
}
