//! What one terraform process talks to.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::Arc;

use bytes::Bytes;
use camino::Utf8PathBuf;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Request, Response};
use simulation::Simulation;
use tokio::sync::Mutex;

use crate::answers::Question;
use crate::aws;
use crate::grpc::{self, Answer, Body, Status, failure};
use crate::listening::Instance;
use crate::lock::lock;
use crate::method::{self, Method};
use crate::pool::{Configured, Key, Member, Sharing};
use crate::process::ProcessError;

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
    pub(crate) seen: std::sync::Mutex<Vec<Ready>>,
}

impl Served {
    /// Takes note of a provider that was configured. Terraform does that twice where it plans and applies.
    fn note(&self, ready: &Ready) {
        let mut seen = lock(&self.seen);
        if !seen.iter().any(|it| Arc::ptr_eq(&it.member, &ready.member)) {
            seen.push(ready.clone());
        }
    }
}

/// A provider that terraform has configured.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    member: Arc<Member>,
    /// The region, if its configuration names one.
    region: Option<String>,
}

/// One instance of the provider, as terraform sees it.
pub(crate) struct Connection {
    served: Arc<Served>,
    /// The provider, once this connection has configured it.
    configured: Mutex<Option<Ready>>,
}

impl Instance for Connection {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let (call, body) = request.into_parts();
        let simulation = self.served.simulation.as_ref();
        let answer = match (Method::of(call.uri.path()), simulation) {
            (Method::Plan, Some(simulation)) => {
                let body = body.collect().await?.to_bytes();
                self.plan(simulation, &call, body).await
            }
            (Method::Simulated, Some(simulation)) => {
                let body = body.collect().await?.to_bytes();
                self.simulate(simulation, &call, body).await
            }
            (method, _) => self.pass(method, &call, body).await?,
        };
        // Terraform shows the user what stands in a failure.
        Ok(answer.unwrap_or_else(|error| failure(Status::Internal, &error.to_string())))
    }
}

type Answered = Result<Response<Body>, ProcessError>;

impl Connection {
    pub(crate) fn new(served: Arc<Served>) -> Self {
        Self {
            served,
            configured: Mutex::default(),
        }
    }

    /// Lets the provider answer, unless it is known what it would say.
    async fn pass(
        &self,
        method: Method,
        call: &Parts,
        body: Incoming,
    ) -> Result<Answered, hyper::Error> {
        Ok(match method {
            Method::Schema => Ok(self.served.schema.to_response()),
            // Others use the provider too; what it does for this terraform ends by itself.
            Method::Stop if !matches!(self.served.sharing, Sharing::Alone(_)) => {
                Ok(Answer::of(&Bytes::new()).to_response())
            }
            Method::Plumbing => {
                let text = format!("{} is answered by no proxy", call.uri.path());
                Ok(failure(Status::Unimplemented, &text))
            }
            Method::Prepare => self.prepare(call, body.collect().await?.to_bytes()).await,
            Method::Configure => self.configure(call, body.collect().await?.to_bytes()).await,
            Method::Validate => self.validate(call, body).await?,
            Method::Stop | Method::Plan | Method::Simulated | Method::Other => {
                self.forward(call, body.boxed()).await
            }
        })
    }

    /// Whether a configuration of the provider is valid.
    async fn prepare(&self, call: &Parts, body: Bytes) -> Answered {
        let key = self.key(&body, aws::PREPARE);
        if let Some(untagged) = aws::untagged(&body).filter(|_| self.is_offline_aws()) {
            let answer = self.ask_once(&key, call, untagged).await?;
            if let Some(answer) = aws::prepared(&answer, &body) {
                return Ok(answer.to_response());
            }
        }
        let answer = self.ask_once(&key, call, body).await?;
        Ok(answer.to_response())
    }

    /// Asks a provider that is not configured, unless that was asked before.
    async fn ask_once(&self, key: &Key, call: &Parts, body: Bytes) -> Result<Answer, ProcessError> {
        let shared = &self.served.shared;
        let question = Question::new(key.clone(), call, &body);
        let ask = async {
            let member = shared.pool.plain(key).await?;
            member.process.ask(call, body).await
        };
        shared.answers.get(question, ask).await
    }

    /// What AWS would say, made up, unless the provider knows without asking.
    async fn simulate(&self, simulation: &Simulation, call: &Parts, body: Bytes) -> Answered {
        let ready = self.ready(call).await?;
        let region = ready.and_then(|ready| ready.region);
        let request = grpc::message(&body).unwrap_or_default();
        match simulation.answer(method::name(call), region.as_deref(), &request) {
            Ok(Some(answer)) => Ok(Answer::of(&answer).to_response()),
            Ok(None) => self.forward(call, grpc::full(body)).await,
            Err(error) => Ok(failure(Status::Internal, &error.to_string())),
        }
    }

