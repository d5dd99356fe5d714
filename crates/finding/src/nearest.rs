//! "Did you mean …?"

/// The candidate that `wrong` was most probably meant to be, if any is close enough.
///
/// Closeness is Jaro-Winkler similarity of at least 0.7 (what rustc and clap use for their
/// suggestions is of the same family); ties go to the candidate that comes first.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const CLOSE_ENOUGH: f64 = 0.7;
    let mut best = None;
    let mut best_score = CLOSE_ENOUGH;
    for candidate in candidates {
        let score = strsim::jaro_winkler(wrong, candidate);
        if score > best_score {
            best = Some(candidate);
            best_score = score;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_closest_name_wins_and_a_stranger_is_not_offered() {
        let outputs = ["dynamodb_table_arn", "dynamodb_table_name", "sqs_queue_url"];
        assert_eq!(
            nearest("dynamo_table_name", outputs),
            Some("dynamodb_table_name")
        );
        assert_eq!(nearest("sqs_que_url", outputs), Some("sqs_queue_url"));
        assert_eq!(nearest("zebra", outputs), None);
        assert_eq!(nearest("x", []), None);
    }
}
