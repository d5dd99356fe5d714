//! Every ARN is one: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.

use super::Sample;
use crate::aws::things;

/// The services some or all of whose ARNs have no region.
const WITHOUT_REGION: [&str; 20] = [
    "budgets",
    "ce",
    "chatbot",
    "cloudfront",
    "cloudwatch",
    "directconnect",
    "dynamodb",
    "ec2",
    "ecr-public",
    "globalaccelerator",
    "iam",
    "networkmanager",
    "organizations",
    "rds",
    "route53",
    "s3",
    "shield",
    "sso",
    "verifiedpermissions",
    "waf",
];

/// The services some or all of whose ARNs have no account.
const WITHOUT_ACCOUNT: [&str; 5] = ["apigateway", "ec2", "route53", "s3", "sso"];

/// The services that are in one region only.
const ELSEWHERE: [&str; 2] = ["bcm-data-exports", "cur"];

#[track_caller]
fn check(type_name: &str, arn: &str) {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [prefix, partition, service, region, account, what] = fields[..] else {
        panic!("{type_name}: {arn}");
    };
    assert_eq!((prefix, partition), ("arn", "aws"), "{type_name}: {arn}");
    assert!(
        !service.is_empty() && !what.is_empty(),
        "{type_name}: {arn}"
    );
    let region_fits = match region {
        "" => WITHOUT_REGION.contains(&service),
        "us-east-1" => ELSEWHERE.contains(&service),
        _ => region == "eu-west-1",
    };
    assert!(region_fits, "{type_name}: {arn}");
    let account_fits = match account {
        "" => WITHOUT_ACCOUNT.contains(&service),
        _ => account == "123456789012",
    };
    assert!(account_fits, "{type_name}: {arn}");
    // A form that leads to itself ends so.
    assert!(
        !arn.contains("simulated-id-") && !arn.contains("simulated-arn-"),
        "{type_name}: {arn}"
    );
    assert!(!arn.contains(['{', '}', '|']), "{type_name}: {arn}");
}

/// All types of version 5.100.0 of the provider that have an ARN, with nothing known and with a name.
#[test]
fn of_every_type() {
    let types: Vec<&str> = include_str!("types.txt").lines().collect();
    assert!(types.len() > 800);
    for type_name in types {
        for known in [&[][..], &[("name", "sample")]] {
            check(type_name, &Sample::of(type_name, known).text("arn"));
        }
    }
}

#[test]
fn of_every_line_of_the_tables() {
    for (types, _, arn, others) in things::ALL.iter().copied().flatten() {
        for type_name in types.split('|').filter(|types| !types.contains(['*', '['])) {
            let sample = Sample::of(type_name, &[]);
            if !arn.is_empty() {
                check(type_name, &sample.text("arn"));
            }
            for attribute in others.iter().flat_map(|(names, _)| names.split('|')) {
                let text = sample.text(attribute);
                let is_json = text.starts_with('{');
                assert!(
                    is_json || !text.contains(['{', '}']),
                    "{type_name}.{attribute}: {text}"
                );
            }
        }
    }
}

#[test]
fn of_what_an_attribute_is_called_by() {
    let names = [
        "alarm_arn",
        "certificate_arn",
        "cloud_watch_log_group_arn",
        "execution_role_arn",
        "iam_role_arn",
        "kms_key_arn",
        "kms_key_id",
        "lambda_function_arn",
        "load_balancer_arns",
        "monitoring_role_arn",
        "policy_arn",
        "principal_arn",
        "s3_bucket_arn",
        "secret_arn",
        "sns_topic_arn",
        "something_arns",
        "stream_arn",
        "target_group_arns",
        "web_acl_arn",
        "some.nested.arn",
    ];
    for name in names {
        check(name, &Sample::of("aws_glue_thing", &[]).text(name));
    }
}
