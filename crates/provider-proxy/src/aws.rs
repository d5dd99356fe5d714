//! What is known of the AWS provider, and does not hold of every one.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use bytes::Bytes;
use prost::Message;
use rmpv::Value;

use crate::grpc::{self, Answer};
use crate::protobuf;

/// Its name in full.
pub(crate) const ADDRESS: &str = "registry.terraform.io/hashicorp/aws";

/// The field that holds the configuration in `PrepareProviderConfig` and `ValidateProviderConfig`.
pub(crate) const PREPARE: u32 = 1;

/// The same in `Configure` and `ConfigureProvider`.
pub(crate) const CONFIGURE: u32 = 2;

/// In the answer to the former: the configuration, and what is said against it.
const PREPARED: u32 = 1;
const DIAGNOSTICS: u32 = 2;

/// The field of a value that holds it as `MessagePack`.
const MSGPACK: u32 = 1;

/// What it takes for its region where its configuration names none.
const VARIABLE: &str = "AWS_REGION";

/// Stands for any region.
const ANY: &str = "us-east-1";

/// An environment that is the same in all regions. It will do for what comes before a configuration, which is
/// when the variable is read, and for a configuration that names its region itself.
pub(crate) fn of_any_region(
    env: &Arc<BTreeMap<OsString, OsString>>,
) -> Arc<BTreeMap<OsString, OsString>> {
    if !env.contains_key(OsStr::new(VARIABLE)) {
        return Arc::clone(env);
    }
    let mut env = BTreeMap::clone(env);
    env.insert(VARIABLE.into(), ANY.into());
    Arc::new(env)
}

/// Whether a configuration, which stands in this field of a call's message, names its region.
pub(crate) fn names_region(body: &Bytes, field: u32) -> bool {
    region(body, field).is_some_and(|region| !region.is_empty())
}

/// The arguments of its configuration that name files, or have blocks that do:
/// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/provider/provider.go>.
const FILES: [&str; 4] = [
    "assume_role_with_web_identity",
    "custom_ca_bundle",
    "shared_config_files",
    "shared_credentials_files",
];

/// Whether a call to configure it names files, or may.
pub(crate) fn names_files(body: &Bytes) -> bool {
    let config = config(body, CONFIGURE);
    let config = config.and_then(|config| rmpv::decode::read_value(&mut &config[..]).ok());
    let Some(Value::Map(arguments)) = config else {
        return true;
    };
    let is_given = |(name, value): &(Value, Value)| {
        let is_of_a_file = name.as_str().is_none_or(|name| FILES.contains(&name));
        let is_empty = value.is_nil() || value.as_array().is_some_and(Vec::is_empty);
        is_of_a_file && !is_empty
    };
    arguments.iter().any(is_given)
}

/// As much of the answer to `PlanResourceChange` as says what is wrong.
#[derive(Clone, PartialEq, Message)]
struct Planned {
    #[prost(message, repeated, tag = "4")]
    diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, PartialEq, Message)]
struct Diagnostic {
    /// 1 is an error.
    #[prost(int32, tag = "1")]
    severity: i32,
    #[prost(string, tag = "2")]
    summary: String,
    #[prost(string, tag = "3")]
    detail: String,
}

/// Whether nothing is wrong with a plan but that AWS was asked in vain: whoever simulates it lets nobody listen at
/// its address.
pub(crate) fn was_asked(env: &BTreeMap<OsString, OsString>, answer: &Bytes) -> bool {
    let address = env.get(OsStr::new("AWS_ENDPOINT_URL"));
    let address = address.and_then(|it| it.to_str()?.split_once("://"));
    let Some((_, address)) = address else {
        return false;
    };
    let refused = format!("{address}: connect");
    let planned = Planned::decode(answer.clone()).unwrap_or_default();
    let errors = planned.diagnostics.iter().filter(|it| it.severity == 1);
    let is_refusal =
        |it: &Diagnostic| it.summary.contains(&refused) || it.detail.contains(&refused);
    errors.clone().count() > 0 && errors.clone().all(is_refusal)
}

