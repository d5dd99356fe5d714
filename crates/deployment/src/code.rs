//! Whether a plan gives each Lambda function the code that is meant: nothing else stands between a zip and an account.

use estate::Stack;
use finding::{Code, Finding};
use run::{Artifact, Outcome};
use serde_json::Value;
use terraform::{PlanDocument, ResourceChange};

use crate::context::Context;

/// A function that takes code, as terraform names it.
const FUNCTION: &str = "aws_lambda_function";

/// Fails if a stack that takes an artifact would give a function anything else.
pub(crate) fn check(context: &Context<'_>, at: usize, plan: &PlanDocument) -> Result<(), Outcome> {
    let stack = context.order.stacks[at];
    if !stack.takes_artifact() {
        return Ok(());
    }
    let misfits = misfits(plan, stack, &context.artifact(stack));
    if misfits.is_empty() {
        return Ok(());
    }
    let env = &context.options.environment.name;
    let misfits = misfits.into_iter().map(|it| it.with_env(env));
    Err(Outcome::found(misfits.collect()))
}

fn misfits(plan: &PlanDocument, stack: &Stack, artifact: &Artifact) -> Vec<Finding> {
    let functions = plan.resource_changes.iter().filter(|it| is_function(it));
    let misfits = functions.filter_map(|function| {
        let address = &function.address;
        let expected = &artifact.source_code_hash;
        let after = &function.change.after;
        // A provider writes nothing in place of none.
        let is_there = |name: &&str| after[*name].as_str().is_some_and(|it| !it.is_empty());
        let is_elsewhere = ["s3_bucket", "s3_key", "image_uri"].iter().any(is_there);
        let is_it = after["filename"].as_str() == Some(artifact.path.as_str()) && !is_elsewhere;
        let planned = match &after["source_code_hash"] {
            Value::String(hash) if hash == expected && is_it => return None,
            Value::String(hash) if hash == expected => "right, but not the file".to_owned(),
            Value::String(hash) => format!("`{hash}`"),
            _ => "none that is known before the apply".to_owned(),
        };
        let message = format!(
            "{address} would get code whose hash is {planned}, and that of `{}` is `{expected}`",
            stack.address.name()
        );
        let hint =
            "it was not applied; in the stack: filename = var.artifact.path, source_code_hash = var.artifact.source_code_hash";
        let finding = Finding::error(Code::ArtifactMismatch, message);
        Some(finding.with_stack(&stack.address).with_hint(hint))
    });
    misfits.collect()
}

/// Whether it is a function that is there after the plan, and not one that is only read.
fn is_function(resource: &ResourceChange) -> bool {
    resource.kind == FUNCTION && resource.mode == "managed" && resource.change.after.is_object()
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;
    use serde_json::json;

    use super::*;

    fn said(mode: &str, after: Value) -> String {
        let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
        let (estate, _) = estate::Estate::load(&root.join("../../xtask/tests/fixtures/estate"));
        let plan = json!({ "resource_changes": [
            { "address": "f", "mode": mode, "type": FUNCTION, "change": { "actions": ["no-op"], "after": after } },
            { "address": "q", "mode": "managed", "type": "aws_sqs_queue", "change": { "after": {} } },
        ] });
        let artifact = Artifact {
            path: "z".into(),
            source_code_hash: "right".to_owned(),
            architecture: None,
        };
        let plan = serde_json::from_value(plan).unwrap();
        let misfits = misfits(&plan, &estate.stacks[0], &artifact);
        misfits.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_function_gets_the_code_that_is_meant() {
        let hash = |hash: &str| json!({ "source_code_hash": hash, "filename": "z", "s3_key": null, "image_uri": "" });
        assert_eq!(said("managed", hash("right")), "");
        assert_eq!(
            said("managed", hash("wrong")),
            "f would get code whose hash is `wrong`, and that of `infrastructure` is `right`"
        );
        assert!(said("managed", json!({})).contains("none that is known"));
        assert!(
            said("managed", json!({ "source_code_hash": null })).contains("none that is known")
        );
        for (name, value) in [("filename", "other"), ("s3_key", "k"), ("image_uri", "i")] {
            let mut after = hash("right");
            after[name] = json!(value);
            assert!(
                said("managed", after).contains("right, but not the file"),
                "{name}"
            );
        }
        // One that goes, and one that others have made.
        assert_eq!(said("managed", Value::Null), "");
        assert_eq!(said("data", hash("wrong")), "");
    }
}
