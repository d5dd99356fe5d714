//! Containers, stacks, logs, code.

use super::check;

#[test]
fn a_repository() {
    check(
        "aws_ecr_repository",
        &[("name", "shop")],
        &[
            ("id", "shop"),
            ("arn", "arn:aws:ecr:eu-west-1:123456789012:repository/shop"),
            (
                "repository_url",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop",
            ),
            ("registry_id", "123456789012"),
        ],
    );
}

#[test]
fn a_service() {
    check(
        "aws_ecs_service",
        &[
            ("name", "web"),
            ("cluster", "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"),
        ],
        &[("id", "arn:aws:ecs:eu-west-1:123456789012:service/shop/web")],
    );
}

#[test]
fn a_task() {
    check(
        "aws_ecs_task_definition",
        &[("family", "web")],
        &[
            ("id", "web"),
            (
                "arn",
                "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1",
            ),
            (
                "arn_without_revision",
                "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
            ),
        ],
    );
}

#[test]
fn a_kubernetes_cluster() {
    check(
        "aws_eks_cluster",
        &[("name", "shop")],
        &[
            ("id", "shop"),
            ("arn", "arn:aws:eks:eu-west-1:123456789012:cluster/shop"),
            (
                "endpoint",
                "https://14004224D771995B9955C8A930B1E664.gr7.eu-west-1.eks.amazonaws.com",
            ),
            (
                "identity.oidc.issuer",
                "https://oidc.eks.eu-west-1.amazonaws.com/id/14004224D771995B9955C8A930B1E664",
            ),
            (
                "certificate_authority.data",
                "c2ltdWxhdGVkLTM5MmEyYWRiOWI0MDRiN2M2NDRhYzk3Yzk3ODhmYTRj",
            ),
        ],
    );
}

#[test]
fn a_stack() {
    check(
        "aws_cloudformation_stack",
        &[("name", "shop")],
        &[(
            "id",
            "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/b97242a4-354d-48e5-b483-df7e9fe2dee8",
        )],
    );
}

#[test]
fn a_log_group() {
    check(
        "aws_cloudwatch_log_group",
        &[("name", "/shop/api")],
        &[
            ("id", "/shop/api"),
            (
                "arn",
                "arn:aws:logs:eu-west-1:123456789012:log-group:/shop/api",
            ),
        ],
    );
}

#[test]
fn an_alarm() {
    check(
        "aws_cloudwatch_metric_alarm",
        &[("alarm_name", "errors")],
        &[
            ("id", "errors"),
            (
                "arn",
                "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors",
            ),
        ],
    );
}

#[test]
fn a_trail() {
    check(
        "aws_cloudtrail",
        &[("name", "all")],
        &[
            ("id", "arn:aws:cloudtrail:eu-west-1:123456789012:trail/all"),
            ("home_region", "eu-west-1"),
        ],
    );
}

#[test]
fn a_budget() {
    check(
        "aws_budgets_budget",
        &[("name", "month")],
        &[
            ("id", "123456789012:month"),
            ("arn", "arn:aws:budgets::123456789012:budget/month"),
        ],
    );
}

#[test]
fn a_connection() {
    check(
        "aws_codestarconnections_connection",
        &[("name", "git")],
        &[
            (
                "id",
                "arn:aws:codestar-connections:eu-west-1:123456789012:connection/355e1d40-64fd-41ed-b20a-8a5b47614be6",
            ),
            ("connection_status", "AVAILABLE"),
        ],
    );
}

#[test]
fn a_code_repository() {
    check(
        "aws_codecommit_repository",
        &[("repository_name", "shop")],
        &[
            ("id", "shop"),
            ("arn", "arn:aws:codecommit:eu-west-1:123456789012:shop"),
            (
                "clone_url_http",
                "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop",
            ),
        ],
    );
}
