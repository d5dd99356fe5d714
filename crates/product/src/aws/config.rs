use std::env;
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_types::SdkConfig;

/// Within a region a connection takes milliseconds; one that takes a second is lost.
const CONNECT: Duration = Duration::from_secs(1);
/// One attempt: all operations here are done in tens of milliseconds, and a first attempt after a cold
/// start, with its TLS handshake, on a small share of a core, in some hundreds.
const ATTEMPT: Duration = Duration::from_millis(2_500);
/// Attempts, the first among them.
const ATTEMPTS: u32 = 3;
/// The longest pause before the second attempt; before the third it is twice that.
const BACKOFF: Duration = Duration::from_millis(100);
/// An operation with all its attempts. API Gateway gives up after 29 s and Lambda after 30 s, and a
/// request needs three operations one after the other at most: with 24 s of waiting there is still time
/// to answer 503 in our own words.
const OPERATION: Duration = Duration::from_secs(8);

/// What all adapters share: region, credentials and `AWS_ENDPOINT_URL` from environment variables, as
/// Lambda sets them, one HTTP client, three attempts, and 8 s for an operation.
///
/// It looks for nothing that is not in the environment: a Lambda has no other credentials, and without
/// a region or a key an operation fails at once instead of asking a metadata service that is not there.
/// That is why it is put together here. `aws-config` would link its profile files, STS and the clients of
/// three metadata services into each Lambda, whether they are ever asked or not.
pub fn sdk_config() -> SdkConfig {
    // No proxy: a Lambda has none, and a developer's must not stand before the local AWS.
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let mut config = SdkConfig::builder()
        // Pinned: `latest()` would let an update of the SDK change retries and timeouts unseen.
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http)
        .retry_config(retries())
        .timeout_config(timeouts());
    config.set_region(variable("AWS_REGION").map(Region::new));
    config.set_credentials_provider(credentials().map(SharedCredentialsProvider::new));
    config.set_endpoint_url(variable("AWS_ENDPOINT_URL"));
    config.build()
}

/// Those of the function's role. They last as long as the execution environment that got them.
fn credentials() -> Option<Credentials> {
    let key = variable("AWS_ACCESS_KEY_ID")?;
    let secret = variable("AWS_SECRET_ACCESS_KEY")?;
    let token = variable("AWS_SESSION_TOKEN");
    Some(Credentials::new(key, secret, token, None, "environment"))
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(ATTEMPTS)
        .with_initial_backoff(BACKOFF)
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(OPERATION)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_attempts_fit_into_an_operation_and_three_operations_into_a_request() {
        assert!(ATTEMPT * ATTEMPTS + BACKOFF * 3 <= OPERATION);
        assert!(OPERATION * 3 < Duration::from_secs(29));
    }
}
