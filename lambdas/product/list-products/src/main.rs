//! Answers `GET /v1.0/products`.

mod config;

use std::process::ExitCode;

use config::Config;
use product::aws::{DynamoProducts, KmsSigner, sdk_config};
use product_handlers::{METRICS, list_products};

fn main() -> ExitCode {
    lambda_kit::run_http(METRICS, async |config: Config| {
        let sdk = sdk_config();
        let reader = DynamoProducts::new(&sdk, config.table);
        let signer = KmsSigner::new(&sdk, config.page_token_key);
        Ok(list_products::handler(reader, signer))
    })
}
