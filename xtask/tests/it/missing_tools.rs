//! A terraform or a provider that is not there: exit code 3, and everything else is still told.

use snapbox::{assert_data_eq, str};

use crate::common::{TestContext, fixture};

const JSON: [&str; 5] = ["verify", "--format", "json", "--env", "dev"];

/// An estate in which `shop/api` wants the AWS provider and reads an output that is not there.
fn with_aws() -> TestContext {
    let lock = std::fs::read_to_string(fixture("aws.lock.hcl")).unwrap();
    TestContext::new()
        .with("terraform/shop/api/.terraform.lock.hcl", &lock)
        .with("terraform/audit/log/.terraform.lock.hcl", &lock)
        .edit(
            "terraform/shop/api/main.tf",
            "outputs.table_name",
            "outputs.tabel_name",
        )
}

#[test]
fn without_terraform_the_static_findings_are_told_and_the_exit_code_is_3() {
    let context = with_aws().with("extra.toml", "a=1\n");
    let run = context
        .xtask(&JSON)
        .env("XTASK_TERRAFORM", "nothing")
        .run()
        .code(3);
    assert_data_eq!(
        run.findings(),
        str![[r#"
output-missing shop/api - terraform/shop/api/main.tf:28:62
tool-missing - - -
format - - extra.toml

"#]]
    );
    assert_data_eq!(
        run.steps(),
        str![[r#"
- - contracts failed
- - fmt failed
shop/infrastructure - init skipped
shop/infrastructure - validate skipped
shop/infrastructure dev plan skipped
shop/api - init skipped
shop/api - validate skipped
shop/api dev plan skipped
audit/log - init skipped
audit/log - validate skipped
audit/log dev plan skipped

"#]]
    );
    assert_data_eq!(
        run.findings_with("tool-missing"),
        str![[r#"
code: tool-missing
column: null
env: null
file: null
hint: unset XTASK_TERRAFORM, or name a terraform that is there
line: null
message: the terraform that is set, `nothing`, is not there; Terraform 1.11.0 or newer is needed
severity: error
stack: null

"#]]
    );
    let path = context.root.join("environments");
    let run = context.xtask(&JSON).env("PATH", path).run().code(3);
    assert_data_eq!(
        run.findings(),
        str![[r#"
output-missing shop/api - terraform/shop/api/main.tf:28:62
tool-missing - - -
format - - extra.toml

"#]]
    );
}

#[test]
fn a_terraform_that_is_too_old_is_exit_code_3() {
    let run = with_aws().xtask(&JSON).terraform("old").run().code(3);
    assert_data_eq!(
        run.findings(),
        str![[r#"
output-missing shop/api - terraform/shop/api/main.tf:28:62
tool-too-old - - -

"#]]
    );
}

#[test]
fn a_provider_that_the_set_mirror_lacks_is_told_once() {
    let context = with_aws().with("mirror/readme", "");
    let run = context
        .xtask(&JSON)
        .env("XTASK_PROVIDER_MIRROR", "mirror")
        .run()
        .code(3);
    assert_data_eq!(
        run.findings(),
        str![[r#"
output-missing shop/api - terraform/shop/api/main.tf:28:62
provider-unavailable - - -

"#]]
    );
    assert_data_eq!(
        run.findings_with("provider-unavailable"),
        str![[r#"
code: provider-unavailable
column: null
env: null
file: null
hint: unset XTASK_PROVIDER_MIRROR, or run `terraform providers mirror DIR`
line: null
message: the provider mirror `mirror` that is set does not have registry.terraform.io/hashicorp/aws 5.100.0: looked for `registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/` and `registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip`; fill it with `terraform providers mirror` or unset it
severity: error
stack: null

"#]]
    );
}

#[test]
fn a_provider_that_does_not_fit_its_checksum_is_told_for_each_stack() {
    let platform = "registry.terraform.io/hashicorp/aws/5.100.0";
    let aws = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"5.100.0\"\n    }\n  }\n}\n";
    let mut context = with_aws()
        .with("terraform/shop/api/aws.tf", aws)
        .with("terraform/audit/log/aws.tf", aws);
    // Whatever this machine is.
    for machine in ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] {
        let program = format!("mirror/{platform}/{machine}/terraform-provider-aws_v5.100.0_x5");
        context = context.with(&program, "not a provider");
    }
    let run = context
        .xtask(&JSON)
        .env("XTASK_PROVIDER_MIRROR", "mirror")
        .run()
        .code(1);
    assert_data_eq!(
        run.findings(),
        str![[r#"
output-missing shop/api - terraform/shop/api/main.tf:28:62
provider-lock shop/api - -
provider-lock audit/log - -

"#]]
    );
}
