use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An event as it came, or nothing if it is not JSON. Reading it never fails: a failure would be the
/// runtime's, reported before the handler could answer, and API Gateway would make a 502 of it.
pub(super) struct Payload(Option<Box<RawValue>>);

impl Payload {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_deref().map_or(&[], |raw| raw.get().as_bytes())
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Box::<RawValue>::deserialize(deserializer).ok()))
    }
}
