//! Names: of resources, of regions, of one among many.

use super::subject::Subject;
use super::{alias, made};
use crate::place::World;

/// What the host names of AWS's services end with.
pub(super) fn suffix(world: &World) -> &'static str {
    if world.partition() == "aws-cn" {
        "amazonaws.com.cn"
    } else {
        "amazonaws.com"
    }
}

/// A region as the ids of its zones begin: `euw1` in `euw1-az1`.
///
/// <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html>
pub(super) fn region_code(region: &str) -> String {
    let short = |part: &str| match part {
        "northeast" => "ne".to_owned(),
        "northwest" => "nw".to_owned(),
        "southeast" => "se".to_owned(),
        "southwest" => "sw".to_owned(),
        _ => part.chars().take(1).collect(),
    };
    match region.split_once('-') {
        Some((area, rest)) => format!("{area}{}", rest.split('-').map(short).collect::<String>()),
        None => region.to_owned(),
    }
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// One of many, as far as English follows rules.
pub(super) fn singular(plural: &str) -> &str {
    let not_plural = ["ss", "us", "is", "dns", "alias"];
    if not_plural.iter().any(|ending| plural.ends_with(ending)) {
        return plural;
    }
    match plural.strip_suffix("sses") {
        Some(_) => &plural[..plural.len() - 2],
        None => plural.strip_suffix('s').unwrap_or(plural),
    }
}

/// What a resource is called by: a name that is known in whole or in its beginning, or else an id.
pub(super) fn own(subject: &Subject<'_>, depth: usize) -> String {
    let names = candidates(subject.type_name);
    let known = names.iter().find_map(|name| subject.known(name));
    let begun = names
        .iter()
        .find(|name| subject.known(&format!("{name}_prefix")).is_some());
    match (known, begun) {
        (Some(known), _) => known.to_owned(),
        (None, Some(begun)) => subject.made_up(begun, depth),
        (None, None) => id(subject),
    }
}

fn id(subject: &Subject<'_>) -> String {
    let hex = made::alphabet("hex").unwrap_or_default();
    format!(
        "{}-{}",
        alias::kind(subject.type_name),
        made::chars(subject.seed, "own", hex, 17)
    )
}

/// For `aws_codecommit_repository` among others `name`, `repository_name`, `repository_identifier`.
fn candidates(type_name: &str) -> Vec<String> {
    let mut candidates = vec!["name".to_owned()];
    let mut rest = type_name;
    while let Some((_, after)) = rest.split_once('_') {
        candidates.extend(["name", "identifier"].map(|ending| format!("{after}_{ending}")));
        rest = after;
    }
    candidates.push("identifier".to_owned());
    candidates
}

/// A name as a part of a host name: <https://www.rfc-editor.org/rfc/rfc1123#section-2.1>.
pub(super) fn label(name: &str) -> String {
    let plain = |char: char| match char {
        'a'..='z' | '0'..='9' => char,
        'A'..='Z' => char.to_ascii_lowercase(),
        _ => '-',
    };
    let label: String = name.chars().take(40).map(plain).collect();
    label.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_a_code() {
        let codes = [
            ("eu-west-1", "euw1"),
            ("ap-southeast-2", "apse2"),
            ("us-gov-east-1", "usge1"),
            ("cn-north-1", "cnn1"),
        ];
        for (region, code) in codes {
            assert_eq!(region_code(region), code);
        }
    }

    #[test]
    fn one_of_many() {
        let words = [
            ("subnet_ids", "subnet_id"),
            ("ipv6_addresses", "ipv6_address"),
            ("aws_kms_alias", "aws_kms_alias"),
            ("status", "status"),
            ("private_dns", "private_dns"),
            ("ip_address", "ip_address"),
        ];
        for (plural, one) in words {
            assert_eq!(singular(plural), one);
        }
    }

    #[test]
    fn a_label_has_letters_digits_and_hyphens() {
        assert_eq!(label("/My_Name/x."), "my-name-x");
    }
}
