//! Keys, secrets, parameters, and those who keep watch over an account.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
    // A data source is asked by id, ARN or alias.
    (
        "aws_kms_key[key_id=arn:*:key/*]",
        "{tail:key_id}",
        "{key_id}",
        &[],
    ),
    (
        "aws_kms_key[key_id=alias/*,arn:*:alias/*]",
        "{key_uuid}",
        "",
        &[],
    ),
    ("aws_kms_key[key_id=*]", "{key_id}", "", &[]),
    (
        "aws_kms_key[multi_region=true]|aws_kms_external_key[multi_region=true]",
        "mrk-{hex:32}",
        "",
        &[],
    ),
    (
        "aws_kms_key|aws_kms_external_key",
        "{key_uuid}",
        "{regional:kms}:key/{id}",
        &[
            ("key_id", "{id}"),
            ("key_usage", "ENCRYPT_DECRYPT"),
            ("key_manager", "CUSTOMER"),
            ("customer_master_key_spec|key_spec", "SYMMETRIC_DEFAULT"),
            ("description", "simulated"),
            ("origin", "AWS_KMS"),
        ],
    ),
    (
        "aws_kms_replica_key|aws_kms_replica_external_key",
        "{after:primary_key_arn:key/}",
        "{regional:kms}:key/{id}",
        &[
            ("key_id", "{id}"),
            ("primary_key_arn", "{regional:kms}:key/mrk-{hex:32}"),
        ],
    ),
    (
        "aws_kms_alias[target_key_id=arn:*]",
        "",
        "",
        &[("target_key_arn", "{target_key_id}")],
    ),
    (
        "aws_kms_alias",
        "{name}",
        "{regional:kms}:{name}",
        &[
            ("name", "alias/terraform-{digits:26}"),
            ("target_key_id", "{uuid}"),
            ("target_key_arn", "{regional:kms}:key/{target_key_id}"),
        ],
    ),
    ("aws_kms_key_policy", "{key_id}", "", &[]),
    (
        "aws_kms_grant",
        "{key_id}:{grant_id}",
        "",
        &[("grant_id", "{hex:64}")],
    ),
    ("aws_kms_ciphertext", "{key_id}", "", &[]),
    (
        "aws_kms_public_key",
        "{key_id}",
        "{regional:kms}:key/{tail:key_id}",
        &[("public_key", "{text64}")],
    ),
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
    (
        "aws_secretsmanager_secret",
        "{arn}",
        "{regional:secretsmanager}:secret:{name}-{mixed:6}",
        &[],
    ),
    (
        "aws_secretsmanager_secret_version",
        "{secret_id}|{version_id}",
        "{secret_id}",
        &[
            ("version_id", "{uuid}"),
            ("version_stages|version_stage", "AWSCURRENT"),
            ("secret_string", "simulated-{mixed:24}"),
            ("secret_binary", "{text64}"),
        ],
    ),
    ("aws_secretsmanager_secret_rotation", "{secret_id}", "", &[]),
    ("aws_secretsmanager_secret_policy", "{secret_arn}", "", &[]),
    (
        "aws_secretsmanager_random_password",
        "{region}",
        "",
        &[("random_password", "{mixed:32}")],
    ),
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
    (
        "aws_ssm_parameter[name=/*]",
        "",
        "{regional:ssm}:parameter{name}",
        &[],
    ),
    (
        "aws_ssm_parameter",
        "{name}",
        "{regional:ssm}:parameter/{name}",
        &[
            ("value|insecure_value", "simulated-{hex:8}"),
            ("type", "String"),
            ("data_type", "text"),
            ("tier", "Standard"),
            ("key_id", "alias/aws/ssm"),
        ],
    ),
    (
        "aws_ssm_parameters_by_path",
        "{path}",
        "{regional:ssm}:parameter{path}/simulated",
        &[
            ("names", "{path}/simulated"),
            ("values", "simulated-{hex:8}"),
            ("types", "String"),
        ],
    ),
    (
        "aws_ssm_document",
        "{name}",
        "{regional:ssm}:document/{name}",
        &[
            ("hash", "{hex:64}"),
            ("hash_type", "Sha256"),
            ("status", "Active"),
            ("schema_version", "2.2"),
        ],
    ),
    (
        "aws_ssm_association",
        "{association_id}",
        "{regional:ssm}:association/{association_id}",
        &[("association_id", "{uuid}")],
    ),
    ("aws_ssm_maintenance_window", "mw-{hex:17}", "", &[]),
    (
        "aws_ssm_maintenance_window_target|aws_ssm_maintenance_window_task",
        "{uuid}",
        "{regional:ssm}:windowtask/{id}",
        &[],
    ),
    (
        "aws_ssm_patch_baseline",
        "pb-{hex:17}",
        "{regional:ssm}:patchbaseline/{id}",
        &[],
    ),
    (
        "aws_ssm_activation",
        "{uuid}",
        "",
        &[("activation_code", "{mixed:20}")],
    ),
    (
        "aws_ssm_service_setting",
        "{setting_id}",
        "{regional:ssm}:servicesetting{setting_id}",
        &[("status", "Customized")],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
    (
        "aws_guardduty_detector",
        "{hex:32}",
        "{regional:guardduty}:detector/{id}",
        &[("finding_publishing_frequency", "SIX_HOURS")],
    ),
    (
        "aws_guardduty_filter",
        "{detector_id}:{name}",
        "{regional:guardduty}:detector/{detector_id}/filter/{name}",
        &[],
    ),
    (
        "aws_guardduty_ipset",
        "{detector_id}:{hex:32}",
        "{regional:guardduty}:detector/{detector_id}/ipset/{hex:32}",
        &[],
    ),
    (
        "aws_securityhub_account",
        "{account}",
        "{regional:securityhub}:hub/default",
        &[],
    ),
    (
        "aws_securityhub_standards_subscription",
        "{regional:securityhub}:subscription/{after:standards_arn:standards/}",
        "",
        &[],
    ),
    (
        "aws_accessanalyzer_analyzer",
        "{analyzer_name}",
        "{regional:access-analyzer}:analyzer/{analyzer_name}",
        &[],
    ),
    (
        "aws_config_config_rule",
        "{name}",
        "{regional:config}:config-rule/{rule_id}",
        &[("rule_id", "config-rule-{lower:6}")],
    ),
    (
        "aws_config_configuration_recorder_status|aws_config_delivery_channel|aws_config_configuration_recorder",
        "{name}",
        "",
        &[("name", "default")],
    ),
    (
        "aws_config_conformance_pack",
        "{name}",
        "{regional:config}:conformance-pack/{name}/conformance-pack-{lower:9}",
        &[],
    ),
    (
        "aws_config_configuration_aggregator",
        "{name}",
        "{regional:config}:config-aggregator/config-aggregator-{lower:8}",
        &[],
    ),
    ("aws_macie2_account", "{account}", "", &[]),
    (
        "aws_detective_graph",
        "{graph_arn}",
        "",
        &[("graph_arn", "{regional:detective}:graph:{hex:32}")],
    ),
    ("aws_inspector2_enabler", "{account}-EC2", "", &[]),
    (
        "aws_signer_signing_profile",
        "{name}",
        "{regional:signer}:/signing-profiles/{name}",
        &[
            ("name", "terraform_{digits:26}"),
            ("version", "{mixed:10}"),
            ("version_arn", "{arn}/{version}"),
            ("status", "Active"),
        ],
    ),
    (
        "aws_directory_service_directory",
        "d-{hex:10}",
        "",
        &[("access_url", "{alias}.awsapps.com"), ("alias", "{id}")],
    ),
    (
        "aws_verifiedpermissions_policy_store",
        "{mixed:22}",
        "{global:verifiedpermissions}:policy-store/{id}",
        &[("policy_store_id", "{id}")],
    ),
];
