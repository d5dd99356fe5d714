//! Saved plans, encrypted: terraform writes the values of variables, and what it read, into them in the clear.

use std::fmt;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use chacha20poly1305::aead::{Aead as _, Generate as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};

use crate::bundle;

/// The length of a nonce in bytes. It stands before what is encrypted.
const NONCE: usize = 24;

/// What to do about keys.
const HOW: &str = "64 hexadecimal digits, such as `openssl rand -hex 32` makes";

/// What plans are encrypted and authenticated with: XChaCha20-Poly1305, a nonce each.
#[derive(Clone)]
pub struct PlanKey(Key);

/// Where keys are: one that was given, and one that stays on this machine.
#[derive(Clone, Debug)]
pub struct PlanKeys {
    given: Option<PlanKey>,
    file: Utf8PathBuf,
}

impl PlanKeys {
    /// The keys of a run. The error says what is wrong with the one that is given.
    pub fn new(given: Option<&str>, work_dir: &Utf8Path) -> Result<Self, String> {
        let given =
            given.map(|text| PlanKey::parse(text).ok_or_else(|| format!("is no key: {HOW}")));
        Ok(Self {
            given: given.transpose()?,
            file: work_dir.join("plan-key"),
        })
    }

    /// The key to encrypt with: the one that is given, or else that of this machine, which is made if there is none.
    pub(crate) fn to_seal(&self) -> io::Result<PlanKey> {
        if let Some(given) = &self.given {
            return Ok(given.clone());
        }
        if let Some(key) = self.of_machine()? {
            return Ok(key);
        }
        let key = PlanKey(Key::try_generate().map_err(io::Error::other)?);
        bundle::write(&self.file, format!("{}\n", bundle::hex(&key.0)).as_bytes())?;
        Ok(key)
    }

    /// The key of this name; else what is to be said.
    pub(crate) fn to_open(&self, name: &str) -> Result<PlanKey, String> {
        let of_machine = self.of_machine().map_err(|error| error.to_string())?;
        let mut keys = self.given.iter().chain(&of_machine);
        if let Some(key) = keys.find(|key| key.name() == name) {
            return Ok(key.clone());
        }
        Err(match (&self.given, &of_machine) {
            (None, None) => "there is no key for them".to_owned(),
            (Some(_), _) => "XTASK_PLAN_KEY is another key than theirs".to_owned(),
            (None, Some(_)) => "the key of this machine is another than theirs".to_owned(),
        })
    }

    fn of_machine(&self) -> io::Result<Option<PlanKey>> {
        let file = &self.file;
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let none = || {
                    io::Error::other(format!("`{file}` holds no key; remove it, and plan again"))
                };
                PlanKey::parse(text.trim()).map(Some).ok_or_else(none)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io::Error::other(format!("cannot read `{file}`: {error}"))),
        }
    }
}

impl PlanKey {
    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = bundle::unhex(text)?.try_into().ok()?;
        Some(Self(bytes.into()))
    }

    /// What tells it from others, and nobody can tell the key from.
    pub(crate) fn name(&self) -> String {
        let digits = bundle::hash(&[b"xtask plan key ", &self.0[..]].concat());
        digits.chars().take(16).collect()
    }

    /// Encrypts a plan, which nobody can pass for one of something else than it is `about` afterwards.
    pub(crate) fn seal(&self, plan: &[u8], about: &str) -> io::Result<Vec<u8>> {
        let nonce = XNonce::try_generate().map_err(io::Error::other)?;
        let payload = Payload {
            msg: plan,
            aad: about.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&self.0).encrypt(&nonce, payload);
        let sealed =
            sealed.map_err(|_| io::Error::other("the plan is too large to be encrypted"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Decrypts a plan.
    pub(crate) fn open(&self, sealed: &[u8], about: &str) -> io::Result<Vec<u8>> {
        let other = || {
            io::Error::other(
                "it was encrypted with another key, for something else, or was changed",
            )
        };
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or_else(other)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| other())?;
        let payload = Payload {
            msg: sealed,
            aad: about.as_bytes(),
        };
        let opened = XChaCha20Poly1305::new(&self.0).decrypt(&nonce, payload);
        opened.map_err(|_| other())
    }
}

/// It does not show it.
impl fmt::Debug for PlanKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlanKey({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_opens_with_its_key_for_what_it_is_about_and_unchanged() {
        let (key, other) = (PlanKey(Key::generate()), PlanKey(Key::generate()));
        let sealed = key.seal(b"a plan", "dev shop/api").unwrap();
        assert_eq!(key.open(&sealed, "dev shop/api").unwrap(), b"a plan");
        assert_ne!(sealed, key.seal(b"a plan", "dev shop/api").unwrap());
        assert!(other.open(&sealed, "dev shop/api").is_err());
        assert!(key.open(&sealed, "dev shop/web").is_err());
        assert!(key.open(&sealed[..20], "dev shop/api").is_err());
        let mut changed = sealed;
        changed[30] ^= 1;
        assert!(key.open(&changed, "dev shop/api").is_err());
    }

    #[test]
    fn the_key_of_this_machine_is_made_once_and_one_that_is_given_wins() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Utf8Path::from_path(temp.path()).unwrap();
        let machine = PlanKeys::new(None, dir).unwrap();
        assert!(machine.to_open("x").unwrap_err().contains("no key"));
        let key = machine.to_seal().unwrap();
        assert_eq!(machine.to_seal().unwrap().name(), key.name());
        assert_eq!(machine.to_open(&key.name()).unwrap().0, key.0);

        let given = PlanKeys::new(Some(&"0a".repeat(32)), dir).unwrap();
        assert_ne!(given.to_seal().unwrap().name(), key.name());
        // What was planned before it was set can still be applied.
        assert_eq!(given.to_open(&key.name()).unwrap().0, key.0);
        assert!(given.to_open("x").unwrap_err().contains("XTASK_PLAN_KEY"));
        for wrong in ["", "0a", &"0g".repeat(32), &"é".repeat(32)] {
            assert!(PlanKeys::new(Some(wrong), dir).is_err(), "{wrong}");
        }
    }
}
