//! Writes committed changes to the audit bucket, as its only writer.

mod config;

use std::process::ExitCode;

use config::Config;
use product::aws::{S3AuditSink, sdk_config};
use product_handlers::{METRICS, audit_logger};

fn main() -> ExitCode {
    lambda_kit::run_sqs(METRICS, async |config: Config| {
        let sdk = sdk_config();
        let sink = S3AuditSink::new(&sdk, config.bucket);
        Ok(audit_logger::handler(sink))
    })
}
