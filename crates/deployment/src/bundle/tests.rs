use super::*;

fn bound() -> Bound {
    let one = |name: &str| BTreeMap::from([(name.to_owned(), "1".to_owned())]);
    Bound {
        environment: "sit".to_owned(),
        account: "111111111111".to_owned(),
        region: "eu-west-1".to_owned(),
        aws: "aws".to_owned(),
        commit: Some("c".to_owned()),
        dirty: false,
        terraform: "1.11.4".to_owned(),
        providers: one("hashicorp/aws"),
        lock_files: one("shop/api"),
        release: None,
        artifacts: one("api"),
    }
}

#[test]
fn each_thing_that_plans_hang_on_is_compared() {
    let bundle = Bundle {
        version: VERSION,
        bound: bound(),
        key: String::new(),
        stacks: Vec::new(),
        seal: String::new(),
    };
    let said = |change: fn(&mut Bound)| {
        let mut now = bound();
        change(&mut now);
        let findings = bundle.check(Utf8Path::new("plans"), &now);
        let messages = findings.iter().map(|it| it.message.clone());
        messages.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(said(|_| ()), "");
    assert!(said(|it| it.environment = "dev".to_owned()).contains("environment `sit`"));
    assert!(said(|it| it.account = "2".to_owned()).contains("account `1"));
    assert!(said(|it| it.region = "2".to_owned()).contains("region `eu"));
    assert!(said(|it| it.aws = "2".to_owned()).contains("AWS `aws`"));
    assert!(said(|it| it.commit = None).contains("commit `c`, and now it is `none`"));
    assert!(said(|it| it.release = Some("r".to_owned())).contains("release `none`"));
    assert!(said(|it| it.dirty = true).contains("differ from the commit"));
    assert!(said(|it| it.terraform = "2".to_owned()).contains("terraform `1.11.4`"));
    assert!(
        said(|it| {
            it.providers
                .insert("hashicorp/aws".to_owned(), "2".to_owned());
        })
        .contains("provider hashicorp/aws `1`")
    );
    assert!(
        said(|it| {
            it.lock_files.insert("shop/api".to_owned(), "2".to_owned());
        })
        .contains("lock file of shop/api `1`")
    );
    assert!(
        said(|it| {
            it.artifacts.insert("api".to_owned(), "2".to_owned());
        })
        .contains("artifact api `1`")
    );
    assert!(
        said(|it| {
            it.artifacts.insert("new".to_owned(), "2".to_owned());
        })
        .contains("artifact new `none`")
    );
    // Fewer stacks than were planned.
    assert_eq!(said(|it| it.artifacts.clear()), "");
}
