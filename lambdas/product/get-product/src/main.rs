//! Answers `GET /v1.0/products/{productId}`.

mod config;

use std::process::ExitCode;

use config::Config;
use product::aws::{DynamoProducts, sdk_config};
use product_handlers::{METRICS, get_product};

fn main() -> ExitCode {
    lambda_kit::run_http(METRICS, async |config: Config| {
        let sdk = sdk_config();
        let reader = DynamoProducts::new(&sdk, config.table);
        Ok(get_product::handler(reader))
    })
}
