//! Answers `DELETE /v1.0/products/{productId}`.

mod config;

use std::process::ExitCode;

use config::Config;
use product::aws::{DynamoProducts, RandomIds, SqsPublisher, SystemClock, sdk_config};
use product::model::Source;
use product::use_cases::Commands;
use product_handlers::{Gateway, METRICS, delete_product};

fn main() -> ExitCode {
    lambda_kit::run_http(METRICS, async |config: Config| {
        let sdk = sdk_config();
        let commands = Commands {
            reader: DynamoProducts::new(&sdk, config.table),
            publisher: SqsPublisher::new(&sdk, config.queue),
            clock: SystemClock,
            ids: RandomIds,
            source: Source::parse(env!("CARGO_PKG_NAME"))?,
        };
        let gateway = Gateway::beside(sdk.endpoint_url());
        Ok(delete_product::handler(commands, gateway))
    })
}
