//! How software and settings get to where they run.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
    (
        "aws_cloudformation_stack",
        "{regional:cloudformation}:stack/{name}/{uuid}",
        "",
        &[],
    ),
    (
        "aws_cloudformation_stack_set",
        "{name}",
        "{regional:cloudformation}:stackset/{stack_set_id}",
        &[
            ("stack_set_id", "{name}:{uuid}"),
            (
                "execution_role_name",
                "AWSCloudFormationStackSetExecutionRole",
            ),
        ],
    ),
    (
        "aws_cloudformation_stack_set_instance",
        "{stack_set_name},{account_id},{region}",
        "",
        &[(
            "stack_id",
            "{regional:cloudformation}:stack/StackSet-{stack_set_name}-{uuid}/{uuid}",
        )],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
    (
        "aws_codebuild_project",
        "{arn}",
        "{regional:codebuild}:project/{name}",
        &[
            ("encryption_key", "{regional:kms}:alias/aws/s3"),
            ("badge_url", "{nothing}"),
        ],
    ),
    (
        "aws_codebuild_report_group",
        "{arn}",
        "{regional:codebuild}:report-group/{name}",
        &[],
    ),
    (
        "aws_codebuild_fleet",
        "{arn}",
        "{regional:codebuild}:fleet/{name}:{uuid}",
        &[],
    ),
    (
        "aws_codebuild_webhook",
        "{project_name}",
        "",
        &[(
            "payload_url",
            "https://codebuild.{region}.{suffix}/webhooks?t={mixed:32}&v=1",
        )],
    ),
    (
        "aws_codebuild_source_credential",
        "{arn}",
        "{regional:codebuild}:token/github",
        &[],
    ),
    (
        "aws_codepipeline",
        "{name}",
        "{regional:codepipeline}:{name}",
        &[],
    ),
    (
        "aws_codepipeline_webhook",
        "{arn}",
        "{regional:codepipeline}:webhook:{name}",
        &[],
    ),
    (
        "aws_codestarconnections_connection",
        "{arn}",
        "{regional:codestar-connections}:connection/{uuid}",
        &[("connection_status", "AVAILABLE")],
    ),
    (
        "aws_codestarconnections_host",
        "{arn}",
        "{regional:codestar-connections}:host/{name}-{hex:8}",
        &[("status", "AVAILABLE")],
    ),
    (
        "aws_codeconnections_connection",
        "{arn}",
        "{regional:codeconnections}:connection/{uuid}",
        &[("connection_status", "AVAILABLE")],
    ),
    (
        "aws_codeconnections_host",
        "{arn}",
        "{regional:codeconnections}:host/{name}-{hex:8}",
        &[],
    ),
    (
        "aws_codestarnotifications_notification_rule",
        "{arn}",
        "{regional:codestar-notifications}:notificationrule/{hex:40}",
        &[],
    ),
    (
        "aws_codecommit_repository",
        "{repository_name}",
        "{regional:codecommit}:{repository_name}",
        &[
            ("repository_id", "{uuid}"),
            (
                "clone_url_http",
                "https://git-codecommit.{region}.{suffix}/v1/repos/{repository_name}",
            ),
            (
                "clone_url_ssh",
                "ssh://git-codecommit.{region}.{suffix}/v1/repos/{repository_name}",
            ),
        ],
    ),
    (
        "aws_codedeploy_app",
        "{application_id}:{name}",
        "{regional:codedeploy}:application:{name}",
        &[("application_id", "{uuid}")],
    ),
    (
        "aws_codedeploy_deployment_group",
        "{deployment_group_id}",
        "{regional:codedeploy}:deploymentgroup:{app_name}/{deployment_group_name}",
        &[
            ("deployment_group_id", "{uuid}"),
            ("compute_platform", "Server"),
        ],
    ),
    (
        "aws_codedeploy_deployment_config",
        "{deployment_config_name}",
        "{regional:codedeploy}:deploymentconfig:{deployment_config_name}",
        &[("deployment_config_id", "{uuid}")],
    ),
    (
        "aws_codeartifact_domain",
        "{arn}",
        "{regional:codeartifact}:domain/{domain}",
        &[(
            "s3_bucket_arn",
            "arn:{partition}:s3:::assets-{digits:12}-{region}",
        )],
    ),
    (
        "aws_codeartifact_repository",
        "{arn}",
        "{regional:codeartifact}:repository/{domain}/{repository}",
        &[("administrator_account", "{account}")],
    ),
    (
        "aws_codeartifact_repository_endpoint",
        "",
        "",
        &[(
            "repository_endpoint",
            "https://{domain}-{account}.d.codeartifact.{region}.{suffix}/{format}/{repository}/",
        )],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html
    (
        "aws_appconfig_application",
        "{lower:7}",
        "{regional:appconfig}:application/{id}",
        &[],
    ),
    (
        "aws_appconfig_environment",
        "{environment_id}:{application_id}",
        "{regional:appconfig}:application/{application_id}/environment/{environment_id}",
        &[
            ("environment_id", "{lower:7}"),
            ("state", "READY_FOR_DEPLOYMENT"),
        ],
    ),
    (
        "aws_appconfig_configuration_profile",
        "{configuration_profile_id}:{application_id}",
        "{regional:appconfig}:application/{application_id}/configurationprofile/{configuration_profile_id}",
        &[("configuration_profile_id", "{lower:7}")],
    ),
    (
        "aws_appconfig_hosted_configuration_version",
        "{application_id}/{configuration_profile_id}/1",
        "{regional:appconfig}:application/{application_id}/configurationprofile/{configuration_profile_id}/hostedconfigurationversion/1",
        &[],
    ),
    (
        "aws_appconfig_deployment_strategy",
        "{lower:7}",
        "{regional:appconfig}:deploymentstrategy/{id}",
        &[],
    ),
    (
        "aws_appconfig_deployment",
        "{application_id}/{environment_id}/1",
        "{regional:appconfig}:application/{application_id}/environment/{environment_id}/deployment/1",
        &[("state", "COMPLETE")],
    ),
    (
        "aws_appconfig_extension",
        "{lower:7}",
        "{regional:appconfig}:extension/{id}/1",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsamplify.html
    (
        "aws_amplify_app",
        "d{lower:13}",
        "{regional:amplify}:apps/{id}",
        &[("default_domain", "{id}.amplifyapp.com")],
    ),
    (
        "aws_amplify_branch",
        "{app_id}/{branch_name}",
        "{regional:amplify}:apps/{app_id}/branches/{branch_name}",
        &[],
    ),
    (
        "aws_amplify_domain_association",
        "{app_id}/{domain_name}",
        "{regional:amplify}:apps/{app_id}/domains/{domain_name}",
        &[(
            "certificate_verification_dns_record",
            "_{hex:32}.{domain_name}. CNAME _{hex:32}.{hex:10}.acm-validations.aws.",
        )],
    ),
    (
        "aws_resourcegroups_group",
        "{name}",
        "{regional:resource-groups}:group/{name}",
        &[],
    ),
    (
        "aws_servicecatalog_portfolio",
        "port-{lower:13}",
        "{regional:catalog}:portfolio/{id}",
        &[],
    ),
    (
        "aws_servicecatalog_product",
        "prod-{lower:13}",
        "{regional:catalog}:product/{id}",
        &[("status", "AVAILABLE")],
    ),
    (
        "aws_servicecatalogappregistry_application",
        "{lower:26}",
        "{regional:servicecatalog}:/applications/{id}",
        &[(
            "application_tag.awsApplication",
            "{regional:resource-groups}:group/{name}/{id}",
        )],
    ),
    (
        "aws_imagebuilder_component",
        "",
        "{regional:imagebuilder}:component/{label}/{version}/1",
        &[("version", "1.0.0")],
    ),
    (
        "aws_imagebuilder_image_recipe",
        "",
        "{regional:imagebuilder}:image-recipe/{label}/{version}",
        &[("version", "1.0.0")],
    ),
    (
        "aws_imagebuilder_*",
        "{arn}",
        "{regional:imagebuilder}:{kind}/{label}",
        &[],
    ),
];
