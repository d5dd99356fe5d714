//! Which output a reader meant that reads one which is not there.

use std::collections::BTreeSet;

use finding::{LIKE, nearest, similarity, slips_between};

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
/// A typo is a slip away from an output. A renamed output is one that nobody reads any more: among
/// those the likest is meant, by its letters or by its words. Where both may be, both are told.
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
    let mut like = likest(wrong, &unread);
    match within(1) {
        // A renamed output may be like its old name and yet less so than another is.
        Some(typo) if !unread.contains(&typo) => {
            return Intended {
                output: Some(typo),
                unread: like,
            };
        }
        Some(output) => {
            return Intended {
                output: Some(output),
                unread: Vec::new(),
            };
        }
        None if !like.is_empty() => {
            let output = Some(like.remove(0));
            return Intended {
                output,
                unread: like,
            };
        }
        None => {}
    }
    if unread.len() > FEW {
        unread.clear();
    }
    // Where it may have been renamed to one of a few, a name that is somewhat like it misleads.
    let somewhat = unread
        .is_empty()
        .then(|| nearest(wrong, declared.iter().copied()));
    let output = within(2).or(somewhat.flatten());
    Intended { output, unread }
}

/// The names that are like `wrong`, the likest first: by the share of words that they have in common
/// (at least half), then by their letters (at least as `nearest` wants it).
fn likest<'a>(wrong: &str, names: &[&'a str]) -> Vec<&'a str> {
    let wrong_words = words(wrong);
    let likeness = |name: &str| {
        let words = words(name);
        let common = words.intersection(&wrong_words).count();
        // All words are few enough to be counted exactly.
        #[expect(clippy::cast_precision_loss)]
        let share = common as f64 / words.union(&wrong_words).count() as f64;
        (share, similarity(wrong, name))
    };
    let like = names.iter().map(|&name| (likeness(name), name));
    let like = like.filter(|((share, letters), _)| *share >= 0.5 || *letters >= LIKE);
    let mut like: Vec<_> = like.collect();
    like.sort_by(|((a, x), _), ((b, y), _)| b.total_cmp(a).then(y.total_cmp(x)));
    like.into_iter().map(|(_, name)| name).collect()
}

/// The words of a name, in `snake_case` or `camelCase`.
fn words(name: &str) -> BTreeSet<String> {
    let mut spaced = String::new();
    for character in name.chars() {
        if character.is_uppercase() {
            spaced.push('_');
        }
        spaced.extend(character.to_lowercase());
    }
    let words = spaced.split(['_', '-']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUTS: [&str; 8] = [
        "api_product_path",
        "api_products_path",
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
            ("api_product_path", "product_path"),
            ("api_product_path", "apiProductPath"),
            ("api_gateway_id", "gateway_id"),
            ("api_gateway_id", "rest_api_id"),
            ("sqs_queue_url", "change_queue_address"),
            ("dynamodb_table_name", "products_table"),
            ("api_product_path", "api_product_path_v2"),
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
            ("api_productt_path", "api_product_path"),
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
