use super::*;

const AWS: &str = "registry.terraform.io/hashicorp/aws";

/// A temporary folder with these entries: a name that ends in `/` is a folder.
fn tree(entries: &[&str]) -> (tempfile::TempDir, Utf8PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::try_from(temp.path().canonicalize().unwrap()).unwrap();
    for entry in entries {
        let path = root.join(entry);
        if entry.ends_with('/') {
            std::fs::create_dir_all(path).unwrap();
        } else {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
    }
    (temp, root)
}

fn want(address: &str, versions: &[&str]) -> Wanted {
    Wanted {
        address: address.parse().unwrap(),
        versions: versions
            .iter()
            .map(|version| version.parse().unwrap())
            .collect(),
    }
}

fn found(roots: &SearchRoots, wanted: &[Wanted]) -> Vec<String> {
    let located = locate(roots, wanted, "linux_amd64").unwrap();
    let show = |it: Located| match it.source {
        ProviderSource::Mirror { dir, found_by } => {
            format!(
                "{} {} {found_by:?}",
                it.address.name,
                dir.file_name().unwrap()
            )
        }
        ProviderSource::Direct => format!("{} direct", it.address.name),
    };
    located.into_iter().map(show).collect()
}

#[test]
fn the_first_folder_that_has_the_version_wins() {
    let old = format!("implied/{AWS}/5.99.0/linux_amd64/");
    let new = format!("opt/b/{AWS}/5.100.0/linux_amd64/");
    let later = format!("opt/c/{AWS}/5.100.0/linux_amd64/");
    let other_platform = format!("opt/a/{AWS}/5.100.0/darwin_arm64/");
    let packed = format!("opt/d/{AWS}/terraform-provider-aws_5.98.0_linux_amd64.zip");
    let (_temp, root) = tree(&[&old, &new, &later, &other_platform, &packed]);
    let roots = SearchRoots {
        setting: None,
        implied: vec![root.join("implied")],
        add_on_parents: vec![root.join("opt")],
    };
    let cases: [(&[&str], &str); 6] = [
        (&["5.99.0"], "aws implied Implied"),
        (&["5.100.0"], "aws b AddOn"),
        (&["5.98.0"], "aws d AddOn"),
        (&["5.99.0", "5.100.0"], "aws direct"),
        (&["1.0.0"], "aws direct"),
        (&[], "aws implied Implied"),
    ];
    for (versions, expected) in cases {
        assert_eq!(
            found(&roots, &[want(AWS, versions)]),
            [expected],
            "{versions:?}"
        );
    }
    let only_packed = SearchRoots {
        implied: vec![root.join("opt/d")],
        ..Default::default()
    };
    assert_eq!(found(&only_packed, &[want(AWS, &[])]), ["aws d Implied"]);
}

#[test]
fn providers_are_decided_one_by_one_and_builtin_ones_not_at_all() {
    let (_temp, root) = tree(&[&format!("m/{AWS}/5.100.0/linux_amd64/")]);
    let roots = SearchRoots {
        implied: vec![root.join("m")],
        ..Default::default()
    };
    let wanted = [
        want("hashicorp/null", &["3.0.0"]),
        want(AWS, &["5.100.0"]),
        want(AWS, &[]),
        want("terraform.io/builtin/terraform", &[]),
    ];
    assert_eq!(found(&roots, &wanted), ["aws m Implied", "null direct"]);
}

#[test]
fn a_set_mirror_must_have_everything_and_hides_the_others() {
    let (_temp, root) = tree(&[&format!("m/{AWS}/5.100.0/linux_amd64/"), "empty/"]);
    let mut roots = SearchRoots {
        setting: Some(root.join("m")),
        implied: vec![root.join("m")],
        add_on_parents: Vec::new(),
    };
    assert_eq!(found(&roots, &[want(AWS, &["5.100.0"])]), ["aws m Setting"]);
    roots.setting = Some(root.join("empty"));
    let error = locate(&roots, &[want(AWS, &["5.100.0"])], "linux_amd64").unwrap_err();
    let message = error.to_string();
    for part in [
        "registry.terraform.io/hashicorp/aws 5.100.0",
        "`registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/`",
        "`registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip`",
    ] {
        assert!(message.contains(part), "{message}");
    }
}
