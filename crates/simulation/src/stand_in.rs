//! Answers in place of a provider that is not there at all, of which no more is known than its schema.
//!
//! Nothing is checked that terraform itself does not check by the schema, and what a provider would set by default
//! stays unset.

use bytes::Bytes;
use prost::Message;
use rmpv::Value;

use crate::messages::{Look, Looked, Plan, Planned, Prepare, Prepared};
use crate::{Simulation, SimulationError, fill, policy, value};

impl Simulation {
    /// The answer to a call, as messages; `None` to one that only the provider itself could answer.
    pub fn stand_in(
        &self,
        method: &str,
        region: Option<&str>,
        request: &Bytes,
    ) -> Result<Option<Bytes>, SimulationError> {
        match method {
            "PrepareProviderConfig" => {
                let prepared_config = Prepare::decode(request.clone())?.config;
                Ok(Some(Prepared { prepared_config }.encode_to_vec().into()))
            }
            "PlanResourceChange" => self.plan(request).map(Some),
            "ReadDataSource" => self.look_alone(region, request).map(Some),
            // Nothing is wrong as far as anybody here can tell.
            "Configure"
            | "ConfigureProvider"
            | "Stop"
            | "StopProvider"
            | "ValidateProviderConfig"
            | "ValidateResourceTypeConfig"
            | "ValidateDataSourceConfig"
            | "ValidateResourceConfig"
            | "ValidateDataResourceConfig"
            | "ValidateEphemeralResourceConfig" => Ok(Some(Bytes::new())),
            method => self.answer(method, region, request),
        }
    }

    /// `PlanResourceChange`: as terraform proposes it. What is new and computed is not known yet.
    fn plan(&self, request: &Bytes) -> Result<Bytes, SimulationError> {
        let request = Plan::decode(request.clone())?;
        let prior = value::decode(request.prior_state.as_ref())?;
        let proposed = value::decode(request.proposed_new_state.as_ref())?;
        let unset = if prior.is_nil() {
            value::unknown()
        } else {
            Value::Nil
        };
        let of = self.provider.resources.of(&request.type_name)?;
        let planned = fill::planned(&proposed, &of, &unset);
        let answer = Planned {
            planned_state: value::encode(&planned)?,
            legacy_type_system: true,
        };
        Ok(answer.encode_to_vec().into())
    }

    /// `ReadDataSource`, also for those that a provider would answer without AWS.
    fn look_alone(&self, region: Option<&str>, request: &Bytes) -> Result<Bytes, SimulationError> {
        let look = Look::decode(request.clone())?;
        let is_policy = look.type_name == "aws_iam_policy_document";
        let state = self.look(&self.provider.data_sources, region, look)?;
        let state = if is_policy {
            policy::with_json(&state)
        } else {
            state
        };
        let state = value::encode(&state)?;
        Ok(Looked { state }.encode_to_vec().into())
    }
}
