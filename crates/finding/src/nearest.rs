//! "Did you mean …?"

/// How similar two names must be, by [`similarity`], for the one to be offered for the other.
pub const LIKE: f64 = 0.7;

/// The Jaro-Winkler similarity of two names, from 0 to 1: kind to what was left out or added, and
/// to names that start alike.
pub fn similarity(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b)
}

/// The candidate that `wrong` was most probably meant to be, if any is close enough.
///
/// A candidate one slip of the fingers away (two for names over five characters) is the best;
/// next comes a [`similarity`] of more than [`LIKE`]. Ties go to the candidate that comes first.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut best_score = LIKE;
    for candidate in candidates {
        let slip = f64::from(u8::from(is_slip(wrong, candidate)));
        let score = slip + similarity(wrong, candidate);
        if score > best_score {
            best = Some(candidate);
            best_score = score;
        }
    }
    best
}

/// Whether the one is the other but for a slip: one, or two in names over five characters, and
/// something in it is still right.
fn is_slip(wrong: &str, candidate: &str) -> bool {
    let length = wrong.chars().count().min(candidate.chars().count());
    let slips = if length > 5 { 2 } else { 1 };
    length > slips && slips_between(wrong, candidate) <= slips
}

/// How many letters were swapped, left out, added or mistaken: the Damerau-Levenshtein distance in
/// its form that needs no memory for long names (optimal string alignment).
pub fn slips_between(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
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

    #[test]
    fn a_slip_of_the_fingers_is_nearer_than_a_longer_name_that_starts_alike() {
        assert_eq!(nearest("sti", ["dev", "sit"]), Some("sit"));
        assert_eq!(nearest("sti", ["staging", "sit"]), Some("sit"));
        assert_eq!(nearest("qrod", ["prod"]), Some("prod"));
        assert_eq!(nearest("rpdouct", ["notes", "product"]), Some("product"));
        assert_eq!(nearest("vde", ["dev"]), None, "two slips in a short name");
        assert_eq!(nearest("x", ["y"]), None, "nothing in it is right");
    }
}
