//! Data sources of the AWS provider that ask nobody: what the provider says of them is true.
//!
//! Found by planning all data sources of version 5.100.0 of the provider without a network: these are the ones that
//! gave an answer. Of the others that did, `aws_eks_cluster_auth` makes a token of the time and the credentials, and
//! `aws_iam_session_context` asks for roles when the ARN is that of a session.

pub(crate) const ASK_NOBODY: [&str; 21] = [
    "aws_apprunner_hosted_zone_id",
    "aws_arn",
    "aws_billing_service_account",
    "aws_cloudfront_log_delivery_canonical_user_id",
    "aws_cloudtrail_service_account",
    "aws_cloudwatch_log_data_protection_policy_document",
    "aws_default_tags",
    "aws_ecr_lifecycle_policy_document",
    "aws_elastic_beanstalk_hosted_zone",
    "aws_elb_hosted_zone_id",
    "aws_elb_service_account",
    "aws_iam_policy_document",
    "aws_lb_hosted_zone_id",
    "aws_networkmanager_core_network_policy_document",
    "aws_partition",
    "aws_redshift_service_account",
    "aws_region",
    "aws_route53_traffic_policy_document",
    "aws_sagemaker_prebuilt_ecr_image",
    "aws_service",
    "aws_service_principal",
];
