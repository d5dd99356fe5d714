use std::io::Read as _;

use super::*;

#[test]
fn a_zip_has_one_file_that_can_be_run_and_no_time() {
    let content = b"executable ".repeat(1000);
    for profile in [Profile::Release, Profile::Rehearsal] {
        let bytes = zip(&content, profile).unwrap();
        assert!(bytes.len() < content.len() / 10);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 1);
        let mut file = archive.by_index(0).unwrap();
        assert_eq!(file.name().unwrap(), "bootstrap");
        assert_eq!(file.unix_mode(), Some(0o100_755));
        assert_eq!(file.last_modified(), Some(DateTime::default()));
        assert!(file.extra_data().is_none_or(|data| data.is_empty()));
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert_eq!(read, content);
    }
}

#[test]
fn a_zip_is_the_same_on_every_machine() {
    let content: Vec<u8> = (0..40_000_u32)
        .flat_map(|n| (n * n).to_le_bytes())
        .collect();
    let sha = Sha::of(&zip(&content, Profile::Release).unwrap());
    // Should this change, so do the hashes of all artifacts.
    assert_eq!(
        sha.hex(),
        "be03a9b98b24c5e110abb671d3d4013e65550f51e85f25073970564d2dbae59f"
    );
}

#[test]
fn hashes_are_written_as_others_write_them() {
    let sha = Sha::of(b"");
    assert_eq!(
        sha.hex(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(sha.base64(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

#[test]
fn only_a_release_has_a_budget() {
    assert_eq!(check("get", BUDGET, Profile::Release), None);
    assert_eq!(check("get", BUDGET + 1, Profile::Rehearsal), None);
    let finding = check("get", BUDGET + 1, Profile::Release).unwrap();
    assert!(finding.is_error());
    assert_eq!(
        finding.message,
        "the zip of `get` has 3000001 bytes, more than its budget of 3000000"
    );
}
