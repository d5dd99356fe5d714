use super::*;

/// What `cargo metadata` says of packages, each a folder and the names of its binaries.
fn workspace(packages: &[(&str, &[&str])]) -> Workspace {
    let packages = packages.iter().map(|(dir, binaries)| {
        let name = dir.rsplit('/').next().unwrap();
        let mut targets =
            vec![r#"{ "name": "build-script-build", "kind": ["custom-build"] }"#.to_owned()];
        let binaries = binaries.iter();
        targets.extend(binaries.map(|it| format!(r#"{{ "name": "{it}", "kind": ["bin"] }}"#)));
        format!(
            r#"{{ "id": "path+file:///r/{dir}#0.1.0", "name": "{name}", "version": "0.1.0",
                  "manifest_path": "/r/{dir}/Cargo.toml", "targets": [{}] }}"#,
            targets.join(", ")
        )
    });
    let packages: Vec<String> = packages.collect();
    let text = format!(
        r#"{{ "packages": [{}], "workspace_root": "/r", "target_directory": "/r/target",
              "build_directory": "/r/target" }}"#,
        packages.join(", ")
    );
    Workspace::parse(&text).unwrap()
}

fn names(workspace: &Workspace) -> Vec<String> {
    let lambdas = workspace.lambdas.iter();
    lambdas
        .map(|it| format!("{}/{} of {}", it.system, it.name, it.package))
        .collect()
}

#[test]
fn every_binary_below_a_system_is_a_lambda() {
    let workspace = workspace(&[
        ("xtask", &["xtask"]),
        ("lambdas/shop/two", &["second", "first"]),
        ("lambdas/audit", &["log"]),
        ("lambdas/shop/deep/er", &["deep"]),
        ("lambdas/shop/library", &[]),
        ("other/lambdas/shop/x", &["x"]),
    ]);
    assert_eq!(
        names(&workspace),
        [
            "shop/deep of er",
            "shop/first of two",
            "audit/log of audit",
            "shop/second of two",
        ]
    );
    assert_eq!(workspace.target_dirs, ["/r/target"]);
    assert_eq!(workspace.duplicates(), []);
}

#[test]
fn a_package_without_a_system_is_no_lambda() {
    assert_eq!(names(&workspace(&[("lambdas", &["lambdas"])])), [""; 0]);
}

#[test]
fn names_select_and_all_unknown_ones_are_told_at_once() {
    let workspace = workspace(&[("lambdas/shop/a", &["get-item", "put-item"])]);
    let select = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let selected = workspace.select(&names);
        selected.map(|lambdas| lambdas.iter().map(|it| it.name.clone()).collect::<Vec<_>>())
    };
    assert_eq!(select(&[]).unwrap(), ["get-item", "put-item"]);
    assert_eq!(select(&["put-item", "put-item"]).unwrap(), ["put-item"]);
    let error = select(&["get-itme", "get-item", "zebra"]).unwrap_err();
    assert!(error.is_usage());
    assert_eq!(
        error.to_string(),
        "there is no Lambda `get-itme`; did you mean `get-item`?\n\
         there is no Lambda `zebra`; there are: get-item, put-item"
    );
}

#[test]
fn without_lambdas_a_name_is_unknown_for_that_reason() {
    let error = workspace(&[]).select(&["x".to_owned()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no Lambda `x`: no package below `lambdas/<system>/` has a binary"
    );
}

#[test]
fn two_lambdas_of_one_name_are_a_finding_wherever_they_are() {
    let workspace = workspace(&[("lambdas/shop/a", &["get"]), ("lambdas/audit/b", &["get"])]);
    let findings = workspace.duplicates();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "two Lambdas are called `get`");
    let location = findings[0].location.as_ref().unwrap();
    assert_eq!(location.file, "lambdas/shop/a/Cargo.toml");
    assert_eq!(findings[0].related[0].0.file, "lambdas/audit/b/Cargo.toml");
}
