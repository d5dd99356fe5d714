//! Runs terraform's providers once for many terraform processes.
//!
//! A terraform process that starts the AWS provider itself pays, each time, for a schema of 1,500 types that it
//! asks for whole, and for the provider's check of that schema: seconds, and 400 MB. Here the provider is
//! started once, by us, and terraform is told where it listens (`TF_REATTACH_PROVIDERS`, which is made for
//! debuggers). It does not talk to the provider, though, but to us in between, and gets
//! - the schema from a file, cut to the types that its configuration can name;
//! - the answer to a configuration that was asked about before;
//! - a provider process for each configuration, shared by all who have the same, and configured again when
//!   they are done;
//! - and for everything else what the provider says. Those bytes are passed on and not looked at.
//!
//! [`Proxy::session`] opens a socket for one terraform process; dropping the [`Session`] closes it.
//!
//! Terraform does not compare reattached providers with the lock file. So it is done here, before anything
//! of a package is run.

mod answers;
mod aws;
mod grpc;
mod listening;
mod lock;
mod method;
mod package;
mod pool;
mod process;
mod protobuf;
mod provider;
mod recorded;
mod schema;
mod session;
mod sockets;
mod store;
mod whole;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::process::Cancel;
use camino::{Utf8Path, Utf8PathBuf};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;

pub use self::process::ProcessError;
pub use package::PackageError;
pub use recorded::Recorded;
pub use simulation::World;
pub use whole::Schema;
pub use words::Words;

use answers::Answers;
use listening::Listening;
use lock::lock;
use pool::{Key, Pool, Sharing};
use provider::{Place, Provider};
use session::{Connection, Served};
use simulation::Simulation;
use sockets::Sockets;
use store::Store;

/// A provider that a lock file locks, and where it is on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locked {
    /// As terraform writes it in full: `registry.terraform.io/hashicorp/aws`.
    pub address: String,
    /// The folder of the unpacked package.
    pub package: Utf8PathBuf,
    /// The hashes that the lock file allows, `h1:…` and `zh:…`. Only the former are of unpacked packages.
    pub hashes: Vec<String>,
}

impl Locked {
    /// The last part of the address: `aws`.
    fn name(&self) -> &str {
        self.address.rsplit('/').next().unwrap_or_default()
    }
}

/// Why a provider cannot be had through the proxy.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// Its package is not good.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// It does not run.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// It does not tell its schema.
    #[error("the provider `{program}` has no usable schema: {reason}")]
    Schema {
        /// The provider.
        program: Utf8PathBuf,
        /// What it said instead.
        reason: String,
    },
    /// A recorded schema would have to do where something real is meant.
    #[error("a provider is not on this machine, and its recorded schema is not for this")]
    Recorded,
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// Its schema is not one that can be simulated.
    #[error(transparent)]
    Simulation(#[from] simulation::SimulationError),
    /// No socket can be had.
    #[error("no socket for terraform can be made: {0}")]
    Socket(#[from] io::Error),
}

/// Providers for any number of terraform processes. Dropping it ends the providers.
#[derive(Debug)]
pub struct Proxy {
    // Goes first: what runs in it holds the rest.
    runtime: Runtime,
    shared: Arc<Shared>,
    providers: Mutex<HashMap<Locked, Arc<OnceCell<Arc<Provider>>>>>,
    sockets: Sockets,
    store: Store,
    /// The repository whose recorded schemas may be used.
    records: Option<Utf8PathBuf>,
    sessions: AtomicU64,
}

/// One terraform process that is about to start.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    /// The providers that it needs.
    pub locked: &'a [Locked],
    /// Words among which are the types that it may ask for.
    pub words: &'a Words,
    /// Its environment, which the providers get as well.
    pub env: &'a BTreeMap<OsString, OsString>,
    /// The folder in which it runs.
    pub dir: &'a Utf8Path,
    /// Whether it is to have the providers that it configures for itself, so that they can be told to stop
    /// what they are doing.
    pub alone: bool,
    /// Those of the providers that it needs that are not on this machine.
    pub recorded: &'a [Arc<Recorded>],
    /// The account and region that answer in place of AWS's, if AWS is not to be asked.
    pub simulated: Option<&'a World>,
    /// Whether its environment lets it reach no service. Then the AWS provider may be one that was configured
    /// otherwise before: of that it keeps what it calls services with, and none of what a plan can show.
    pub offline: bool,
}

/// What all sessions share.
#[derive(Debug)]
struct Shared {
    pool: Pool,
    answers: Answers,
}

/// The providers of one terraform process. Dropping it closes their sockets.
#[derive(Debug)]
pub struct Session {
    reattach: String,
    _listening: Vec<Listening>,
}

impl Session {
    /// The value of `TF_REATTACH_PROVIDERS` for the process.
    pub fn reattach(&self) -> &str {
        &self.reattach
    }
}

