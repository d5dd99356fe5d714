//! The ways in which the real `terraform init` fails.

mod common;

use common::{Bench, offline};
use finding::Code;
use terraform::{FoundBy, InitFailure, Located, LockFile, ProviderSource, Step, to_finding};

#[test]
fn a_provider_that_is_in_no_mirror_cannot_be_had() {
    let bench = Bench::new();
    let empty = bench.root.join("empty mirror");
    std::fs::create_dir(&empty).unwrap();
    let located = Located {
        address: "hashicorp/aws".parse().unwrap(),
        source: ProviderSource::Mirror {
            dir: empty.clone(),
            found_by: FoundBy::Setting,
        },
    };
    let (runner, (scratch, dir)) = (bench.runner_with(&[located]), bench.scratch());
    let init = runner.init(&dir, &bench.log(), &offline()).unwrap();
    assert!(!init.ok);
    let expected = InitFailure::ProviderUnavailable {
        provider: "hashicorp/aws".to_owned(),
    };
    assert_eq!(init.failures, [expected], "{init:#?}");
    assert!(
        init.diagnostics[0].detail.contains(empty.as_str()),
        "the odd path got through"
    );
    let found = to_finding(
        Step::Init,
        &init.diagnostics[0],
        &bench.paths(&scratch, &dir),
    );
    assert_eq!(found.code, Code::ProviderUnavailable);
}

#[test]
fn a_provider_with_another_checksum_than_the_locked_one_is_refused() {
    let bench = Bench::new();
    let (runner, (_, dir)) = (bench.runner(), bench.scratch());
    assert!(runner.init(&dir, &bench.log(), &offline()).unwrap().ok);
    // The lock file that terraform has just made, with every checksum wrong.
    let path = LockFile::path_in(&dir);
    let locked = LockFile::read(&path).unwrap();
    let mut text = std::fs::read_to_string(&path).unwrap();
    for hash in locked
        .providers
        .iter()
        .flat_map(|provider| &provider.hashes)
    {
        let (scheme, sum) = hash.split_once(':').unwrap();
        let wrong: String = sum.chars().rev().collect();
        text = text.replace(hash, &format!("{scheme}:{wrong}"));
    }
    bench.write("terraform/product/consumer/.terraform.lock.hcl", &text);
    let (scratch, dir) = bench.scratch();
    assert_eq!(
        std::fs::read_to_string(LockFile::path_in(&dir)).unwrap(),
        text
    );

    let init = runner.init(&dir, &bench.log(), &offline()).unwrap();
    let expected = InitFailure::ProviderLock {
        provider: "hashicorp/aws".to_owned(),
    };
    assert_eq!(init.failures, [expected], "{init:#?}");
    let found = to_finding(
        Step::Init,
        &init.diagnostics[0],
        &bench.paths(&scratch, &dir),
    );
    assert_eq!(found.code, Code::ProviderLock);
    assert_eq!(
        std::fs::read_to_string(LockFile::path_in(&dir)).unwrap(),
        text,
        "read only"
    );
}

#[test]
fn broken_hcl_is_reported_with_its_place_and_without_noise() {
    let bench = Bench::new();
    bench.write(
        "terraform/product/consumer/broken.tf",
        "\nlocals {\n  a = [1,\n",
    );
    let (runner, (scratch, dir)) = (bench.runner(), bench.scratch());
    let init = runner.init(&dir, &bench.log(), &offline()).unwrap();
    assert!(
        !init.ok && init.failures.contains(&InitFailure::Other),
        "{init:#?}"
    );
    for diagnostic in &init.diagnostics {
        let found = to_finding(Step::Init, diagnostic, &bench.paths(&scratch, &dir));
        assert_eq!(found.code, Code::TerraformInit);
        assert_eq!(
            found.location.unwrap().file,
            "terraform/product/consumer/broken.tf"
        );
    }
}
