//! Tables, buckets, databases, streams.

use super::check;

#[test]
fn a_table() {
    check(
        "aws_dynamodb_table",
        &[("name", "products")],
        &[
            ("id", "products"),
            (
                "arn",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/products",
            ),
            ("stream_label", "2026-01-01T00:00:00.000"),
            (
                "stream_arn",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/products/stream/2026-01-01T00:00:00.000",
            ),
        ],
    );
}

#[test]
fn a_bucket() {
    check(
        "aws_s3_bucket",
        &[("bucket", "shop")],
        &[
            ("id", "shop"),
            ("arn", "arn:aws:s3:::shop"),
            ("bucket_domain_name", "shop.s3.amazonaws.com"),
            (
                "bucket_regional_domain_name",
                "shop.s3.eu-west-1.amazonaws.com",
            ),
            (
                "website_endpoint",
                "shop.s3-website-eu-west-1.amazonaws.com",
            ),
            ("region", "eu-west-1"),
        ],
    );
}

#[test]
fn a_bucket_by_its_prefix() {
    check(
        "aws_s3_bucket",
        &[("bucket_prefix", "shop-")],
        &[
            ("bucket", "shop-44549035224100056399052401"),
            ("arn", "arn:aws:s3:::shop-44549035224100056399052401"),
        ],
    );
}

#[test]
fn a_bucket_s_setting() {
    check(
        "aws_s3_bucket_versioning",
        &[("bucket", "shop")],
        &[("id", "shop")],
    );
}

#[test]
fn an_object() {
    check(
        "aws_s3_object",
        &[("bucket", "shop"), ("key", "a/b.json")],
        &[
            ("id", "a/b.json"),
            ("arn", "arn:aws:s3:::shop/a/b.json"),
            ("etag", "38d24be52a429c439fd0bbcf4bfa091e"),
            ("version_id", "8GqQUepjFcJAba2fExxrNVc8nPFC2CTz"),
        ],
    );
}

#[test]
fn a_file_system() {
    check(
        "aws_efs_file_system",
        &[],
        &[
            ("id", "fs-433034b4d35d1c3c5"),
            (
                "arn",
                "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-433034b4d35d1c3c5",
            ),
            (
                "dns_name",
                "fs-433034b4d35d1c3c5.efs.eu-west-1.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn a_database() {
    check(
        "aws_db_instance",
        &[("identifier", "shop"), ("engine", "postgres")],
        &[
            ("id", "db-FPHGFVBN8E693O4CG4A4OI4DGR"),
            ("arn", "arn:aws:rds:eu-west-1:123456789012:db:shop"),
            ("address", "shop.a31jstt9tpfz.eu-west-1.rds.amazonaws.com"),
            (
                "endpoint",
                "shop.a31jstt9tpfz.eu-west-1.rds.amazonaws.com:5432",
            ),
            ("resource_id", "db-FPHGFVBN8E693O4CG4A4OI4DGR"),
            ("status", "available"),
        ],
    );
}

#[test]
fn a_cluster() {
    check(
        "aws_rds_cluster",
        &[("cluster_identifier", "shop")],
        &[
            ("id", "shop"),
            ("arn", "arn:aws:rds:eu-west-1:123456789012:cluster:shop"),
            (
                "endpoint",
                "shop.cluster-25i8t0ygtthd.eu-west-1.rds.amazonaws.com",
            ),
            (
                "reader_endpoint",
                "shop.cluster-ro-25i8t0ygtthd.eu-west-1.rds.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn a_cache() {
    check(
        "aws_elasticache_replication_group",
        &[("replication_group_id", "shop")],
        &[
            (
                "arn",
                "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:shop",
            ),
            (
                "primary_endpoint_address",
                "shop.25i8t0.ng.0001.euw1.cache.amazonaws.com",
            ),
        ],
    );
}

#[test]
fn a_search_domain() {
    check(
        "aws_opensearch_domain",
        &[("domain_name", "shop")],
        &[
            ("id", "arn:aws:es:eu-west-1:123456789012:domain/shop"),
            (
                "endpoint",
                "search-shop-oesku6mtmemv3ydy2a8unnwabq.eu-west-1.es.amazonaws.com",
            ),
            ("domain_id", "123456789012/shop"),
        ],
    );
}

#[test]
fn a_stream() {
    check(
        "aws_kinesis_stream",
        &[("name", "clicks")],
        &[
            ("id", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"),
            (
                "arn",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
            ),
        ],
    );
}

#[test]
fn a_delivery_stream() {
    check(
        "aws_kinesis_firehose_delivery_stream",
        &[("name", "clicks")],
        &[(
            "arn",
            "arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks",
        )],
    );
}

#[test]
fn a_backup_vault() {
    check(
        "aws_backup_vault",
        &[("name", "vault")],
        &[
            ("id", "vault"),
            (
                "arn",
                "arn:aws:backup:eu-west-1:123456789012:backup-vault:vault",
            ),
        ],
    );
}