impl Proxy {
    /// Providers whose schemas and hashes are remembered in `store`, a folder that may go at any time. A schema that is
    /// recorded in the repository `records` need not be asked for.
    pub fn new(store: Utf8PathBuf, records: Option<Utf8PathBuf>) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("provider-proxy")
            .enable_all()
            .build()?;
        let sockets = Sockets::new()?;
        let shared = Shared {
            pool: Pool::new(sockets.dir().to_owned()),
            answers: Answers::default(),
        };
        Ok(Self {
            runtime,
            shared: Arc::new(shared),
            providers: Mutex::default(),
            sockets,
            store: Store::new(store),
            records,
            sessions: AtomicU64::default(),
        })
    }

    /// Lets one terraform process use its providers, unless the token says stop before they are ready.
    pub fn session(&self, client: &Client<'_>, cancel: &Cancel) -> Result<Session, ProxyError> {
        let number = self.sessions.fetch_add(1, Ordering::Relaxed);
        let (mut listening, mut reattach) = (Vec::new(), serde_json::Map::new());
        let _runtime = self.runtime.enter();
        for locked in client.locked {
            let provider = self.opened(locked, client.env, cancel)?;
            let served = Arc::new(self.served(&provider, client, number)?);
            let instance = move || Connection::new(Arc::clone(&served));
            let open = listening::listen(self.sockets.next(), instance)?;
            let address = provider.address.clone();
            reattach.insert(address, entry(provider.protocol, &open));
            listening.push(open);
        }
        for recorded in client.recorded {
            let stand_in = recorded.stand_in(client.words, client.simulated.cloned())?;
            let instance = move || recorded::Connection::new(Arc::clone(&stand_in));
            let open = listening::listen(self.sockets.next(), instance)?;
            let address = recorded.address.clone();
            reattach.insert(address, entry(recorded.protocol, &open));
            listening.push(open);
        }
        Ok(Session {
            reattach: serde_json::Value::Object(reattach).to_string(),
            _listening: listening,
        })
    }

    fn served(
        &self,
        provider: &Provider,
        client: &Client<'_>,
        number: u64,
    ) -> Result<Served, ProxyError> {
        let env = Arc::new(client.env.clone());
        let is_aws = provider.address == aws::ADDRESS;
        let is_anywhere = is_aws && client.offline && !client.alone;
        let schema = provider.types.schema_for(client.words);
        // Other providers make nothing that would not be there without AWS: `verify` takes care of that.
        let simulation = client.simulated.filter(|_| is_aws).cloned();
        let message = schema.message().unwrap_or_default();
        let simulation =
            simulation.map(|world| Simulation::new(world, provider.protocol, &message));
        Ok(Served {
            shared: Arc::clone(&self.shared),
            plain: Key {
                program: provider.program.clone(),
                env: if is_anywhere {
                    aws::of_any_region(&env)
                } else {
                    Arc::clone(&env)
                },
                configured: None,
            },
            env,
            simulation: simulation.transpose()?,
            schema,
            dir: client.dir.to_owned(),
            sharing: match client {
                Client { alone: true, .. } => Sharing::Alone(number),
                _ if is_anywhere => Sharing::OneAfterTheOther,
                _ => Sharing::Same,
            },
            seen: Mutex::default(),
        })
    }

    /// A provider, once it is ready.
    fn opened(
        &self,
        locked: &Locked,
        env: &BTreeMap<OsString, OsString>,
        cancel: &Cancel,
    ) -> Result<Arc<Provider>, ProxyError> {
        self.runtime.block_on(async {
            tokio::select! {
                provider = self.provider(locked, env) => provider,
                () = requested(cancel) => Err(ProxyError::Interrupted),
            }
        })
    }

    async fn provider(
        &self,
        locked: &Locked,
        env: &BTreeMap<OsString, OsString>,
    ) -> Result<Arc<Provider>, ProxyError> {
        let cell = Arc::clone(lock(&self.providers).entry(locked.clone()).or_default());
        let open = async || {
            let place = Place {
                sockets: self.sockets.dir(),
                store: &self.store,
                records: self.records.as_deref(),
            };
            Ok(Arc::new(Provider::open(locked, env, place).await?))
        };
        cell.get_or_try_init(open).await.cloned()
    }
}

/// Ends when the user has interrupted the run.
async fn requested(cancel: &Cancel) {
    while !cancel.is_requested() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What terraform has to know of one provider. As `Test`, it does not try to end it.
fn entry(protocol: u32, open: &Listening) -> serde_json::Value {
    serde_json::json!({
        "Protocol": "grpc",
        "ProtocolVersion": protocol,
        "Pid": std::process::id(),
        "Test": true,
        "Addr": { "Network": "unix", "String": open.socket },
    })
}
