//! The providers that run: one for each program, environment, and configuration.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use camino::Utf8PathBuf;
use hyper::http::request::Parts;
use tokio::sync::OnceCell;

use crate::grpc::Answer;
use crate::process::{Process, ProcessError};

/// How many providers may wait for somebody to need them again. Each takes 100 MB or more.
const IDLE: usize = 2;

/// What makes one provider process do for another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) program: Utf8PathBuf,
    /// All of it: providers read settings that are in no configuration from there.
    pub(crate) env: Arc<BTreeMap<OsString, OsString>>,
    /// How it was configured; `None` for one that was not.
    pub(crate) configured: Option<Configured>,
}

/// What a provider is configured for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Configured {
    /// The message that it was configured with.
    pub(crate) configuration: Bytes,
    /// The folder of the stack: providers open files by paths from there.
    pub(crate) dir: Utf8PathBuf,
    /// The session whose alone it is, if it is to be stopped when that is interrupted.
    pub(crate) owner: Option<u64>,
}

/// A provider, configured if its key says so.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) process: Process,
    /// What it answered to its configuration.
    pub(crate) answer: Option<Answer>,
}

/// Providers, each shared by all who need the same.
#[derive(Debug)]
pub(crate) struct Pool {
    sockets: Utf8PathBuf,
    slots: Mutex<HashMap<Key, Slot>>,
    clock: AtomicU64,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    member: Arc<OnceCell<Arc<Member>>>,
    used: u64,
}

impl Slot {
    fn is_dead(&self) -> bool {
        self.member
            .get()
            .is_some_and(|member| !member.process.is_alive())
    }

    /// Whether nobody but the pool holds it, nor waits for it to start.
    fn is_idle(&self) -> bool {
        let unheld = |member: &Arc<Member>| Arc::strong_count(member) == 1;
        Arc::strong_count(&self.member) == 1 && self.member.get().is_none_or(unheld)
    }
}

impl Pool {
    /// An empty one, whose providers put their sockets into this folder.
    pub(crate) fn new(sockets: Utf8PathBuf) -> Self {
        Self {
            sockets,
            slots: Mutex::default(),
            clock: AtomicU64::default(),
        }
    }

    /// A provider that is not configured.
    pub(crate) async fn plain(&self, key: &Key) -> Result<Arc<Member>, ProcessError> {
        let start = async {
            let process = self.start(key).await?;
            Ok(Arc::new(Member {
                process,
                answer: None,
            }))
        };
        self.get(key, start).await
    }

    /// A provider that is configured by this call. One that has something to say of its configuration is
    /// nobody else's.
    pub(crate) async fn configured(
        &self,
        key: &Key,
        call: &Parts,
        body: &Bytes,
    ) -> Result<Arc<Member>, ProcessError> {
        let start = async {
            let process = self.start(key).await?;
            let answer = Some(process.ask(call, body.clone()).await?);
            Ok(Arc::new(Member { process, answer }))
        };
        let member = self.get(key, start).await?;
        let answer = member.answer.as_ref().and_then(Answer::message);
        // A message without diagnostics is an empty one.
        if answer.is_none_or(|message| !message.is_empty()) {
            self.slots().remove(key);
        }
        Ok(member)
    }

    async fn start(&self, key: &Key) -> Result<Process, ProcessError> {
        let dir = key.configured.as_ref().map(|configured| &configured.dir);
        let dir = dir.unwrap_or(&self.sockets);
        // The handshake's future is large, and it lies within all the others.
        Box::pin(Process::start(&key.program, &key.env, dir, &self.sockets)).await
    }

    async fn get(
        &self,
        key: &Key,
        start: impl Future<Output = Result<Arc<Member>, ProcessError>>,
    ) -> Result<Arc<Member>, ProcessError> {
        let cell = self.slot(key);
        let member = cell.get_or_try_init(|| start).await.cloned();
        if member.is_err() {
            // An empty place would pass for one that waits.
            self.slots().remove(key);
        }
        member
    }

    /// The place of a provider, which may have to be started. What has waited longest makes room.
    fn slot(&self, key: &Key) -> Arc<OnceCell<Arc<Member>>> {
        let mut slots = self.slots();
        slots.retain(|_, slot| !slot.is_dead());
        let slot = slots.entry(key.clone()).or_default();
        slot.used = self.clock.fetch_add(1, Ordering::Relaxed);
        let cell = Arc::clone(&slot.member);
        let mut idle: Vec<_> = slots.iter().filter(|(_, slot)| slot.is_idle()).collect();
        idle.sort_by_key(|(_, slot)| slot.used);
        let surplus = idle.len().saturating_sub(IDLE);
        let surplus: Vec<Key> = idle[..surplus]
            .iter()
            .map(|(key, _)| (*key).clone())
            .collect();
        for key in surplus {
            slots.remove(&key);
        }
        cell
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
