use super::*;

fn contents(text: &str) -> Contents {
    let form = r#"{
        "version": 1, "name": "n", "commit": "c", "commit_time": "t", "tag": null, "architecture": "arm64",
        "rustc": null, "terraform": "", "files": [{ "path": "a/b", "size": 1, "sha256": "" }]
    }"#;
    let runnable = Content {
        bytes: text.into(),
        is_executable: true,
    };
    Contents::from([
        ("a/b".into(), runnable),
        (FILE.into(), Content::plain(form)),
    ])
}

fn temp() -> (tempfile::TempDir, Utf8PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::try_from(temp.path().to_owned()).unwrap();
    (temp, root)
}

#[test]
fn what_was_written_is_read_again_from_a_folder_and_from_a_zip() {
    let (_temp, root) = temp();
    for name in ["new/folder", "new/file.zip"] {
        let path = root.join(name);
        // Twice: an earlier release gives way.
        for text in ["one", "two"] {
            Place::new(&path).unwrap().write(&contents(text)).unwrap();
            let found = read::read(&path).unwrap();
            assert_eq!(found.contents, contents(text), "{name}");
            assert_eq!(found.odd, []);
        }
        let beside = path.parent().unwrap().read_dir_utf8().unwrap();
        assert!(beside.count() <= 2, "nothing is left beside it");
    }
}

#[test]
fn what_is_something_else_stays() {
    let (_temp, root) = temp();
    let why = |path: &Utf8Path| Place::new(path).unwrap_err().to_string();
    fs::write(root.join("file"), "x").unwrap();
    assert_eq!(why(&root.join("file")), "it is there, and no folder");
    assert_eq!(why(&root), "it is not empty, and holds no release");
    fs::create_dir(root.join("a.zip")).unwrap();
    assert_eq!(why(&root.join("a.zip")), "it is there, and no file");
    fs::write(root.join("b.zip"), "x").unwrap();
    assert_eq!(
        why(&root.join("b.zip")),
        "it is not empty, and holds no release"
    );

    let release = root.join("release");
    fs::create_dir(&release).unwrap();
    Place::new(&release).unwrap().write(&contents("x")).unwrap();
    fs::write(release.join("mine"), "x").unwrap();
    let expected = "`mine` is there too, which is not of the release in it";
    assert_eq!(why(&release), expected);
    assert!(why(Utf8Path::new("/")).contains("no name"));
}
