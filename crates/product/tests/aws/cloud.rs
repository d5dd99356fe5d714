//! One local AWS for all tests that run at the same time; the last of them ends it.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_types::SdkConfig;
use aws_types::region::Region;
use camino::Utf8Path;
use emulator::{Host, Running, Settings};
use process::Cancel;
use tokio::runtime::{Builder, Runtime};

use crate::table::TestTable;

const REGION: &str = "eu-west-1";
const ACCOUNT: &str = "536580886816";

/// Longest time that anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);

/// A weak one: a static is never dropped, and the emulator must not outlive the tests.
static SHARED: Mutex<Weak<Running>> = Mutex::new(Weak::new());

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A runtime and the local AWS, for one test.
pub(crate) struct Cloud {
    runtime: Runtime,
    running: Arc<Running>,
}

impl Cloud {
    pub(crate) fn new() -> Self {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let running = shared.upgrade().unwrap_or_else(|| {
            let running = Arc::new(start());
            *shared = Arc::downgrade(&running);
            running
        });
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        Self { runtime, running }
    }

    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub(crate) fn port(&self) -> u16 {
        self.running.port()
    }

    /// The environment variables that a Lambda would have here.
    pub(crate) fn variables(&self) -> [(&'static str, String); 5] {
        self.running.client_variables()
    }

    /// The adapters' own configuration, pointed at the local AWS. Each has connections of its own.
    pub(crate) fn config(&self) -> SdkConfig {
        config_at(&self.running.endpoint())
    }

    /// An empty table.
    pub(crate) async fn table(&self) -> TestTable {
        TestTable::create(&self.config(), &unique("products")).await
    }
}

/// The adapters' own configuration, pointed at this endpoint, with more patience: on a busy machine the
/// local AWS takes its time, and no test may hang on that.
pub(crate) fn config_at(endpoint: &str) -> SdkConfig {
    let patience = TimeoutConfig::builder()
        .connect_timeout(PATIENCE)
        .operation_attempt_timeout(PATIENCE)
        .operation_timeout(PATIENCE)
        .build();
    let config = hasty_config_at(endpoint).into_builder();
    config.timeout_config(patience).build()
}

/// The adapters' own configuration, pointed at this endpoint, with its own timeouts.
pub(crate) fn hasty_config_at(endpoint: &str) -> SdkConfig {
    let credentials = Credentials::new(ACCOUNT, "local", None, None, "test");
    product::aws::sdk_config()
        .into_builder()
        .endpoint_url(endpoint)
        .region(Region::new(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

/// A name that no other test has.
pub(crate) fn unique(kind: &str) -> String {
    format!("{kind}-{}", COUNT.fetch_add(1, Ordering::SeqCst))
}

/// In a folder of its own, so that what a killed run leaves behind is ended by the next one.
fn start() -> Running {
    let target = Utf8Path::new(env!("CARGO_TARGET_TMPDIR"));
    let settings = Settings {
        // The installation that all tests of the workspace share.
        install_dir: target.join("emulator"),
        ..Settings::new(&target.join("product"), REGION, ACCOUNT)
    };
    let host = Host {
        cancel: &Cancel::new(),
        observer: &|_| {},
    };
    emulator::start(&settings, &host).unwrap()
}
