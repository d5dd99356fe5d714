//! Containers: ECR, ECS, EKS, Batch, App Runner.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    (
        "aws_ecr_repository",
        "{name}",
        "{regional:ecr}:repository/{name}",
        &[(
            "repository_url",
            "{account}.dkr.ecr.{region}.{suffix}/{name}",
        )],
    ),
    (
        "aws_ecr_lifecycle_policy|aws_ecr_repository_policy",
        "{repository}",
        "",
        &[],
    ),
    (
        "aws_ecr_registry_*|aws_ecr_replication_configuration",
        "{account}",
        "",
        &[],
    ),
    (
        "aws_ecr_pull_through_cache_rule",
        "{ecr_repository_prefix}",
        "",
        &[],
    ),
    (
        "aws_ecr_authorization_token",
        "{region}",
        "",
        &[
            ("authorization_token", "{text64}"),
            (
                "proxy_endpoint",
                "https://{account}.dkr.ecr.{region}.{suffix}",
            ),
            ("user_name", "AWS"),
        ],
    ),
    (
        "aws_ecrpublic_authorization_token",
        "{region}",
        "",
        &[("authorization_token", "{text64}"), ("user_name", "AWS")],
    ),
    (
        "aws_ecr_image",
        "{image_digest}",
        "",
        &[(
            "image_uri",
            "{account}.dkr.ecr.{region}.{suffix}/{repository_name}@{image_digest}",
        )],
    ),
    (
        "aws_ecrpublic_repository",
        "{repository_name}",
        "{global:ecr-public}:repository/{repository_name}",
        &[(
            "repository_uri",
            "public.ecr.aws/{lower:8}/{repository_name}",
        )],
    ),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
    (
        "aws_ecs_cluster",
        "{arn}",
        "{regional:ecs}:cluster/{name|cluster_name}",
        &[],
    ),
    ("aws_ecs_clusters", "", "", &[("cluster_arns", "{arn}")]),
    (
        "aws_ecs_cluster_capacity_providers",
        "{cluster_name}",
        "",
        &[],
    ),
    (
        "aws_ecs_capacity_provider",
        "{arn}",
        "{regional:ecs}:capacity-provider/{name}",
        &[],
    ),
    (
        "aws_ecs_service",
        "{arn}",
        "{regional:ecs}:service/{tail:cluster|cluster_arn}/{name|service_name}",
        &[
            ("cluster", "default"),
            ("cluster_arn", "{regional:ecs}:cluster/default"),
            (
                "iam_role",
                "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            ),
            ("launch_type", "FARGATE"),
        ],
    ),
    (
        "aws_ecs_task_definition",
        "{family}",
        "{arn_without_revision}:1",
        &[
            (
                "arn_without_revision",
                "{regional:ecs}:task-definition/{family}",
            ),
            ("network_mode", "awsvpc"),
        ],
    ),
    (
        "aws_ecs_task_set",
        "ecs-svc/{digits:19}",
        "{regional:ecs}:task-set/{tail:cluster}/{tail:service}/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
    (
        "aws_eks_cluster",
        "{name}",
        "{regional:eks}:cluster/{name}",
        &[
            (
                "endpoint",
                "https://{cluster_hash}.gr7.{region}.eks.{suffix}",
            ),
            (
                "identity.oidc.issuer",
                "https://oidc.eks.{region}.{suffix}/id/{cluster_hash}",
            ),
            ("cluster_hash", "{upper_hex:32}"),
            ("certificate_authority.data", "{text64}"),
            ("cluster_id", "{nothing}"),
            ("version", "1.33"),
            ("platform_version", "eks.1"),
            ("vpc_config.public_access_cidrs", "0.0.0.0/0"),
            ("access_config.authentication_mode", "API_AND_CONFIG_MAP"),
            (
                "kubernetes_network_config.service_ipv4_cidr",
                "172.20.0.0/16",
            ),
        ],
    ),
    (
        "aws_eks_cluster_auth",
        "{name}",
        "",
        &[("token", "k8s-aws-v1.{mixed:64}")],
    ),
    (
        "aws_eks_node_group",
        "{cluster_name}:{node_group_name}",
        "{regional:eks}:nodegroup/{cluster_name}/{node_group_name}/{uuid}",
        &[
            (
                "resources.autoscaling_groups.name",
                "eks-{node_group_name}-{uuid}",
            ),
            ("ami_type", "AL2023_x86_64_STANDARD"),
            ("capacity_type", "ON_DEMAND"),
            ("version", "1.33"),
        ],
    ),
    (
        "aws_eks_addon",
        "{cluster_name}:{addon_name}",
        "{regional:eks}:addon/{cluster_name}/{addon_name}/{uuid}",
        &[("addon_version", "v1.0.0-eksbuild.1")],
    ),
    (
        "aws_eks_fargate_profile",
        "{cluster_name}:{fargate_profile_name}",
        "{regional:eks}:fargateprofile/{cluster_name}/{fargate_profile_name}/{uuid}",
        &[],
    ),
    (
        "aws_eks_access_entry",
        "{cluster_name}:{principal_arn}",
        "",
        &[(
            "access_entry_arn",
            "{regional:eks}:access-entry/{cluster_name}/role/{account}/{tail:principal_arn}/{uuid}",
        )],
    ),
    (
        "aws_eks_access_policy_association",
        "{cluster_name}#{principal_arn}#{policy_arn}",
        "",
        &[],
    ),
    (
        "aws_eks_pod_identity_association",
        "{association_id}",
        "",
        &[
            ("association_id", "a-{lower:17}"),
            (
                "association_arn",
                "{regional:eks}:podidentityassociation/{cluster_name}/{association_id}",
            ),
        ],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
    (
        "aws_batch_compute_environment",
        "{compute_environment_name}",
        "{regional:batch}:compute-environment/{compute_environment_name}",
        &[
            (
                "ecs_cluster_arn",
                "{regional:ecs}:cluster/{compute_environment_name}_Batch_{uuid}",
            ),
            ("status", "VALID"),
            ("state", "ENABLED"),
        ],
    ),
    (
        "aws_batch_job_definition",
        "{arn}",
        "{arn_prefix}:1",
        &[("arn_prefix", "{regional:batch}:job-definition/{name}")],
    ),
    (
        "aws_batch_job_queue",
        "{arn}",
        "{regional:batch}:job-queue/{name}",
        &[("state", "ENABLED"), ("status", "VALID")],
    ),
    (
        "aws_batch_scheduling_policy",
        "{arn}",
        "{regional:batch}:scheduling-policy/{name}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapprunner.html
    (
        "aws_apprunner_service",
        "{arn}",
        "{regional:apprunner}:service/{service_name}/{service_id}",
        &[
            ("service_id", "{hex:32}"),
            ("service_url", "{lower:10}.{region}.awsapprunner.com"),
            ("status", "RUNNING"),
        ],
    ),
    (
        "aws_apprunner_connection",
        "{connection_name}",
        "{regional:apprunner}:connection/{connection_name}/{hex:32}",
        &[("status", "AVAILABLE")],
    ),
    (
        "aws_apprunner_vpc_connector",
        "{arn}",
        "{regional:apprunner}:vpcconnector/{vpc_connector_name}/1/{hex:32}",
        &[],
    ),
];
