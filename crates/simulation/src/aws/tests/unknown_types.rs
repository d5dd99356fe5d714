//! Types that no table knows, and other providers.

use super::{Sample, check};

#[test]
fn an_unheard_of_type() {
    check(
        "aws_glue_thing_maker",
        &[("name", "shop")],
        &[
            ("id", "shop"),
            (
                "arn",
                "arn:aws:glue:eu-west-1:123456789012:thing-maker/shop",
            ),
            ("status", "ACTIVE"),
            ("created_at", "2026-01-01T00:00:00Z"),
            (
                "role_arn",
                "arn:aws:iam::123456789012:role/simulated-c98b48e5",
            ),
            (
                "kms_key_id",
                "arn:aws:kms:eu-west-1:123456789012:key/2f774cf3-7217-4077-9503-e93699e41f64",
            ),
            ("vpc_id", "vpc-266d13bdb81823fe5"),
            ("service_url", "https://glue.eu-west-1.amazonaws.com/shop"),
            ("policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"),
            ("flavour", "simulated-flavour-041bd12a"),
            ("password", "QQKMIphLa0InU7DRbYzm7wly3yAY4dg9SS5HYJXO"),
        ],
    );
}

#[test]
fn a_type_by_its_own_name() {
    check(
        "aws_glue_thing_maker",
        &[("maker_name", "shop")],
        &[
            ("id", "shop"),
            (
                "arn",
                "arn:aws:glue:eu-west-1:123456789012:thing-maker/shop",
            ),
        ],
    );
}

#[test]
fn a_type_without_a_name() {
    check(
        "aws_glue_thing_maker",
        &[],
        &[
            ("id", "thing-maker-96595349467bd5b78"),
            (
                "arn",
                "arn:aws:glue:eu-west-1:123456789012:thing-maker/thing-maker-96595349467bd5b78",
            ),
        ],
    );
}

#[test]
fn another_provider() {
    check("random_id", &[], &[("hex", "c6dd5082094f6c8f")]);
}

#[test]
fn a_private_key() {
    check(
        "tls_private_key",
        &[],
        &[(
            "public_key_pem",
            "-----BEGIN PUBLIC KEY-----\naKZ4m6cz/4tFU//6qXgSCNu39PuKNSQc96F9fjb3b39m4nctLoiUCX2wgg53McPz\n-----END PUBLIC KEY-----\n",
        )],
    );
}

/// Only what is named as the policies of IAM are is one.
#[test]
fn what_is_called_a_policy() {
    let thing = Sample::of("aws_glue_thing_maker", &[]);
    assert_eq!(thing.text("alpn_policy"), "None");
    assert_eq!(thing.text("json"), "{}");
    assert_eq!(thing.text("redrive_allow_policy"), "{}");
    assert!(
        thing
            .text("snapshot_policy")
            .starts_with("simulated-snapshot-policy-")
    );
}