/// The question whether a configuration is valid, without the values of its default tags, if it has any. Each stack has
/// its own, which the provider does not look at:
/// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/provider/provider.go>.
pub(crate) fn untagged(body: &Bytes) -> Option<Bytes> {
    let config = config(body, PREPARE)?;
    let mut config = rmpv::decode::read_value(&mut &config[..]).ok()?;
    let blocks = entry(&mut config, "default_tags")?;
    let Value::Array(blocks) = blocks else {
        return None;
    };
    let tags = entry(blocks.first_mut()?, "tags")?;
    let Value::Map(tags) = tags else { return None };
    for (_, tag) in tags.iter_mut().filter(|(_, tag)| tag.is_str()) {
        *tag = Value::from("");
    }
    let mut value = Vec::new();
    rmpv::encode::write_value(&mut value, &config).ok()?;
    let value = protobuf::message(MSGPACK, &value);
    Some(grpc::framed(&protobuf::message(PREPARE, &value)))
}

/// The good answer to the question in `body`, if the answer to [`untagged`] was one.
pub(crate) fn prepared(untagged: &Answer, body: &Bytes) -> Option<Answer> {
    let said_against = protobuf::field(untagged.message()?, DIAGNOSTICS).ok()?;
    let own = value(body, PREPARE)?;
    let answer = Answer::of(&protobuf::message(PREPARED, &own));
    said_against.is_none().then_some(answer)
}

fn entry<'a>(map: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let Value::Map(entries) = map else {
        return None;
    };
    let mut entries = entries.iter_mut();
    let entry = entries.find(|(key, _)| key.as_str() == Some(name));
    entry.map(|(_, value)| value)
}

/// The configuration in a call to configure it, without what terraform says of itself.
pub(crate) fn configuration(body: &Bytes) -> Option<Bytes> {
    value(body, CONFIGURE)
}

/// The region that a configuration names, which stands in this field of a call's message; `None` where it names
/// none, or cannot be read.
pub(crate) fn region(body: &Bytes, field: u32) -> Option<String> {
    simulation::text(&config(body, field)?, "region")
}

/// The configuration itself, as `MessagePack`.
fn config(body: &Bytes, field: u32) -> Option<Bytes> {
    protobuf::field(value(body, field)?, MSGPACK).ok()?
}

