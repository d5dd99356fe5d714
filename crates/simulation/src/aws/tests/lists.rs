//! Lists of several elements, and maps.

use std::collections::BTreeSet;

use super::Sample;

#[test]
fn zones_and_regions() {
    let zones = Sample::of("aws_availability_zones", &[]);
    assert_eq!(
        zones.texts("names"),
        ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    );
    assert_eq!(
        zones.texts("zone_ids"),
        ["euw1-az1", "euw1-az2", "euw1-az3"]
    );
    assert_eq!(zones.texts("group_names"), ["eu-west-1"]);
    let regions = Sample::of("aws_regions", &[]).texts("names");
    assert_eq!(
        regions,
        ["eu-west-1", "us-east-2", "ap-northeast-1", "sa-east-1"]
    );
}

#[test]
fn elements_differ() {
    let lists = [
        ("aws_subnets", "ids", 3),
        ("aws_route53_zone", "name_servers", 4),
        ("aws_ses_domain_dkim", "dkim_tokens", 3),
        (
            "aws_sesv2_email_identity",
            "dkim_signing_attributes.tokens",
            3,
        ),
        ("aws_instances", "private_ips", 3),
        ("aws_instance", "secondary_private_ips", 1),
    ];
    for (type_name, attribute, count) in lists {
        let texts = Sample::of(type_name, &[]).texts(attribute);
        assert_eq!(texts.len(), count, "{type_name}.{attribute}");
        let different: BTreeSet<&String> = texts.iter().collect();
        assert_eq!(different.len(), count, "{type_name}.{attribute}: {texts:?}");
    }
}

/// What is said of the first is said of the whole.
#[test]
fn the_first_of_several() {
    let zone = Sample::of("aws_route53_zone", &[]);
    assert_eq!(
        zone.text("primary_name_server"),
        zone.texts("name_servers")[0]
    );
}

#[test]
fn maps_whose_keys_are_always_the_same() {
    let uris = Sample::of("aws_appsync_graphql_api", &[]).map("uris");
    assert!(uris["GRAPHQL"].starts_with("https://"), "{uris:?}");
    assert!(uris["REALTIME"].starts_with("wss://"), "{uris:?}");
    let options = Sample::of("aws_opensearch_domain", &[]).map("advanced_options");
    assert_eq!(options["rest.action.multi.allow_explicit_index"], "true");
    let point = Sample::of("aws_s3_access_point", &[]).map("endpoints");
    assert_eq!(point["ipv4"], "s3-accesspoint.eu-west-1.amazonaws.com");
    assert!(Sample::of("aws_unheard_of", &[]).map("labels").is_empty());
}
