//! An AWS that is not there.
//!
//! Answers the calls of terraform for which a provider would have to ask AWS, from what is planned: what is not
//! known yet is made up, well-formed and the same each time. So a stack can be "applied", and who reads its
//! outputs can be planned with them.
//!
//! [`Simulation`] answers one terraform process. It knows no provider: all that it needs is the schema.

mod ask_nobody;
mod aws;
mod fill;
mod maps;
mod messages;
mod place;
mod policy;
mod schema;
mod stand_in;
mod types;
mod value;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use prost::Message;
use rmpv::Value;

use ask_nobody::ASK_NOBODY;
use aws::Lines;
use messages::{Applied, Apply, HasRead, Look, Looked, Opened, Read};
pub use place::World;
use place::{Place, Seed};
use schema::{Provider, Things};
use types::Type;

/// Why a call cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// It is not what the protocol says.
    #[error("the simulation cannot read a call of terraform: {0}")]
    Message(#[from] prost::DecodeError),
    /// One of its values is not.
    #[error("the simulation cannot read a value that terraform sent")]
    Value,
    /// The schema has a type of values that nobody knows.
    #[error("the simulation does not know a type in the provider's schema")]
    Type,
    /// The schema does not have a type of resources.
    #[error("the provider's schema has no `{0}`")]
    Unknown(String),
}

/// The calls that may be answered here, in both versions of the protocol.
const METHODS: [&str; 6] = [
    "ApplyResourceChange",
    "ReadResource",
    "ReadDataSource",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
];

/// The answers to one terraform process.
///
/// What is made up hangs on all that a resource says, and on the [`World`]. The protocol does not tell a resource's
/// address: of several in one stack that say the same, the first that is applied gets the first ids. Terraform
/// applies in no certain order, so their ids may be swapped in the next run.
#[derive(Debug)]
pub struct Simulation {
    world: World,
    provider: Provider,
    /// How many resources there are with the same values: each is to get ids of its own.
    alike: Mutex<HashMap<Seed, u64>>,
}

impl Simulation {
    /// In this world, with the answer to the question for its schema of a provider that speaks this version of the
    /// protocol: 5 or 6.
    pub fn new(world: World, protocol: u32, schema: &[u8]) -> Result<Self, SimulationError> {
        Ok(Self {
            world,
            provider: Provider::decode(protocol, schema)?,
            alike: Mutex::default(),
        })
    }

    /// Whether calls of this method may be answered here.
    pub fn knows(method: &str) -> bool {
        METHODS.contains(&method)
    }

    /// The answer to a call, as messages, to a provider that is configured for a region. `None` if the
    /// provider can answer it truthfully, without AWS.
    pub fn answer(
        &self,
        method: &str,
        region: Option<&str>,
        request: &Bytes,
    ) -> Result<Option<Bytes>, SimulationError> {
        match method {
            "ApplyResourceChange" => self.apply(region, request).map(Some),
            "ReadResource" => read(request).map(Some),
            "ReadDataSource" => self.read_data(region, request),
            "OpenEphemeralResource" => self.open(region, request).map(Some),
            // Nothing is held that would have to be renewed or closed.
            "RenewEphemeralResource" | "CloseEphemeralResource" => Ok(Some(Bytes::new())),
            _ => Ok(None),
        }
    }

    /// `ApplyResourceChange`: all is done as planned.
    fn apply(&self, region: Option<&str>, request: &Bytes) -> Result<Bytes, SimulationError> {
        let request = Apply::decode(request.clone())?;
        let planned = value::decode(request.planned_state.as_ref())?;
        let new_state = if planned.is_nil() {
            planned
        } else {
            let of = self.provider.resources.of(&request.type_name)?;
            let message = request.planned_state.unwrap_or_default().msgpack;
            let world = self.world(region);
            let seed = seed(&world, &[&world.scope, &request.type_name], &message);
            let seed = seed.of_element(&self.count(&seed).to_le_bytes());
            fill(&world, &request.type_name, &seed, &planned, &of)?
        };
        let answer = Applied {
            new_state: value::encode(&new_state)?,
            private: request.planned_private,
            // Two elements of a set may have been made up to be the same.
            legacy_type_system: true,
        };
        Ok(answer.encode_to_vec().into())
    }

    /// `ReadDataSource`: what is asked for is there. Providers other than AWS's answer themselves.
    fn read_data(
        &self,
        region: Option<&str>,
        request: &Bytes,
    ) -> Result<Option<Bytes>, SimulationError> {
        let look = Look::decode(request.clone())?;
        let name = look.type_name.as_str();
        if !name.starts_with("aws_") || ASK_NOBODY.contains(&name) {
            return Ok(None);
        }
        let state = value::encode(&self.look(&self.provider.data_sources, region, look)?)?;
        Ok(Some(Looked { state }.encode_to_vec().into()))
    }

    /// `OpenEphemeralResource`: what is asked for is there.
    fn open(&self, region: Option<&str>, request: &Bytes) -> Result<Bytes, SimulationError> {
        let look = Look::decode(request.clone())?;
        let result = value::encode(&self.look(&self.provider.ephemeral, region, look)?)?;
        Ok(Opened { result }.encode_to_vec().into())
    }

    /// What is looked up is the same for all stacks.
    fn look(
        &self,
        things: &Things,
        region: Option<&str>,
        look: Look,
    ) -> Result<Value, SimulationError> {
        let Look { type_name, config } = look;
        let of = things.of(&type_name)?;
        let config_value = value::decode(config.as_ref())?;
        let value = fill::planned(&config_value, &of, &value::unknown());
        let world = self.world(region);
        let seed = seed(&world, &[&type_name], &config.unwrap_or_default().msgpack);
        fill(&world, &type_name, &seed, &value, &of)
    }

    /// As it is for a provider that is configured for a region.
    fn world(&self, region: Option<&str>) -> World {
        let mut world = self.world.clone();
        if let Some(region) = region {
            region.clone_into(&mut world.region);
        }
        world
    }

    /// How many there were with this seed before.
    fn count(&self, seed: &Seed) -> u64 {
        let mut alike = self.alike.lock().unwrap_or_else(PoisonError::into_inner);
        let count = alike.entry(seed.clone()).or_default();
        *count += 1;
        *count - 1
    }
}

/// A text among the attributes of an object, as terraform sends one; `None` if it is not there or not known.
pub fn text(mut object: &[u8], attribute: &str) -> Option<String> {
    let object = rmpv::decode::read_value(&mut object).ok()?;
    let text = value::get(&object, attribute)?.as_str();
    text.map(str::to_owned)
}

/// `ReadResource`: all is as it was left.
fn read(request: &Bytes) -> Result<Bytes, SimulationError> {
    let request = Read::decode(request.clone())?;
    let answer = HasRead {
        new_state: request.current_state,
        private: request.private,
    };
    Ok(answer.encode_to_vec().into())
}

fn seed(world: &World, names: &[&str], values: &[u8]) -> Seed {
    let names = [&[world.account.as_str(), &world.region], names].concat();
    let mut parts: Vec<&[u8]> = names.into_iter().map(str::as_bytes).collect();
    parts.push(values);
    Seed::of(&parts)
}

fn fill(
    world: &World,
    type_name: &str,
    seed: &Seed,
    value: &Value,
    of: &Type,
) -> Result<Value, SimulationError> {
    let known = value::texts(value);
    let place = Place {
        world,
        type_name,
        path: &[],
        whole: value,
        known: &known,
        lines: &Lines::of(world, type_name, &known),
        seed,
        nth: 0,
    };
    fill::filled(place, value, of)
}
