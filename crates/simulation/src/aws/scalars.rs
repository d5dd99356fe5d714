//! Numbers and truth values.

use std::collections::BTreeMap;

use super::names::last;
use super::pattern::{fits, means};
use super::subject::known;

/// A type, an attribute, its number. The first line that fits is taken; 0 if none does.
const NUMBERS: &[(&str, &str, i64)] = &[
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html
    ("aws_*[engine=*postgres*]", "port", 5432),
    ("aws_*[engine=oracle*,custom-oracle*]", "port", 1521),
    ("aws_*[engine=sqlserver*]", "port", 1433),
    ("aws_*[engine=db2*]", "port", 50000),
    ("aws_*[engine=*mysql*,maria*,aurora]", "port", 3306),
    ("aws_*[engine=memcached]", "port", 11211),
    ("aws_*[engine=redis,valkey]", "port", 6379),
    ("aws_db_*|aws_rds_*", "port", 3306),
    ("aws_docdb*", "port", 27017),
    ("aws_neptune*", "port", 8182),
    ("aws_redshift*", "port", 5439),
    ("aws_elasticache*|aws_memorydb*", "*port", 6379),
    ("aws_dax*", "*port", 8111),
    ("aws_timestreaminfluxdb*", "port", 8086),
    ("aws_msk*", "port", 9094),
    ("aws_lb*|aws_alb*", "port", 80),
    ("aws_elb*", "*port", 80),
    ("aws_secretsmanager_secret", "recovery_window_in_days", 30),
    ("aws_kms_*", "deletion_window_in_days", 30),
    ("*", "*port", 443),
    (
        "*",
        "revision|version|*_version|*_revision|version_number|version_id",
        1,
    ),
    ("*", "amazon_side_asn|*_asn", 64512),
    ("*", "volume_size|disk_size|*allocated_storage", 20),
    ("*", "iops", 3000),
    ("*", "throughput", 125),
    (
        "*",
        "desired_capacity|instance_count|num_cache_nodes|num_cache_clusters|num_node_groups",
        1,
    ),
    ("*", "capacity", 1),
    (
        "*",
        "cpu_core_count|core_count|threads_per_core|cpu_threads_per_core",
        1,
    ),
    ("*", "priority", 1),
    ("*", "batch_size", 10),
    ("*", "timeout", 30),
    ("*", "retention_in_days", 30),
    ("*", "max_session_duration", 3600),
];

/// The attributes that are true of a thing that is ready.
const TRUE: &str = "enabled|is_enabled|active|is_active|supported|verified|verified_*|authorized|accepted|\
    dns_enabled|enable_dns_*|path_found|is_deployment_complete|finalized|is_ready";

/// The number that an attribute has.
pub(super) fn number(type_name: &str, attributes: &BTreeMap<String, String>, path: &str) -> i64 {
    let fits = |(types, name, _): &&(&str, &str, i64)| {
        fits(name, last(path)) && means(types, type_name, |attribute| known(attributes, attribute))
    };
    NUMBERS
        .iter()
        .find(fits)
        .map_or(0, |(_, _, number)| *number)
}

/// Whether an attribute is true.
pub(super) fn truth(path: &str) -> bool {
    fits(TRUE, last(path))
}
