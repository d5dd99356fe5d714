//! What one terraform process talks to.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::Arc;

use bytes::Bytes;
use camino::Utf8PathBuf;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use simulation::Simulation;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::aws;
use crate::grpc::{self, Answer, Body, Status, failure};
use crate::pool::{Configured, Key, Member, Sharing};
use crate::prepared::Prepared;
use crate::process::ProcessError;

/// An open socket. Terraform may connect as often as it likes: it does so for each configuration of the
/// provider. Dropping this closes it.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) socket: Utf8PathBuf,
    task: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
        // The folder that it is in is about to go, too.
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// What all connections of a terraform process share.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) shared: Arc<crate::Shared>,
    /// The provider that is not configured.
    pub(crate) plain: Key,
    /// Terraform's environment, of which the other may know less.
    pub(crate) env: Arc<BTreeMap<OsString, OsString>>,
    /// The schema, cut to what the process needs.
    pub(crate) schema: Answer,
    /// The folder in which terraform runs.
    pub(crate) dir: Utf8PathBuf,
    /// Who else may use the providers that it configures.
    pub(crate) sharing: Sharing,
    /// What answers in place of AWS, if AWS is not to be asked.
    pub(crate) simulation: Option<Simulation>,
    /// The providers that were configured.
    pub(crate) seen: std::sync::Mutex<Vec<Arc<Member>>>,
}

/// Starts to listen. To be called within the runtime.
pub(crate) fn listen(served: Served, socket: Utf8PathBuf) -> std::io::Result<Listening> {
    let listener = UnixListener::bind(&socket)?;
    let served = Arc::new(served);
    let task = tokio::spawn(async move {
        let mut connections = tokio::task::JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(Arc::clone(&served), stream));
        }
    });
    Ok(Listening { socket, task })
}

async fn serve(served: Arc<Served>, stream: UnixStream) {
    let connection = Arc::new(Connection {
        served,
        configured: Mutex::default(),
        region: std::sync::Mutex::default(),
    });
    let service = service_fn(move |request| {
        let connection = Arc::clone(&connection);
        async move { connection.answer(request).await }
    });
    let stream = TokioIo::new(stream);
    // Terraform goes without a goodbye.
    let _ = http2::Builder::new(TokioExecutor::new())
        .serve_connection(stream, service)
        .await;
}

/// One instance of the provider, as terraform sees it.
struct Connection {
    served: Arc<Served>,
    /// The provider, once this connection has configured it.
    configured: Mutex<Option<Arc<Member>>>,
    /// The region that it is configured for.
    region: std::sync::Mutex<Option<String>>,
}

