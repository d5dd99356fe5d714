//! Which output a reader meant that reads one which is not there.

use std::collections::BTreeSet;

use finding::{nearest, slips_between};

/// What was probably meant, and what else may have been.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Intended<'a> {
    /// The likest output.
    pub(crate) output: Option<&'a str>,
    /// A few outputs that nobody reads, when it may as well be one of them.
    pub(crate) unread: Vec<&'a str>,
}

/// Finds the output that `wrong` stands for among the declared ones, of which some are `read`
/// somewhere.
///
/// A typo is a slip away from an output. A renamed output is one that nobody reads any more: so
/// among those the likest is taken, by its letters or by its words, before any other that is like it.
pub(crate) fn intended<'a>(
    wrong: &str,
    declared: &[&'a str],
    read: &BTreeSet<&str>,
) -> Intended<'a> {
    /// More names than this help nobody.
    const FEW: usize = 3;
    let within = |slips: usize| {
        let names = declared.iter().copied();
        nearest(
            wrong,
            names.filter(move |name| slips_between(wrong, name) <= slips),
        )
    };
    let mut unread: Vec<&str> = declared.to_vec();
    unread.retain(|name| !read.contains(name));
    let sure = within(1)
        .or_else(|| nearest(wrong, unread.iter().copied()))
        .or_else(|| by_words(wrong, &unread))
        .or_else(|| within(2));
    if sure.is_some() || unread.len() > FEW {
        unread.clear();
    }
    let output = sure.or_else(|| nearest(wrong, declared.iter().copied()));
    Intended { output, unread }
}

/// The name that shares the most words with `wrong`, if it shares half of the words of either.
fn by_words<'a>(wrong: &str, names: &[&'a str]) -> Option<&'a str> {
    let words = |name: &str| name.split('_').map(str::to_owned).collect::<BTreeSet<_>>();
    let wrong = words(wrong);
    let shared = |name: &str| words(name).intersection(&wrong).count();
    let enough = |name: &&&str| 2 * shared(name) >= words(name).len().min(wrong.len());
    let best = names.iter().filter(enough).max_by_key(|name| shared(name));
    best.copied().filter(|name| shared(name) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUTS: [&str; 6] = [
        "api_gateway_id",
        "api_gateway_root_resource_id",
        "dynamodb_table_arn",
        "dynamodb_table_name",
        "sqs_queue_arn",
        "sqs_queue_url",
    ];

    /// What is found for a reader of an output that was renamed; all others have readers, but for
    /// one that never had any.
    fn renamed<'a>(from: &'a str, to: &'a str) -> Intended<'a> {
        let declared: Vec<&str> = OUTPUTS
            .iter()
            .map(|&name| if name == from { to } else { name })
            .collect();
        let read = OUTPUTS
            .into_iter()
            .filter(|&name| name != "api_gateway_root_resource_id");
        intended(from, &declared, &read.collect())
    }

    #[test]
    fn a_renamed_output_is_found_however_much_another_is_like_its_old_name() {
        for (from, to) in [
            ("dynamodb_table_name", "dynamodb_table"),
            ("dynamodb_table_name", "dynamodb_table_id"),
            ("dynamodb_table_name", "table_name"),
            ("dynamodb_table_name", "products_table_name"),
            ("dynamodb_table_name", "name_of_dynamodb_table"),
            ("dynamodb_table_name", "dynamodb_table_name_v2"),
            ("dynamodb_table_name", "tableName"),
            ("sqs_queue_url", "change_queue_url"),
            ("sqs_queue_arn", "sqs_change_queue_arn"),
        ] {
            let found = renamed(from, to);
            assert!(
                found.output == Some(to) || found.unread.contains(&to),
                "{from} -> {to}: {found:?}"
            );
        }
    }

    #[test]
    fn a_typo_is_found_though_the_right_name_has_other_readers() {
        let read = OUTPUTS.into_iter().collect();
        for (wrong, right) in [
            ("dynamodb_tabel_name", "dynamodb_table_name"),
            ("sqs_queue_ulr", "sqs_queue_url"),
            ("dynamodb_table_nam", "dynamodb_table_name"),
            ("dynamo_table_name", "dynamodb_table_name"),
        ] {
            let found = intended(wrong, &OUTPUTS, &read);
            assert_eq!(found.output, Some(right), "{wrong}");
        }
    }

    #[test]
    fn a_name_like_none_is_unknown_when_all_have_readers() {
        let read = OUTPUTS.into_iter().collect();
        let unknown = Intended {
            output: None,
            unread: Vec::new(),
        };
        assert_eq!(intended("zzz", &OUTPUTS, &read), unknown);
        assert_eq!(intended("zzz", &[], &read), unknown);
    }

    #[test]
    fn what_was_renamed_beyond_recognition_is_one_of_the_few_that_nobody_reads() {
        let found = renamed("dynamodb_table_name", "storage");
        assert_eq!(found.unread, ["api_gateway_root_resource_id", "storage"]);
    }
}
