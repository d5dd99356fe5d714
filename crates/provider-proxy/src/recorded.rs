//! A provider that is not on this machine: what it says of its types is known, and nothing else.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::{Request, Response};
use prost::DecodeError;
use simulation::{Simulation, SimulationError, World};

use crate::aws;
use crate::grpc::{self, Answer, Body, Status, failure};
use crate::listening::Instance;
use crate::lock::lock;
use crate::method::{self, Method};
use crate::schema::Types;
use crate::words::Words;

/// What is recorded of a provider.
#[derive(Debug)]
pub struct Recorded {
    /// As terraform writes it in full: `registry.terraform.io/hashicorp/aws`.
    pub(crate) address: String,
    /// The version of the protocol that it speaks: 5 or 6.
    pub(crate) protocol: u32,
    types: Types,
}

impl Recorded {
    /// With the answer to `GetSchema` or `GetProviderSchema`.
    pub fn new(address: String, protocol: u32, schema: Bytes) -> Result<Self, DecodeError> {
        let types = Types::new(schema)?;
        Ok(Self {
            address,
            protocol,
            types,
        })
    }

    /// What stands in for it in an account and region, if it is to be asked for things of these.
    pub(crate) fn stand_in(
        &self,
        words: &Words,
        world: Option<World>,
    ) -> Result<Arc<StandIn>, SimulationError> {
        let schema = self.types.schema_for(words);
        let message = schema.message().unwrap_or_default();
        Ok(Arc::new(StandIn {
            schema,
            simulation: Simulation::new(world.unwrap_or_default(), self.protocol, &message)?,
        }))
    }
}

/// What answers one terraform process in place of a provider.
#[derive(Debug)]
pub(crate) struct StandIn {
    schema: Answer,
    simulation: Simulation,
}

/// One connection to it.
pub(crate) struct Connection {
    stand_in: Arc<StandIn>,
    /// The region that it is configured for.
    region: Mutex<Option<String>>,
}

impl Connection {
    pub(crate) fn new(stand_in: Arc<StandIn>) -> Self {
        Self {
            stand_in,
            region: Mutex::default(),
        }
    }
}

impl Instance for Connection {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let (call, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let kind = Method::of(call.uri.path());
        if kind == Method::Schema {
            return Ok(self.stand_in.schema.to_response());
        }
        if kind == Method::Configure {
            *lock(&self.region) = aws::region(&body, aws::CONFIGURE);
        }
        let region = lock(&self.region).clone();
        let message = grpc::message(&body).unwrap_or_default();
        let name = method::name(&call);
        let answer = self
            .stand_in
            .simulation
            .stand_in(name, region.as_deref(), &message);
        Ok(match answer {
            Ok(Some(answer)) => Answer::of(&answer).to_response(),
            Ok(None) => failure(
                Status::Unimplemented,
                &format!("{name}: the provider is not on this machine, only its recorded schema"),
            ),
            Err(error) => failure(Status::Internal, &error.to_string()),
        })
    }
}
