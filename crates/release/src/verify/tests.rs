use artifact::Architecture;

use super::*;
use crate::contents::{Content, entries};
use crate::place::write_folder;

const ZIP: &[u8] = b"one";

fn artifact(bytes: &[u8]) -> Artifact {
    Artifact {
        name: "one".to_owned(),
        system: "shop".to_owned(),
        package: "one".to_owned(),
        version: "0.1.0".to_owned(),
        architecture: Architecture::Arm64,
        profile: Profile::Release,
        commit: Some("c".to_owned()),
        dirty: Some(false),
        size: bytes.len() as u64,
        executable_size: 1,
        sha256: Sha::of(bytes).hex(),
        sha256_base64: Sha::of(bytes).base64(),
        zip: zip("one"),
    }
}

/// The files of a release with one Lambda.
fn files(artifact: &Artifact) -> Contents {
    let manifest = Manifest {
        version: 1,
        commit: artifact.commit.clone(),
        dirty: artifact.dirty,
        rustc: None,
        profile: artifact.profile,
        architecture: artifact.architecture,
        artifacts: vec![artifact.clone()],
    };
    let hash = Sha::of(ZIP).hex();
    let bom = format!(
        r#"{{ "bomFormat": "CycloneDX", "metadata": {{ "component": {{ "hashes": [{{ "content": "{hash}" }}] }} }} }}"#
    );
    Contents::from([
        (zip("one"), Content::plain(ZIP)),
        (MANIFEST.into(), Content::plain(manifest.text().unwrap())),
        (sbom::path("one"), Content::plain(bom)),
    ])
}

/// Everything that is found in these files, where whoever has changed them has written all hashes anew.
fn found(mut contents: Contents, change: impl FnOnce(&mut Form)) -> String {
    let mut form = Form {
        version: 1,
        name: "n".to_owned(),
        commit: "c".to_owned(),
        commit_time: "t".to_owned(),
        tag: None,
        architecture: Architecture::Arm64,
        rustc: None,
        terraform: String::new(),
        files: entries(&contents),
    };
    change(&mut form);
    let text = form.text().unwrap();
    let sums = hashes::text(&hashes::expected(&form, &Sha::of(text.as_bytes()).hex()));
    contents.insert(FILE.into(), Content::plain(text));
    contents.insert(SUMS.into(), Content::plain(sums));
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(temp.path()).unwrap();
    write_folder(root, &contents).unwrap();
    let findings = verify(root).findings.into_iter();
    let messages: Vec<String> = findings.map(|it| it.message).collect();
    messages.join("; ")
}

#[test]
fn a_manifest_has_to_be_that_of_the_zips() {
    assert_eq!(found(files(&artifact(ZIP)), |_| ()), "");
    let other = "by the manifest the zip of `one` is another than by `release.json`";
    let said = found(files(&artifact(b"two")), |_| ());
    assert!(said.contains(other), "{said}");
    let mut base64 = artifact(ZIP);
    base64.sha256_base64 = "x".to_owned();
    assert_eq!(found(files(&base64), |_| ()), other);
    let mut place = artifact(ZIP);
    place.zip = "../one.zip".into();
    let said = found(files(&place), |_| ());
    assert_eq!(
        said,
        "the manifest has the zip of `one` at `../one.zip`, and the release has not"
    );

    let mut dirty = artifact(ZIP);
    dirty.dirty = Some(true);
    assert!(found(files(&dirty), |_| ()).contains("of another commit, machine or profile"));
    let said = found(files(&artifact(ZIP)), |form| {
        form.architecture = Architecture::X86_64;
    });
    assert!(
        said.contains("of another commit, machine or profile"),
        "{said}"
    );

    let mut contents = files(&artifact(ZIP));
    contents.insert(zip("two"), Content::plain(ZIP));
    let stray = "the manifest does not name `lambda/two.zip`";
    assert_eq!(found(contents, |_| ()), stray);
    let mut contents = files(&artifact(ZIP));
    contents.insert(MANIFEST.into(), Content::plain("{}"));
    assert_eq!(
        found(contents, |_| ()),
        "`lambda/manifest.json` cannot be understood"
    );
    let mut contents = files(&artifact(ZIP));
    contents.remove(Utf8Path::new(MANIFEST));
    assert_eq!(
        found(contents, |_| ()),
        "the release has no manifest of its Lambdas"
    );
}

#[test]
fn each_zip_has_a_bill_of_its_own() {
    let mut contents = files(&artifact(ZIP));
    contents.remove(&sbom::path("one"));
    assert_eq!(
        found(contents, |_| ()),
        "there is no bill of materials of `one`"
    );
    for text in ["{", "{}", r#"{ "bomFormat": "CycloneDX" }"#] {
        let mut contents = files(&artifact(ZIP));
        contents.insert(sbom::path("one"), Content::plain(text));
        let said = found(contents, |_| ());
        assert_eq!(
            said,
            "`sbom/one.cdx.json` is no bill of materials of the zip of `one`"
        );
    }
}

#[test]
fn no_path_leads_out_of_a_release() {
    for path in ["../outside", "/etc/passwd", "a/../b"] {
        let said = found(files(&artifact(ZIP)), |form| {
            form.files[0].path = path.into();
        });
        let expected = format!("`release.json` names `{path}`, which leads out of the release");
        assert!(said.contains(&expected), "{said}");
    }
    let said = found(files(&artifact(ZIP)), |form| {
        form.files.push(form.files[0].clone());
    });
    assert!(said.contains("twice"), "{said}");
}
