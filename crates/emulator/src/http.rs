//! The two requests that are made of the emulator itself, and the client for all others.
//!
//! Through ureq, without its TLS: a small blocking client. The emulator answers on the loopback
//! address only, but in HTTP/1.1 with all its forms, and that is not ours to parse.

use std::time::Duration;

use serde::Deserialize;
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use crate::error::Error;

/// Of an answer to the question how it is.
#[derive(Deserialize)]
struct Health {
    /// Repeats `MINISTACK_EDITION`, where we put the token.
    edition: String,
}

fn config(limit: Duration) -> ConfigBuilder<AgentScope> {
    Agent::config_builder()
        .timeout_global(Some(limit))
        // The environment's proxy is for other machines.
        .proxy(None)
}

fn agent(limit: Duration) -> Agent {
    config(limit).build().new_agent()
}

/// One whose every answer is looked at as it comes: refusals have words, and a bucket of another
/// region is a redirection that leads nowhere.
pub(crate) fn inspecting(limit: Duration) -> Agent {
    let config = config(limit).http_status_as_error(false).max_redirects(0);
    config.build().new_agent()
}

fn url(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}/_ministack/{path}")
}

/// Whether the emulator that was given `token` answers at a port. Another server does not count.
pub(crate) fn answers(port: u16, token: &str, limit: Duration) -> bool {
    let health = || -> Option<Health> {
        let mut answer = agent(limit).get(url(port, "health")).call().ok()?;
        serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
    };
    health().is_some_and(|health| health.edition == token)
}

/// Makes the emulator forget everything that it holds.
pub(crate) fn reset(port: u16, limit: Duration) -> Result<(), Error> {
    let url = url(port, "reset");
    let answer = agent(limit).post(&url).send_empty();
    answer.map(drop).map_err(|error| Error::Request {
        url,
        said: error.to_string(),
    })
}
