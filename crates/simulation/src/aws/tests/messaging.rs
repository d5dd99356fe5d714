//! Queues, topics, events, mail.

use super::{Sample, check};

#[test]
fn a_queue() {
    check(
        "aws_sqs_queue",
        &[("name", "orders")],
        &[
            (
                "id",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
            ),
            (
                "url",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
            ),
            ("arn", "arn:aws:sqs:eu-west-1:123456789012:orders"),
        ],
    );
}

#[test]
fn a_queue_policy() {
    check(
        "aws_sqs_queue_policy",
        &[(
            "queue_url",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        )],
        &[(
            "id",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        )],
    );
}

#[test]
fn a_topic() {
    check(
        "aws_sns_topic",
        &[("name_prefix", "orders-")],
        &[
            ("name", "orders-71479634186835384426172853"),
            (
                "id",
                "arn:aws:sns:eu-west-1:123456789012:orders-71479634186835384426172853",
            ),
            (
                "arn",
                "arn:aws:sns:eu-west-1:123456789012:orders-71479634186835384426172853",
            ),
            ("owner", "123456789012"),
        ],
    );
}

#[test]
fn a_subscription() {
    check(
        "aws_sns_topic_subscription",
        &[("topic_arn", "arn:aws:sns:eu-west-1:123456789012:orders")],
        &[
            (
                "id",
                "arn:aws:sns:eu-west-1:123456789012:orders:355e1d40-64fd-41ed-b20a-8a5b47614be6",
            ),
            (
                "arn",
                "arn:aws:sns:eu-west-1:123456789012:orders:355e1d40-64fd-41ed-b20a-8a5b47614be6",
            ),
            ("owner_id", "123456789012"),
        ],
    );
}

#[test]
fn a_rule() {
    check(
        "aws_cloudwatch_event_rule",
        &[("name", "nightly")],
        &[
            ("id", "nightly"),
            ("arn", "arn:aws:events:eu-west-1:123456789012:rule/nightly"),
        ],
    );
}

#[test]
fn a_rule_on_a_bus() {
    check(
        "aws_cloudwatch_event_rule",
        &[("name", "nightly"), ("event_bus_name", "shop")],
        &[
            ("id", "shop/nightly"),
            (
                "arn",
                "arn:aws:events:eu-west-1:123456789012:rule/shop/nightly",
            ),
        ],
    );
}

#[test]
fn a_bus() {
    check(
        "aws_cloudwatch_event_bus",
        &[("name", "shop")],
        &[
            ("id", "shop"),
            (
                "arn",
                "arn:aws:events:eu-west-1:123456789012:event-bus/shop",
            ),
        ],
    );
}

#[test]
fn a_target() {
    check(
        "aws_cloudwatch_event_target",
        &[("rule", "nightly")],
        &[
            ("target_id", "terraform-68120681143233977419662040"),
            ("id", "nightly-terraform-68120681143233977419662040"),
        ],
    );
}

#[test]
fn a_pipe() {
    check(
        "aws_pipes_pipe",
        &[("name", "orders")],
        &[
            ("id", "orders"),
            ("arn", "arn:aws:pipes:eu-west-1:123456789012:pipe/orders"),
        ],
    );
}

#[test]
fn a_schedule() {
    check(
        "aws_scheduler_schedule",
        &[("name", "nightly")],
        &[
            ("id", "default/nightly"),
            (
                "arn",
                "arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly",
            ),
            ("group_name", "default"),
        ],
    );
}

#[test]
fn a_mail_domain() {
    check(
        "aws_ses_domain_identity",
        &[("domain", "example.com")],
        &[
            ("id", "example.com"),
            (
                "arn",
                "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
            ),
            (
                "verification_token",
                "n3OQjZI5iQQ73huExpgd+DcYc3MH070x7PU2OvmDIhQ=",
            ),
        ],
    );
}

#[test]
fn a_mail_identity() {
    check(
        "aws_sesv2_email_identity",
        &[("email_identity", "example.com")],
        &[
            ("id", "example.com"),
            (
                "arn",
                "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
            ),
            (
                "dkim_signing_attributes.tokens",
                "he5kw6p2crj948wa7y36pwwz9ueiiwuo",
            ),
        ],
    );
}

#[test]
fn what_is_first_in_first_out_says_so_in_its_name() {
    let queue = Sample::of("aws_sqs_queue", &[("fifo_queue", "true")]);
    for attribute in ["name", "arn", "url"] {
        let text = queue.text(attribute);
        assert_eq!(text.rsplit_once('.').unwrap().1, "fifo", "{text}");
    }
    let known = [("fifo_topic", "true"), ("name_prefix", "orders-")];
    let name = Sample::of("aws_sns_topic", &known).text("name");
    let (start, end) = name.rsplit_once('.').unwrap();
    assert!(start.starts_with("orders-") && end == "fifo", "{name}");
}
