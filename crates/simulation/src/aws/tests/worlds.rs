//! Other partitions and regions.

use super::Sample;

fn text(region: &str, type_name: &str, known: &[(&str, &str)], attribute: &str) -> String {
    Sample {
        region,
        ..Sample::of(type_name, known)
    }
    .text(attribute)
}

#[test]
fn china() {
    let say = |type_name, known: &[(&str, &str)], attribute| {
        text("cn-north-1", type_name, known, attribute)
    };
    let queue = [("name", "orders")];
    assert_eq!(
        say("aws_sqs_queue", &queue, "url"),
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders"
    );
    assert_eq!(
        say("aws_sqs_queue", &queue, "arn"),
        "arn:aws-cn:sqs:cn-north-1:123456789012:orders"
    );
    assert_eq!(say("aws_partition", &[], "dns_suffix"), "amazonaws.com.cn");
    assert_eq!(say("aws_partition", &[], "partition"), "aws-cn");
    assert_eq!(
        say("aws_partition", &[], "reverse_dns_prefix"),
        "cn.com.amazonaws"
    );
    assert_eq!(
        say("aws_caller_identity", &[], "arn"),
        "arn:aws-cn:iam::123456789012:root"
    );
    assert!(say("aws_cloudfront_distribution", &[], "domain_name").ends_with(".cloudfront.cn"));
}

#[test]
fn government() {
    let say = |type_name, known: &[(&str, &str)], attribute| {
        text("us-gov-west-1", type_name, known, attribute)
    };
    let bucket = [("bucket", "shop")];
    assert_eq!(
        say("aws_s3_bucket", &bucket, "arn"),
        "arn:aws-us-gov:s3:::shop"
    );
    assert_eq!(
        say("aws_s3_bucket", &bucket, "bucket_regional_domain_name"),
        "shop.s3.us-gov-west-1.amazonaws.com"
    );
    assert_eq!(say("aws_partition", &[], "dns_suffix"), "amazonaws.com");
    assert_eq!(say("aws_availability_zones", &[], "zone_ids"), "usgw1-az1");
}

#[test]
fn what_hangs_on_the_region() {
    let bucket = [("bucket", "shop")];
    assert_eq!(
        text("eu-central-1", "aws_s3_bucket", &bucket, "website_endpoint"),
        "shop.s3-website.eu-central-1.amazonaws.com"
    );
    assert!(text("us-east-1", "aws_instance", &[], "private_dns").ends_with(".ec2.internal"));
}

/// What AWS itself has in a region, which aliases in DNS name.
#[test]
fn zones() {
    let zones = [
        ("eu-west-1", "aws_lb", "zone_id", "Z32O12XQLNTSW2"),
        ("us-east-1", "aws_elb", "zone_id", "Z35SXDOTRQ7X7K"),
        (
            "eu-west-1",
            "aws_s3_bucket",
            "hosted_zone_id",
            "Z1BKCTXD74EZPE",
        ),
        (
            "us-east-1",
            "aws_api_gateway_domain_name",
            "regional_zone_id",
            "Z1UJRXOUMOOFQ8",
        ),
        (
            "eu-west-1",
            "aws_apigatewayv2_domain_name",
            "domain_name_configuration.hosted_zone_id",
            "ZLY8HYME6SFDD",
        ),
    ];
    for (region, type_name, attribute, zone) in zones {
        assert_eq!(text(region, type_name, &[], attribute), zone, "{type_name}");
    }
    let network = [("load_balancer_type", "network")];
    assert_eq!(
        text("eu-west-1", "aws_lb", &network, "zone_id"),
        "Z2IFOLAFXWLO4F"
    );
    let unheard_of = text("eu-east-9", "aws_lb", &[], "zone_id");
    assert_eq!(unheard_of.len(), 14, "{unheard_of}");
}
