//! A provider's schema, of which each type is read when it is first asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use prost::Message;

use crate::SimulationError;
use crate::messages::{Schema, Schemas};
use crate::types::Type;

/// What is of which type.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) resources: Things,
    pub(crate) data_sources: Things,
    pub(crate) ephemeral: Things,
}

impl Provider {
    /// From the answer to the question for the schema, in a version of the protocol.
    pub(crate) fn decode(protocol: u32, message: &[u8]) -> Result<Self, SimulationError> {
        let Schemas {
            resources,
            data_sources,
            ephemeral,
        } = Schemas::decode(message)?;
        let things = |schemas| Things {
            protocol,
            schemas,
            read: Mutex::default(),
        };
        Ok(Self {
            resources: things(resources),
            data_sources: things(data_sources),
            ephemeral: things(ephemeral),
        })
    }
}

/// The resources, or the data sources, of a provider.
#[derive(Debug)]
pub(crate) struct Things {
    protocol: u32,
    /// By their names, as messages.
    schemas: HashMap<String, Vec<u8>>,
    read: Mutex<HashMap<String, Arc<Type>>>,
}

impl Things {
    /// The type of one's values.
    pub(crate) fn of(&self, name: &str) -> Result<Arc<Type>, SimulationError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of) = read.get(name) {
            return Ok(Arc::clone(of));
        }
        let of = Arc::new(self.parse(name)?);
        read.insert(name.to_owned(), Arc::clone(&of));
        Ok(of)
    }

    fn parse(&self, name: &str) -> Result<Type, SimulationError> {
        let unknown = || SimulationError::Unknown(name.to_owned());
        let message = self.schemas.get(name).ok_or_else(unknown)?;
        let block = Schema::decode(message.as_slice())?.block;
        Type::of_block(self.protocol, &block.ok_or_else(unknown)?)
    }

    #[cfg(test)]
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.schemas.keys().map(String::as_str)
    }
}
