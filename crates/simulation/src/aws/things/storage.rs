//! Buckets, file systems, disks, backups.

use super::Thing;

pub(super) const THINGS: &[Thing] = &[
    // The older regions have a hyphen: https://docs.aws.amazon.com/general/latest/gr/s3.html
    (
        "aws_s3_bucket*[region=us-east-1,us-west-*,ap-southeast-1,ap-southeast-2,ap-northeast-1,eu-west-1,sa-east-1,us-gov-west-1]",
        "",
        "",
        &[("website_domain", "s3-website-{region}.{suffix}")],
    ),
    (
        "aws_s3_bucket",
        "{bucket}",
        "arn:{partition}:s3:::{bucket}",
        &[
            ("bucket_domain_name", "{bucket}.s3.{suffix}"),
            (
                "bucket_regional_domain_name",
                "{bucket}.s3.{region}.{suffix}",
            ),
            ("hosted_zone_id", "{zone:website}"),
            ("website_endpoint", "{bucket}.{website_domain}"),
            ("website_domain", "s3-website.{region}.{suffix}"),
            ("acceleration_status", "{nothing}"),
            ("request_payer", "BucketOwner"),
        ],
    ),
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    (
        "aws_s3_object|aws_s3_bucket_object|aws_s3_object_copy",
        "{key}",
        "arn:{partition}:s3:::{bucket}/{key}",
        &[("last_modified", "Thu, 01 Jan 2026 00:00:00 UTC")],
    ),
    (
        "aws_s3_objects",
        "{bucket}",
        "",
        &[
            ("keys", "simulated"),
            ("owners", "{hex:64}"),
            ("common_prefixes", "simulated/"),
        ],
    ),
    (
        "aws_s3_bucket_inventory|aws_s3_bucket_metric|aws_s3_bucket_analytics_configuration|aws_s3_bucket_intelligent_tiering_configuration",
        "{bucket}:{name}",
        "",
        &[],
    ),
    (
        "aws_s3_bucket_*[expected_bucket_owner=*]",
        "{bucket},{expected_bucket_owner}",
        "",
        &[],
    ),
    (
        "aws_s3_bucket_*",
        "{bucket}",
        "",
        &[
            ("website_endpoint", "{bucket}.{website_domain}"),
            ("website_domain", "s3-website.{region}.{suffix}"),
        ],
    ),
    (
        "aws_s3_access_point",
        "{account}:{name}",
        "{regional:s3}:accesspoint/{name}",
        &[
            ("alias", "{name}-{lower:34}-s3alias"),
            (
                "domain_name",
                "{name}-{account}.s3-accesspoint.{region}.{suffix}",
            ),
            ("network_origin", "Internet"),
            ("endpoints.ipv4", "s3-accesspoint.{region}.{suffix}"),
            ("endpoints.fips", "s3-accesspoint-fips.{region}.{suffix}"),
            (
                "endpoints.dualstack",
                "s3-accesspoint.dualstack.{region}.{suffix}",
            ),
            (
                "endpoints.fips_dualstack",
                "s3-accesspoint-fips.dualstack.{region}.{suffix}",
            ),
        ],
    ),
    ("aws_s3_account_public_access_block", "{account}", "", &[]),
    (
        "aws_s3_directory_bucket",
        "{bucket}",
        "{regional:s3express}:bucket/{bucket}",
        &[],
    ),
    (
        "aws_s3control_multi_region_access_point",
        "{account}:{alias}",
        "{global:s3}:accesspoint/{alias}",
        &[
            ("alias", "{lower:13}.mrap"),
            ("domain_name", "{alias}.accesspoint.s3-global.{suffix}"),
        ],
    ),
    (
        "aws_s3tables_table_bucket",
        "",
        "{regional:s3tables}:bucket/{name}",
        &[],
    ),
    (
        "aws_s3tables_table",
        "",
        "{table_bucket_arn}/table/{uuid}",
        &[("table_bucket_arn", "{regional:s3tables}:bucket/simulated")],
    ),
    // https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
    (
        "aws_efs_file_system",
        "fs-{hex:17}",
        "{regional:elasticfilesystem}:file-system/{id}",
        &[
            ("file_system_id", "{id}"),
            ("dns_name", "{id}.efs.{region}.{suffix}"),
            ("creation_token", "terraform-{digits:26}"),
            ("performance_mode", "generalPurpose"),
        ],
    ),
    (
        "aws_efs_access_point",
        "fsap-{hex:17}",
        "{regional:elasticfilesystem}:access-point/{id}",
        &[(
            "file_system_arn",
            "{regional:elasticfilesystem}:file-system/{file_system_id}",
        )],
    ),
    (
        "aws_efs_mount_target",
        "fsmt-{hex:17}",
        "",
        &[
            ("mount_target_id", "{id}"),
            ("dns_name", "{file_system_id}.efs.{region}.{suffix}"),
            (
                "mount_target_dns_name",
                "{region}a.{file_system_id}.efs.{region}.{suffix}",
            ),
            (
                "file_system_arn",
                "{regional:elasticfilesystem}:file-system/{file_system_id}",
            ),
        ],
    ),
    (
        "aws_efs_file_system_policy|aws_efs_backup_policy|aws_efs_replication_configuration",
        "{file_system_id|source_file_system_id}",
        "",
        &[],
    ),
    (
        "aws_fsx_*_file_system",
        "fs-{hex:17}",
        "{regional:fsx}:file-system/{id}",
        &[("dns_name", "{id}.fsx.{region}.{suffix}")],
    ),
    (
        "aws_fsx_*_volume",
        "fsvol-{hex:17}",
        "{regional:fsx}:volume/{file_system_id}/{id}",
        &[],
    ),
    (
        "aws_fsx_ontap_storage_virtual_machine",
        "svm-{hex:17}",
        "{regional:fsx}:storage-virtual-machine/{file_system_id}/{id}",
        &[],
    ),
    (
        "aws_fsx_backup",
        "backup-{hex:17}",
        "{regional:fsx}:backup/{id}",
        &[],
    ),
    (
        "aws_ebs_volume",
        "vol-{hex:17}",
        "{regional:ec2}:volume/{id}",
        &[("volume_id", "{id}")],
    ),
    (
        "aws_ebs_snapshot*",
        "snap-{hex:17}",
        "arn:{partition}:ec2:{region}::snapshot/{id}",
        &[("ids", "snap-{hex:17}")],
    ),
    ("aws_volume_attachment", "vai-{digits:10}", "", &[]),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
    (
        "aws_backup_vault|aws_backup_logically_air_gapped_vault",
        "{name}",
        "{regional:backup}:backup-vault:{name}",
        &[],
    ),
    (
        "aws_backup_plan",
        "{uuid}",
        "{regional:backup}:backup-plan:{id}",
        &[("version", "{mixed:48}")],
    ),
    ("aws_backup_selection", "{uuid}", "", &[]),
    (
        "aws_backup_vault_*",
        "{backup_vault_name}",
        "",
        &[(
            "backup_vault_arn",
            "{regional:backup}:backup-vault:{backup_vault_name}",
        )],
    ),
    (
        "aws_backup_framework",
        "{name}",
        "{regional:backup}:framework:{name}-{uuid}",
        &[],
    ),
    (
        "aws_backup_report_plan",
        "{name}",
        "{regional:backup}:report-plan:{name}-{uuid}",
        &[],
    ),
    (
        "aws_dlm_lifecycle_policy",
        "policy-{hex:17}",
        "{regional:dlm}:policy/{id}",
        &[],
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awstransferfamily.html
    (
        "aws_transfer_server",
        "s-{hex:17}",
        "{regional:transfer}:server/{id}",
        &[
            ("endpoint", "{id}.server.transfer.{region}.{suffix}"),
            ("host_key_fingerprint", "SHA256:{base64:43}"),
        ],
    ),
    (
        "aws_transfer_user",
        "{server_id}/{user_name}",
        "{regional:transfer}:user/{server_id}/{user_name}",
        &[],
    ),
];