impl Connection {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let (call, body) = request.into_parts();
        let simulation = self.served.simulation.as_ref();
        if let Some(simulation) = simulation.filter(|_| Simulation::knows(method(&call))) {
            let body = body.collect().await?.to_bytes();
            let answer = self.simulate(simulation, &call, body).await;
            return Ok(answer.unwrap_or_else(|error| failure(Status::Internal, &error.to_string())));
        }
        let answer = match Method::of(call.uri.path()) {
            Method::Schema => return Ok(self.served.schema.to_response()),
            // Others use the provider too; what it does for this terraform ends by itself.
            Method::Stop if !matches!(self.served.sharing, Sharing::Alone(_)) => {
                return Ok(Answer::of(&Bytes::new()).to_response());
            }
            Method::Plumbing => {
                let text = format!("{} is answered by no proxy", call.uri.path());
                return Ok(failure(Status::Unimplemented, &text));
            }
            Method::Prepare => self.prepare(&call, body.collect().await?.to_bytes()).await,
            Method::Configure => {
                self.configure(&call, body.collect().await?.to_bytes())
                    .await
            }
            Method::Validate => self.validate(&call, body.boxed()).await,
            Method::Stop | Method::Other => self.forward(&call, body.boxed()).await,
        };
        // Terraform shows the user what stands in a failure.
        Ok(answer.unwrap_or_else(|error| failure(Status::Internal, &error.to_string())))
    }

    /// Whether a configuration is valid, which hangs on nothing but itself and the environment.
    async fn prepare(&self, call: &Parts, body: Bytes) -> Result<Response<Body>, ProcessError> {
        let (shared, plain) = (&self.served.shared, self.key(&body, 1));
        let prepared = Prepared {
            key: plain.clone(),
            method: call.uri.path().to_owned(),
            body: body.clone(),
        };
        let ask = async {
            let member = shared.pool.plain(&plain).await?;
            member.process.ask(call, body).await
        };
        let answer = shared.prepared.get(prepared, ask).await?;
        Ok(answer.to_response())
    }

    /// What AWS would say, made up, unless the provider knows without asking.
    async fn simulate(
        &self,
        simulation: &Simulation,
        call: &Parts,
        body: Bytes,
    ) -> Result<Response<Body>, ProcessError> {
        let region = lock(&self.region).clone();
        let request = grpc::message(&body).unwrap_or_default();
        match simulation.answer(method(call), region.as_deref(), &request) {
            Ok(Some(answer)) => Ok(Answer::of(&answer).to_response()),
            Ok(None) => self.forward(call, grpc::full(body)).await,
            Err(error) => Ok(failure(Status::Internal, &error.to_string())),
        }
    }

    async fn configure(&self, call: &Parts, body: Bytes) -> Result<Response<Body>, ProcessError> {
        let key = Key {
            configured: Some(Configured {
                configuration: body.clone(),
                dir: self.served.dir.clone(),
                sharing: self.served.sharing,
            }),
            ..self.key(&body, 2)
        };
        let member = self
            .served
            .shared
            .pool
            .configured(&key, call, &body)
            .await?;
        let answer = member.answer.as_ref().map(Answer::to_response);
        lock(&self.served.seen).push(Arc::clone(&member));
        *lock(&self.region) = aws::region(&body, 2);
        *self.configured.lock().await = Some(member);
        Ok(answer.unwrap_or_else(|| Answer::of(&Bytes::new()).to_response()))
    }

    /// The provider that is not configured, for a call that has a configuration in this field of its message.
    fn key(&self, body: &Bytes, field: u32) -> Key {
        let Served { plain, env, .. } = &*self.served;
        let mut key = plain.clone();
        if !aws::names_region(body, field) {
            key.env = Arc::clone(env);
        }
        key
    }

    /// Whether a block is valid, which may be asked before there is a configuration.
    async fn validate(&self, call: &Parts, body: Body) -> Result<Response<Body>, ProcessError> {
        let configured = self.configured.lock().await.clone();
        match configured {
            Some(member) => ask(member, call, body).await,
            None => self.forward_to_plain(call, body).await,
        }
    }

    async fn forward(&self, call: &Parts, body: Body) -> Result<Response<Body>, ProcessError> {
        let configured = self.configured.lock().await.clone();
        let member = match configured {
            Some(member) => Some(member),
            None => self.reconnected(call)?,
        };
        match member {
            Some(member) => ask(member, call, body).await,
            None => self.forward_to_plain(call, body).await,
        }
    }

    async fn forward_to_plain(
        &self,
        call: &Parts,
        body: Body,
    ) -> Result<Response<Body>, ProcessError> {
        let Served { shared, plain, .. } = &*self.served;
        ask(shared.pool.plain(plain).await?, call, body).await
    }

    /// The provider of a connection that took the place of one that was idle for too long. With several
    /// configurations nobody can tell which one it was.
    fn reconnected(&self, call: &Parts) -> Result<Option<Arc<Member>>, ProcessError> {
        match &lock(&self.served.seen)[..] {
            [] => Ok(None),
            [only] => Ok(Some(Arc::clone(only))),
            _ => Err(ProcessError::Lost {
                method: call.uri.path().to_owned(),
            }),
        }
    }
}

/// Asks a provider, which is held until its answer has come to its end.
async fn ask(
    member: Arc<Member>,
    call: &Parts,
    body: Body,
) -> Result<Response<Body>, ProcessError> {
    let response = member.process.call(call, body).await?;
    let held = move |body: Body| {
        let pass = move |frame| {
            let _held = &member;
            frame
        };
        body.map_frame(pass).boxed()
    };
    Ok(response.map(held))
}

/// A panic elsewhere leaves what was noted so far as it is.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The name of what is called: `ApplyResourceChange`.
fn method(call: &Parts) -> &str {
    call.uri.path().rsplit('/').next().unwrap_or_default()
}

/// What is to be done with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// Answered with the cut schema.
    Schema,
    /// Answered once for all who ask the same.
    Prepare,
    /// Decides on the provider for all that follows.
    Configure,
    /// Answered, and not heeded where others use the provider.
    Stop,
    /// Asked before the provider is configured: whether a block of the configuration is valid.
    Validate,
    /// Of the connection to a plugin's own process. Forwarded, its endless streams would hang.
    Plumbing,
    /// The provider's business.
    Other,
}

impl Method {
    /// Versions 5 and 6 of the protocol have different names for the same calls.
    fn of(path: &str) -> Self {
        match path {
            "/tfplugin5.Provider/GetSchema" | "/tfplugin6.Provider/GetProviderSchema" => {
                Self::Schema
            }
            "/tfplugin5.Provider/PrepareProviderConfig"
            | "/tfplugin6.Provider/ValidateProviderConfig" => Self::Prepare,
            "/tfplugin5.Provider/Configure" | "/tfplugin6.Provider/ConfigureProvider" => {
                Self::Configure
            }
            "/tfplugin5.Provider/Stop" | "/tfplugin6.Provider/StopProvider" => Self::Stop,
            path if path.starts_with("/plugin.") => Self::Plumbing,
            path if path.contains(".Provider/Validate") => Self::Validate,
            _ => Self::Other,
        }
    }
}
