//! What is said about one resource agrees, is the same each time, and differs from what is said about others.

use super::Sample;

/// The texts of which the one has the other in it.
#[test]
fn within_a_resource() {
    let within = [
        ("aws_kms_key", "key_id", "arn"),
        ("aws_lambda_function", "arn", "qualified_arn"),
        ("aws_lambda_function", "arn", "invoke_arn"),
        ("aws_lambda_function", "function_name", "arn"),
        ("aws_sqs_queue", "name", "url"),
        ("aws_sqs_queue", "name", "arn"),
        ("aws_dynamodb_table", "stream_label", "stream_arn"),
        ("aws_dynamodb_table", "arn", "stream_arn"),
        ("aws_api_gateway_rest_api", "id", "arn"),
        ("aws_api_gateway_rest_api", "id", "execution_arn"),
        ("aws_api_gateway_stage", "rest_api_id", "invoke_url"),
        ("aws_apigatewayv2_api", "id", "api_endpoint"),
        ("aws_lb", "arn_suffix", "arn"),
        ("aws_lb_target_group", "arn_suffix", "arn"),
        ("aws_lambda_function_url", "url_id", "function_url"),
        ("aws_cognito_user_pool", "id", "endpoint"),
        ("aws_cognito_identity_pool", "id", "arn"),
        ("aws_route53_zone", "zone_id", "arn"),
        ("aws_efs_file_system", "id", "dns_name"),
        ("aws_cloudfront_origin_access_identity", "id", "iam_arn"),
        ("aws_s3_bucket", "id", "bucket_regional_domain_name"),
        ("aws_db_instance", "address", "endpoint"),
        ("aws_secretsmanager_secret_version", "version_id", "id"),
        ("aws_secretsmanager_secret", "name", "arn"),
        ("aws_ecr_repository", "name", "repository_url"),
        ("aws_glue_unheard_of", "id", "arn"),
        ("aws_iam_roles", "names", "arns"),
        ("aws_lambda_functions", "function_names", "function_arns"),
        ("aws_db_instances", "instance_identifiers", "instance_arns"),
        ("aws_rds_clusters", "cluster_identifiers", "cluster_arns"),
    ];
    for (type_name, part, whole) in within {
        let sample = Sample::of(type_name, &[]);
        let (part, whole) = (sample.text(part), sample.text(whole));
        assert!(
            whole.contains(&part),
            "{type_name}: {part} is not in {whole}"
        );
    }
}

#[test]
fn each_time() {
    for type_name in include_str!("types.txt").lines().step_by(7) {
        let again = || Sample::of(type_name, &[]).text("id");
        assert_eq!(again(), again(), "{type_name}");
    }
}

#[test]
fn apart_from_others() {
    let ids = [
        "aws_vpc",
        "aws_kms_key",
        "aws_iam_role",
        "aws_acm_certificate",
        "aws_unheard_of",
    ];
    for type_name in ids {
        let one = Sample::of(type_name, &[]);
        let two = Sample {
            seed: "two",
            ..Sample::of(type_name, &[])
        };
        assert_ne!(one.text("id"), two.text("id"), "{type_name}");
    }
}

/// A name begins as it was asked for, and all that has the name in it has this one.
#[test]
fn with_a_prefix() {
    let role = Sample::of("aws_iam_role", &[("name_prefix", "reader-")]);
    let name = role.text("name");
    assert_eq!(name.len(), "reader-".len() + 26);
    assert!(name.starts_with("reader-") && name[7..].bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(role.text("id"), name);
    assert_eq!(
        role.text("arn"),
        format!("arn:aws:iam::123456789012:role/{name}")
    );
}

#[test]
fn a_data_source_of_a_service() {
    let known = [("service", "s3")];
    let service = Sample::of("aws_vpc_endpoint_service", &known);
    assert_eq!(service.text("service_name"), "com.amazonaws.eu-west-1.s3");
}

#[test]
fn a_data_source_by_its_arn() {
    let arn =
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef";
    let known = [("arn", arn)];
    assert_eq!(
        Sample::of("aws_lb", &known).text("arn_suffix"),
        "app/web/0123456789abcdef"
    );
    let known = [("key_id", "arn:aws:kms:eu-west-1:123456789012:key/abc")];
    assert_eq!(Sample::of("aws_kms_key", &known).text("id"), "abc");
    assert_eq!(Sample::of("aws_kms_key", &known).text("arn"), known[0].1);
}
