//! The providers that run: one for each program, environment, folder if it matters, and configuration. What nobody uses any
//! more may be configured again.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use camino::Utf8PathBuf;
use hyper::http::request::Parts;
use tokio::sync::OnceCell;

use crate::grpc::Answer;
use crate::lock::lock;
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
    /// The folder of the stack: providers open files by paths from there. `None` for one that opens none.
    pub(crate) dir: Option<Utf8PathBuf>,
    /// Who else may use it.
    pub(crate) sharing: Sharing,
}

/// Who may use a provider's process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sharing {
    /// The session of this number alone, so that it can be stopped when that is interrupted.
    Alone(u64),
    /// All who need the same configuration.
    Same,
    /// Those, and when they are done, those who need another one in the same place.
    OneAfterTheOther,
}

impl Key {
    /// Whether a process of this key may be configured again, to be one of the other.
    fn may_become(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (&self.configured, &other.configured) else {
            return false;
        };
        [own.sharing, others.sharing] == [Sharing::OneAfterTheOther; 2]
            && own.dir == others.dir
            && self.program == other.program
            && self.env == other.env
    }
}

/// A provider, configured if its key says so.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) process: Process,
    /// What it answered to its configuration.
    pub(crate) answer: Option<Answer>,
}

impl Member {
    /// Whether it has nothing to say of its configuration: a message without diagnostics is an empty one.
    fn is_content(&self) -> bool {
        let answer = self.answer.as_ref().and_then(Answer::message);
        answer.is_some_and(|message| message.is_empty())
    }
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
    /// Whether whoever wanted it to start has gone.
    fn is_abandoned(&self) -> bool {
        self.member.get().is_none() && Arc::strong_count(&self.member) == 1
    }

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

    /// The process of one that is idle.
    fn into_process(self) -> Option<Process> {
        let member = Arc::into_inner(self.member)?.into_inner()?;
        Some(Arc::into_inner(member)?.process)
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
        let (place, _) = self.slot(key);
        let start = async {
            let process = self.start(key).await?;
            Ok(Arc::new(Member {
                process,
                answer: None,
            }))
        };
        self.get(key, &place, start).await
    }

    /// A provider that is configured by this call. One that has something to say of its configuration is
    /// nobody else's.
    pub(crate) async fn configured(
        &self,
        key: &Key,
        call: &Parts,
        body: &Bytes,
    ) -> Result<Arc<Member>, ProcessError> {
        let (place, spare) = self.slot(key);
        let start = async {
            if let Some(member) = again(spare, call, body).await {
                return Ok(Arc::new(member));
            }
            let process = self.start(key).await?;
            let answer = Some(process.ask(call, body.clone()).await?);
            Ok(Arc::new(Member { process, answer }))
        };
        let member = self.get(key, &place, start).await?;
        if !member.is_content() {
            self.slots().remove(key);
        }
        Ok(member)
    }

    async fn start(&self, key: &Key) -> Result<Process, ProcessError> {
        let configured = key.configured.as_ref();
        let dir = configured.and_then(|it| it.dir.as_ref());
        let dir = dir.unwrap_or(&self.sockets);
        // The handshake's future is large, and it lies within all the others.
        Box::pin(Process::start(&key.program, &key.env, dir, &self.sockets)).await
    }

    async fn get(
        &self,
        key: &Key,
        cell: &OnceCell<Arc<Member>>,
        start: impl Future<Output = Result<Arc<Member>, ProcessError>>,
    ) -> Result<Arc<Member>, ProcessError> {
        let member = cell.get_or_try_init(|| start).await.cloned();
        if member.is_err() {
            // An empty place would pass for one that waits.
            self.slots().remove(key);
        }
        member
    }

    /// The place of a provider, which may have to be started, and for a new place the process that may be
    /// configured again for it. What has waited longest makes room.
    fn slot(&self, key: &Key) -> (Arc<OnceCell<Arc<Member>>>, Option<Process>) {
        let mut slots = self.slots();
        slots.retain(|_, slot| !slot.is_dead() && !slot.is_abandoned());
        let spare = if slots.contains_key(key) {
            None
        } else {
            take(&mut slots, |other| other.may_become(key))
        };
        let slot = slots.entry(key.clone()).or_default();
        slot.used = self.clock.fetch_add(1, Ordering::Relaxed);
        let cell = Arc::clone(&slot.member);
        while slots.values().filter(|slot| slot.is_idle()).count() > IDLE {
            drop(take(&mut slots, |_| true));
        }
        (cell, spare)
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        lock(&self.slots)
    }
}

/// Takes that one of the idle places out that has waited longest.
fn take(slots: &mut HashMap<Key, Slot>, which: impl Fn(&Key) -> bool) -> Option<Process> {
    let idle = slots.iter().filter(|(_, slot)| slot.is_idle());
    let those = idle.filter(|(key, _)| which(key));
    let (key, _) = those.min_by_key(|(_, slot)| slot.used)?;
    let key = key.clone();
    slots.remove(&key)?.into_process()
}

/// Configures a process that was configured otherwise before. What it has to say of that may come from before:
/// it is not told. The process ends, and a new one is asked.
async fn again(spare: Option<Process>, call: &Parts, body: &Bytes) -> Option<Member> {
    let process = spare?;
    let answer = process.ask(call, body.clone()).await.ok()?;
    let answer = Some(answer);
    let member = Member { process, answer };
    member.is_content().then_some(member)
}
