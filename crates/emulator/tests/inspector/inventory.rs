//! What an inventory has and what it has not.

use emulator::{Inspector, Resource};

use crate::aws::Aws;
use crate::common::{ACCOUNT, Bench, REGION, poll};
use crate::make::rule;
use crate::samples::{SAMPLES, Sample};

const OTHER_ACCOUNT: &str = "210987654321";
const OTHER_REGION: &str = "us-west-2";

fn of_kind(inventory: &[Resource], kind: &str) -> usize {
    let of_kind = inventory.iter().filter(|resource| resource.kind == kind);
    of_kind.count()
}

fn sample(name: &str) -> &'static Sample {
    SAMPLES.iter().find(|sample| sample.kind == name).unwrap()
}

#[test]
fn what_is_created_shows_and_what_is_deleted_does_not_whatever_its_kind() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let inspector = running.inspector();
    let tested: Vec<&str> = SAMPLES.iter().map(|sample| sample.kind).collect();
    let mut untested: Vec<&str> = Inspector::kinds().collect();
    untested.retain(|kind| !tested.contains(kind));
    assert!(untested.is_empty(), "{untested:?}");

    assert_eq!(inspector.inventory().unwrap(), []);
    for sample in SAMPLES {
        let (kind, made) = (sample.kind, (sample.create)(&aws, 1));
        let inventory = inspector.inventory().unwrap();
        assert_eq!(of_kind(&inventory, kind), 1, "{kind}: {inventory:?}");
        assert!(inventory.is_sorted(), "{inventory:?}");
        (sample.delete)(&aws, &made);
        // Some take their time.
        poll(kind, || {
            inspector.inventory().unwrap().is_empty().then_some(())
        });
    }
}

#[test]
fn resources_of_another_account_or_region_do_not_show() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let other_account = Aws::new(&running.endpoint(), OTHER_ACCOUNT, REGION);
    let other_region = Aws::new(&running.endpoint(), ACCOUNT, OTHER_REGION);
    for (aws, knows_regions) in [(other_account, false), (other_region, true)] {
        // IAM is the same in each region.
        let samples = SAMPLES
            .iter()
            .filter(|sample| !(knows_regions && sample.kind.starts_with("IAM")));
        for Sample { create, .. } in samples.clone() {
            create(&aws, 1);
        }
        let there = aws.inspector().inventory().unwrap();
        for Sample { kind, .. } in samples {
            assert!(of_kind(&there, kind) > 0, "{kind}: {there:?}");
        }
        assert_eq!(running.inspector().inventory().unwrap(), []);
    }
    let aws = Aws::new(&running.endpoint(), ACCOUNT, OTHER_REGION);
    (sample("IAM role").create)(&aws, 1);
    let inventory = running.inspector().inventory().unwrap();
    assert_eq!(inventory.len(), 1, "{inventory:?}");
    assert_eq!(inventory[0].to_string(), "IAM role `role-1`");
}

#[test]
fn more_than_a_page_of_them_are_all_there() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let samples = SAMPLES.iter().filter(|sample| sample.page > 0);
    for (number, sample) in samples.enumerate() {
        let Sample { kind, page, .. } = sample;
        // An account for each, so that there is nothing else in it.
        let account = format!("{:012}", number + 1);
        let aws = Aws::new(&running.endpoint(), &account, REGION);
        for n in 0..=*page {
            (sample.create)(&aws, n);
        }
        let mut inventory = aws.inspector().inventory().unwrap();
        inventory.dedup();
        assert_eq!(of_kind(&inventory, kind), page + 1, "{kind}");
        let queues = aws.inspector().queues().unwrap();
        assert_eq!(queues.len(), of_kind(&inventory, "SQS queue"), "{kind}");
    }
}

#[test]
fn a_key_that_is_to_go_does_not_show_beside_one_that_stays() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let Sample { create, delete, .. } = sample("KMS key");
    let (stays, goes) = (create(&aws, 1), create(&aws, 2));
    delete(&aws, &goes);
    let expected = Resource {
        kind: "KMS key",
        name: stays,
    };
    assert_eq!(running.inspector().inventory().unwrap(), [expected]);
}

#[test]
fn rules_show_with_their_bus() {
    let bench = Bench::new();
    let running = bench.start().unwrap();
    let aws = Aws::new(&running.endpoint(), ACCOUNT, REGION);
    let bus = (sample("EventBridge bus").create)(&aws, 1);
    for bus in ["default", &bus] {
        rule(&aws, bus, "nightly");
    }
    let inventory = running.inspector().inventory().unwrap();
    let names: Vec<String> = inventory.iter().map(Resource::to_string).collect();
    assert_eq!(
        names,
        [
            "EventBridge bus `bus-1`",
            "EventBridge rule `nightly (bus-1)`",
            "EventBridge rule `nightly (default)`",
        ]
    );
}
