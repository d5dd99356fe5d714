//! Findings and results as text for people and as JSON for machines. Nothing is decided here.

mod annotations;
mod bench;
mod build;
mod deploy;
mod deploy_markdown;
mod doctor;
mod findings;
mod graph;
mod json;
mod list;
mod markdown;
mod rehearse;
mod release;
mod review;
mod schema;
mod status;
mod style;
mod verify;

pub use annotations::annotations;
pub use bench::{bench_json, bench_text};
pub use build::{build_json, build_text};
pub use deploy::{deploy_json, deploy_text, outputs_text};
pub use deploy_markdown::deploy_markdown;
pub use doctor::{doctor_json, doctor_text};
pub use findings::{findings_text, summary};
pub use graph::{graph_dot, graph_json, graph_mermaid, graph_text};
pub use json::{FindingJson, to_json};
pub use list::{list_json, list_text};
pub use rehearse::{rehearse_json, rehearse_markdown, rehearse_text};
pub use release::{package_json, package_text, verify_release_json, verify_release_text};
pub use review::review_text;
pub use schema::{schema_json, schema_text};
pub use status::{status_json, status_text};
pub use style::{Style, table};
pub use verify::{verify_json, verify_markdown, verify_text};