/// The value that holds it.
fn value(body: &Bytes, field: u32) -> Option<Bytes> {
    protobuf::field(grpc::message(body)?, field).ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The call to configure the provider so. All lengths here are below 128, where protobuf's have a byte.
    fn call(config: &[u8]) -> Bytes {
        let length = |of: &[u8]| u8::try_from(of.len()).unwrap();
        let value = [&[0x0a, length(config)], config].concat();
        let message = [&b"\x0a\x061.11.4\x12"[..], &[length(&value)], &value].concat();
        grpc::framed(&Bytes::from(message))
    }

    #[test]
    fn a_region_counts_where_it_is_an_argument_that_has_a_value() {
        for (config, expected) in [
            (&b"\x81\xa6region\xa9eu-west-1"[..], true),
            (b"\x82\xa1a\x92\xd4\0\0\xcd\0\0\xa6region\xd9\x01x", true),
            (b"\xde\0\x01\xa6region\xa1x", true),
            (b"\x81\xa6region\xa0", false),
            (b"\x81\xa6region\xc0", false),
            // Not known yet.
            (b"\x81\xa6region\xd4\0\0", false),
            // In something else.
            (b"\x81\xa4tags\x81\xa6region\xa1x", false),
            (b"\x80", false),
            (b"\x81\xa6region", false),
            (b"\x81\xa6regi", false),
            (b"\xa6region", false),
            (b"\xdf\xff\xff\xff\xff\xdd\xff\xff\xff\xff", false),
            (b"\xc1", false),
        ] {
            assert_eq!(
                names_region(&call(config), CONFIGURE),
                expected,
                "{config:?}"
            );
        }
        assert!(!names_region(&Bytes::from_static(b"\0\0"), CONFIGURE));
    }

    #[test]
    fn files_are_named_by_arguments_that_have_a_value() {
        for (config, expected) in [
            (&b"\x80"[..], false),
            (b"\x81\xa6region\xa1x", false),
            (b"\x81\xb0custom_ca_bundle\xc0", false),
            (b"\x81\xb3shared_config_files\x90", false),
            (b"\x81\xb0custom_ca_bundle\xa1x", true),
            (b"\x81\xb3shared_config_files\x91\xa1x", true),
            // Not known yet, and not a configuration.
            (b"\x81\xb0custom_ca_bundle\xd4\0\0", true),
            (b"\xa1x", true),
            (b"\xc1", true),
        ] {
            assert_eq!(names_files(&call(config)), expected, "{config:?}");
        }
    }

    /// The question whether this configuration is valid.
    fn prepare(config: &[u8]) -> Bytes {
        let value = protobuf::message(MSGPACK, config);
        grpc::framed(&protobuf::message(PREPARE, &value))
    }

    #[test]
    fn what_is_asked_hangs_on_no_tags_and_what_is_said_has_them() {
        let tagged = |tag: &str| {
            let tag = [&[0xa0 + u8::try_from(tag.len()).unwrap()], tag.as_bytes()].concat();
            let tags = [&b"\x81\xa4tags\x81\xa1k"[..], &tag].concat();
            prepare(&[&b"\x82\xa6region\xa1x\xacdefault_tags\x91"[..], &tags].concat())
        };
        let (one, two) = (tagged("one"), tagged("two"));
        let asked = untagged(&one).unwrap();
        assert_eq!(Some(&asked), untagged(&two).as_ref());
        assert_eq!(asked, tagged(""));

        let good = Answer::of(&protobuf::message(PREPARED, b"asked"));
        let own = protobuf::field(grpc::message(&one).unwrap(), PREPARE)
            .unwrap()
            .unwrap();
        let said = prepared(&good, &one).unwrap().message().unwrap();
        assert_eq!(said, protobuf::message(PREPARED, &own));
        let bad = Answer::of(&protobuf::message(DIAGNOSTICS, b"wrong"));
        assert_eq!(prepared(&bad, &one), None);

        let other = prepare(b"\x82\xa6region\xa1y\xacdefault_tags\x91\x81\xa4tags\x81\xa1k\xa0");
        assert_ne!(untagged(&other).unwrap(), asked);
        for none in [
            &b"\x80"[..],
            b"\x81\xacdefault_tags\x90",
            b"\x81\xacdefault_tags\xc0",
            b"\xc1",
        ] {
            assert_eq!(untagged(&prepare(none)), None);
        }
    }

    #[test]
    fn aws_was_asked_if_nothing_else_is_wrong() {
        let env = [("AWS_ENDPOINT_URL".into(), "http://127.0.0.1:1".into())].into();
        let was_asked = |said: &[(i32, &str)]| {
            let diagnostics = said.iter().map(|(severity, detail)| Diagnostic {
                severity: *severity,
                summary: "x".to_owned(),
                detail: (*detail).to_owned(),
            });
            let planned = Planned {
                diagnostics: diagnostics.collect(),
            };
            was_asked(&env, &planned.encode_to_vec().into())
        };
        let refused = (1, "dial tcp 127.0.0.1:1: connect: connection refused");
        assert!(was_asked(&[refused]));
        assert!(was_asked(&[refused, (2, "a warning")]));
        assert!(!was_asked(&[refused, (1, "a wrong argument")]));
        assert!(!was_asked(&[(2, refused.1)]));
        assert!(!was_asked(&[]));
    }

    #[test]
    fn an_environment_differs_by_its_region_alone() {
        let env = |region: &str| {
            let pairs = [("PATH", "/bin"), (VARIABLE, region)];
            Arc::new(
                pairs
                    .map(|(name, value)| (name.into(), value.into()))
                    .into(),
            )
        };
        let (a, b) = (env("eu-west-1"), env("af-south-1"));
        assert_eq!(of_any_region(&a), of_any_region(&b));
        assert_eq!(of_any_region(&a).len(), 2);
        assert_eq!(of_any_region(&Arc::default()), Arc::default());
    }
}
