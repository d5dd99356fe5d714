//! Applies accepted changes to the table, as its only writer.

mod config;

use std::process::ExitCode;

use config::Config;
use product::apply::Writer;
use product::aws::{DynamoProducts, JitteredBackoff, SystemClock, sdk_config};
use product_handlers::{METRICS, product_creator};

fn main() -> ExitCode {
    lambda_kit::run_sqs(METRICS, async |config: Config| {
        let sdk = sdk_config();
        let writer = Writer {
            store: DynamoProducts::new(&sdk, config.table),
            clock: SystemClock,
            backoff: JitteredBackoff,
        };
        Ok(product_creator::handler(writer))
    })
}