    /// The provider's own plan; for the few types for which it asks AWS, what terraform proposes.
    async fn plan(&self, simulation: &Simulation, call: &Parts, body: Bytes) -> Answered {
        let request = grpc::message(&body).unwrap_or_default();
        let response = self.forward(call, grpc::full(body)).await?;
        let answer = match Answer::collect(response).await {
            Ok(answer) => answer,
            Err(error) => return Ok(failure(Status::Internal, &error.to_string())),
        };
        let message = answer.message().unwrap_or_default();
        if !aws::was_asked(&self.served.env, &message) {
            return Ok(answer.to_response());
        }
        match simulation.stand_in(method::name(call), None, &request) {
            Ok(Some(proposed)) => Ok(Answer::of(&proposed).to_response()),
            _ => Ok(answer.to_response()),
        }
    }

    async fn configure(&self, call: &Parts, body: Bytes) -> Answered {
        let key = Key {
            configured: Some(Configured {
                configuration: self.configuration(&body),
                dir: self.dir(&body),
                sharing: self.served.sharing,
            }),
            ..self.key(&body, aws::CONFIGURE)
        };
        let member = self
            .served
            .shared
            .pool
            .configured(&key, call, &body)
            .await?;
        let answer = member.answer.as_ref().map(Answer::to_response);
        let ready = Ready {
            member,
            region: aws::region(&body, aws::CONFIGURE),
        };
        self.served.note(&ready);
        *self.configured.lock().await = Some(ready);
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

    /// Whether a block is valid, which may be asked before there is a configuration. The AWS provider looks at nothing
    /// but the block, where it has no AWS.
    async fn validate(&self, call: &Parts, body: Incoming) -> Result<Answered, hyper::Error> {
        if self.is_offline_aws() {
            let body = body.collect().await?.to_bytes();
            let answer = self.ask_once(&self.served.plain, call, body).await;
            return Ok(answer.map(|answer| answer.to_response()));
        }
        let configured = self.configured.lock().await.clone();
        Ok(match configured {
            Some(ready) => ask(ready.member, call, body.boxed()).await,
            None => self.forward_to_plain(call, body.boxed()).await,
        })
    }

    /// What makes one configured provider do for another: all that it is told. The AWS provider, where it has no AWS,
    /// does not heed what terraform can do itself, which is another thing when it applies than when it plans.
    fn configuration(&self, body: &Bytes) -> Bytes {
        let configuration = aws::configuration(body).filter(|_| self.is_offline_aws());
        configuration.unwrap_or_else(|| body.clone())
    }

    /// The folder for a provider that is configured by this call. The AWS provider opens files to configure itself and to
    /// send them to AWS, and for nothing else.
    fn dir(&self, body: &Bytes) -> Option<Utf8PathBuf> {
        let needs_none = self.is_offline_aws() && !aws::names_files(body);
        (!needs_none).then(|| self.served.dir.clone())
    }

    fn is_offline_aws(&self) -> bool {
        matches!(self.served.sharing, Sharing::OneAfterTheOther)
    }

    async fn forward(&self, call: &Parts, body: Body) -> Answered {
        match self.ready(call).await? {
            Some(ready) => ask(ready.member, call, body).await,
            None => self.forward_to_plain(call, body).await,
        }
    }

    /// The provider that this connection has configured, or the one whose place it took.
    async fn ready(&self, call: &Parts) -> Result<Option<Ready>, ProcessError> {
        let configured = self.configured.lock().await.clone();
        match configured {
            Some(ready) => Ok(Some(ready)),
            None => self.reconnected(call),
        }
    }

    async fn forward_to_plain(&self, call: &Parts, body: Body) -> Answered {
        let Served { shared, plain, .. } = &*self.served;
        ask(shared.pool.plain(plain).await?, call, body).await
    }

    /// The provider of a connection that took the place of one that was idle for too long. With several
    /// configurations nobody can tell which one it was.
    fn reconnected(&self, call: &Parts) -> Result<Option<Ready>, ProcessError> {
        match &lock(&self.served.seen)[..] {
            [] => Ok(None),
            [only] => Ok(Some(only.clone())),
            _ => Err(ProcessError::Lost {
                method: call.uri.path().to_owned(),
            }),
        }
    }
}

/// Asks a provider, which is held until its answer has come to its end.
async fn ask(member: Arc<Member>, call: &Parts, body: Body) -> Answered {
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
