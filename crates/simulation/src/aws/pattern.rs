//! The little patterns of the tables.
//!
//! `*` stands for any characters, `|` parts alternatives. A column of types may ask for more:
//! `aws_lb[load_balancer_type=network]` is a type one of whose attributes is known to be so, and
//! `[name=/*,./*]` takes several values.

/// Whether one of the alternatives is the text.
pub(super) fn fits(patterns: &str, text: &str) -> bool {
    patterns.split('|').any(|pattern| glob(pattern, text))
}

/// Whether one of the alternatives is the type, with its attributes as they are known.
pub(super) fn means<'a>(
    types: &str,
    type_name: &str,
    known: impl Fn(&str) -> Option<&'a str>,
) -> bool {
    types.split('|').any(|one| match one.split_once('[') {
        None => glob(one, type_name),
        Some((pattern, condition)) => {
            glob(pattern, type_name) && holds(condition.trim_end_matches(']'), &known)
        }
    })
}

fn holds<'a>(condition: &str, known: impl Fn(&str) -> Option<&'a str>) -> bool {
    condition
        .split_once('=')
        .is_some_and(|(attribute, values)| {
            known(attribute).is_some_and(|text| values.split(',').any(|value| glob(value, text)))
        })
}

fn glob(pattern: &str, text: &str) -> bool {
    let (one, other) = (pattern.as_bytes(), text.as_bytes());
    if differ(one.first(), other.first()) || differ(one.last(), other.last()) {
        return false;
    }
    let Some((first, others)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    for part in middle.split('*') {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

/// Most patterns differ from most texts at their ends, which is all that has to be looked at then.
fn differ(pattern: Option<&u8>, text: Option<&u8>) -> bool {
    pattern != text && pattern != Some(&b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_characters() {
        assert!(fits("*_arn", "role_arn"));
        assert!(!fits("*_arn", "arn"));
        assert!(fits("*cidr*", "ipv6_cidr_block"));
        assert!(fits("*ipv6*cidr*", "ipv6_cidr_block"));
        assert!(!fits("*cidr*ipv6*", "ipv6_cidr_block"));
        assert!(fits("created*", "created_at"));
        assert!(fits("name|id", "id"));
        assert!(!fits("aa*aa", "aaa"));
    }

    #[test]
    fn a_type_may_ask_for_an_attribute() {
        let known = |attribute: &str| (attribute == "scope").then_some("REGIONAL");
        assert!(means("aws_a|aws_b[scope=CLOUDFRONT,REG*]", "aws_b", known));
        assert!(!means("aws_b[scope=CLOUDFRONT]", "aws_b", known));
        assert!(!means("aws_b[other=*]", "aws_b", known));
    }
}
