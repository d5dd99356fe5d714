//! Numbers and truth values.

use super::Sample;

#[test]
fn numbers() {
    let number = |type_name, known: &[(&str, &str)], attribute| {
        Sample::of(type_name, known).number(attribute)
    };
    assert_eq!(
        number(
            "aws_db_instance",
            &[("engine", "aurora-postgresql")],
            "port"
        ),
        5432
    );
    assert_eq!(
        number("aws_db_instance", &[("engine", "mysql")], "port"),
        3306
    );
    assert_eq!(
        number(
            "aws_elasticache_cluster",
            &[("engine", "memcached")],
            "port"
        ),
        11211
    );
    assert_eq!(number("aws_redshift_cluster", &[], "port"), 5439);
    assert_eq!(number("aws_unheard_of", &[], "port"), 443);
    assert_eq!(number("aws_ecs_task_definition", &[], "revision"), 1);
    assert_eq!(number("aws_lambda_function", &[], "source_code_size"), 0);
}

#[test]
fn truths() {
    let truth = |attribute| Sample::of("aws_unheard_of", &[]).truth(attribute);
    assert!(truth("enabled") && truth("nested.is_enabled"));
    assert!(!truth("encrypted"));
}
