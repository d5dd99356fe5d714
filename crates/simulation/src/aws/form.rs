//! Forms: text with placeholders.
//!
//! | placeholder | what stands there |
//! |---|---|
//! | `{partition}` `{region}` `{account}` | of the world that is simulated |
//! | `{suffix}` | what host names end with: `amazonaws.com`, `amazonaws.com.cn` |
//! | `{region_code}` | `euw1` for `eu-west-1` |
//! | `{zone:alb}` | the zone in DNS that AWS has for its own service in the region: see [`zones`] |
//! | `{service}` `{kind}` | the two halves of the type's name, the first as ARNs spell it |
//! | `{regional:sqs}` | `arn:aws:sqs:eu-west-1:123456789012` |
//! | `{global:iam}` | `arn:aws:iam::123456789012` |
//! | `{regional}` | the one or the other, for the type's service |
//! | `{own}` | the resource's name, if one is known, or an id |
//! | `{label}` | the same as a part of a host name |
//! | `{attribute}` | the attribute's name, with hyphens |
//! | `{prefix}` | what is known of the attribute's beginning: `name_prefix` for `name` |
//! | `{port}` | the number that the attribute `port` has |
//! | `{hex:16}` `{digits:9}` `{lower:9}` `{upper:9}` `{mixed:9}` | that many made-up characters |
//! | `{upper_hex:32}` `{base64:40}` | likewise |
//! | `{pairs:5}` | that many pairs of hex digits, with colons between |
//! | `{uuid}` `{sha256}` `{text64}` `{byte}` | made up: the last is a number from 1 to 254 |
//! | `{pem:CERTIFICATE}` | PEM of that label, in which nothing is |
//! | `{empty_json}` `{empty_policy}` | JSON |
//! | `{nothing}` | nothing: the text is empty |
//! | `{after:url:https://}` | of the attribute `url`, what follows `https://`, or all |
//! | `{tail:cluster}` | of the attribute `cluster`, what follows the last `/` |
//! | `{bare:domain_name}` | of the attribute `domain_name`, all but a leading `*.` |
//! | `{name}` `{a\|b}` | any other attribute, known or made up; of several, the first that is known |

use super::subject::Subject;
use super::{alias, made, names, zones};

/// A policy that allows nothing: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>.
const EMPTY_POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// Where a placeholder stands. Two in one form are made up apart.
struct Hole<'a> {
    subject: &'a Subject<'a>,
    attribute: &'a str,
    nth: usize,
    depth: usize,
}

/// The form of an attribute, with all its placeholders filled.
pub(super) fn filled(subject: &Subject<'_>, attribute: &str, form: &str, depth: usize) -> String {
    let mut text = String::new();
    let mut rest = form;
    for nth in 0.. {
        let Some((before, after)) = rest.split_once('{') else {
            break;
        };
        let Some((inside, tail)) = after.split_once('}') else {
            break;
        };
        text.push_str(before);
        text.push_str(
            &Hole {
                subject,
                attribute,
                nth,
                depth,
            }
            .filled(inside),
        );
        rest = tail;
    }
    text.push_str(rest);
    text
}

impl Hole<'_> {
    fn filled(&self, inside: &str) -> String {
        let simple = match inside.split_once(':') {
            None => self
                .world(inside)
                .or_else(|| self.type_or_name(inside))
                .or_else(|| self.made(inside)),
            Some((what, argument)) => self
                .made_with(what, argument)
                .or_else(|| self.part(what, argument)),
        };
        simple.unwrap_or_else(|| self.first_known(inside))
    }

    fn world(&self, what: &str) -> Option<String> {
        let world = self.subject.world;
        Some(match what {
            "partition" => world.partition().to_owned(),
            "region" => world.region.clone(),
            "region_code" => names::region_code(&world.region),
            "account" => world.account.clone(),
            "suffix" => names::suffix(world).to_owned(),
            _ => return None,
        })
    }

    fn type_or_name(&self, what: &str) -> Option<String> {
        let type_name = self.subject.type_name;
        Some(match what {
            "service" => alias::service(type_name).to_owned(),
            "kind" => alias::kind(type_name),
            "regional" if alias::is_global(type_name) => self.arn(alias::service(type_name), ""),
            "regional" => self.arn(alias::service(type_name), &self.subject.world.region),
            "own" => names::own(self.subject, self.depth + 1),
            "label" => names::label(&names::own(self.subject, self.depth + 1)),
            "attribute" => names::last(self.attribute).replace('_', "-"),
            "prefix" => self
                .subject
                .said(&format!("{}_prefix", self.attribute), self.depth + 1),
            "port" => self.subject.number("port").to_string(),
            "nothing" => String::new(),
            "empty_json" => "{}".to_owned(),
            "empty_policy" => EMPTY_POLICY.to_owned(),
            _ => return None,
        })
    }

    fn made(&self, what: &str) -> Option<String> {
        let (seed, key) = (self.subject.seed, self.key());
        Some(match what {
            "uuid" => made::uuid(seed, &key),
            "sha256" => made::sha256(seed, &key),
            "text64" => made::text64(seed, &key),
            "byte" => made::byte(seed, &key),
            _ => return None,
        })
    }

    fn made_with(&self, what: &str, argument: &str) -> Option<String> {
        let (seed, key) = (self.subject.seed, self.key());
        let count = || argument.parse().unwrap_or(8);
        Some(match what {
            "regional" => self.arn(argument, &self.subject.world.region),
            "global" => self.arn(argument, ""),
            "zone" => zones::zone(argument, &self.subject.world.region)
                .map_or_else(|| made::zone(seed, &key), str::to_owned),
            "pairs" => made::pairs(seed, &key, count()),
            "pem" => made::pem(seed, &key, argument),
            _ => made::chars(seed, &key, made::alphabet(what)?, count()),
        })
    }

    fn part(&self, what: &str, argument: &str) -> Option<String> {
        let (attribute, marker) = argument.split_once(':').unwrap_or((argument, "/"));
        let whole = self.first_known(attribute);
        let part = match what {
            "after" => whole.split_once(marker).map(|(_, after)| after),
            "tail" => whole.rsplit_once(marker).map(|(_, after)| after),
            "bare" => whole.strip_prefix("*."),
            _ => return None,
        };
        Some(part.unwrap_or(&whole).to_owned())
    }

    fn first_known(&self, attributes: &str) -> String {
        let known = attributes
            .split('|')
            .find_map(|attribute| self.subject.known(attribute));
        let last = attributes.rsplit('|').next().unwrap_or(attributes);
        known.map_or_else(|| self.subject.made_up(last, self.depth + 1), str::to_owned)
    }

    fn arn(&self, service: &str, region: &str) -> String {
        let world = self.subject.world;
        format!(
            "arn:{}:{service}:{region}:{}",
            world.partition(),
            world.account
        )
    }

    fn key(&self) -> String {
        format!("{}#{}", self.attribute, self.nth)
    }
}
