//! What a second plan shows although nothing is wrong: where the emulator (ministack 1.5.33) answers
//! otherwise than AWS. Each entry names the attributes that may differ, and no others. Seen on every plan;
//! one that is no longer seen is told, to be taken out.

use std::collections::BTreeMap;

use finding::{Code, Finding};
use terraform::{Change, ResourceChange};

/// A drift that is the emulator's own.
struct Drift {
    /// The type of the resource.
    kind: &'static str,
    /// The attributes that may differ, or that may force a replacement.
    attributes: &'static [&'static str],
}

const DRIFTS: &[Drift] = &[
    // DescribeAlarms is answered with the alarm's name and little else.
    Drift {
        kind: "aws_cloudwatch_metric_alarm",
        attributes: &[
            "actions_enabled",
            "alarm_actions",
            "alarm_description",
            "dimensions",
            "extended_statistic",
            "ok_actions",
            "period",
            "statistic",
            "treat_missing_data",
        ],
    },
    // GetIntegration names an HTTP method for a mock integration, which has none.
    Drift {
        kind: "aws_api_gateway_integration",
        attributes: &["integration_http_method"],
    },
    // GetUsagePlan answers with a quota of nothing where none was set.
    Drift {
        kind: "aws_api_gateway_usage_plan",
        attributes: &["quota_settings"],
    },
    // DescribePipe leaves the source's parameters out. One of them cannot be changed in place.
    Drift {
        kind: "aws_pipes_pipe",
        attributes: &["source_parameters"],
    },
];

/// The types of resources that were planned and may drift, and whether any of each did.
pub type Met = BTreeMap<&'static str, bool>;

/// Takes note of a resource.
pub fn meet(resource: &ResourceChange, met: &mut Met) {
    if let Some(drift) = of(resource) {
        *met.entry(drift.kind).or_default() |= resource.change.is_effective();
    }
}

/// The drifts that nobody met although there was occasion.
pub fn outdated(met: &Met) -> Vec<Finding> {
    let steady = met.iter().filter(|(_, drifted)| !**drifted);
    let findings = steady.map(|(kind, _)| {
        let message = format!("no `{kind}` drifts any more");
        let hint = "take it out of crates/deployment/src/drifts.rs";
        Finding::warning(Code::SecondPlan, message).with_hint(hint)
    });
    findings.collect()
}

/// The drift of a resource of this type.
fn of(resource: &ResourceChange) -> Option<&'static Drift> {
    DRIFTS.iter().find(|drift| drift.kind == resource.kind)
}

/// Whether something would change, and the emulator alone says so.
pub fn is_excused(resource: &ResourceChange) -> bool {
    resource.change.is_effective() && unexplained(resource).is_none()
}

/// What a change is, unless it is none or the emulator's own.
pub fn unexplained(resource: &ResourceChange) -> Option<String> {
    let change = &resource.change;
    if !change.is_effective() {
        return None;
    }
    let actions = change.actions.join(" and ");
    let attributes = attributes(change);
    let allowed = of(resource).map_or(&[][..], |drift| drift.attributes);
    let others: Vec<&str> = attributes
        .iter()
        .copied()
        .filter(|name| !allowed.contains(name))
        .collect();
    if attributes.is_empty() || !others.is_empty() {
        let which = if others.is_empty() {
            String::new()
        } else {
            format!(" ({})", others.join(", "))
        };
        return Some(format!("{actions} of `{}`{which}", resource.address));
    }
    None
}

/// The attributes that a change is about. What is destroyed, but for those that force it, is about no
/// attribute at all.
fn attributes(change: &Change) -> Vec<&str> {
    let is_gone = change.actions.iter().any(|action| action == "delete");
    if is_gone && change.replace_paths.is_empty() {
        return Vec::new();
    }
    change.attributes()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn resource(kind: &str, change: Value) -> ResourceChange {
        let resource = json!({ "address": format!("{kind}.x"), "type": kind, "change": change });
        serde_json::from_value(resource).unwrap()
    }

    fn update(before: Value, after: Value) -> Value {
        json!({ "actions": ["update"], "before": before, "after": after, "after_unknown": {} })
    }

    #[test]
    fn only_the_listed_attributes_of_the_listed_types_are_excused() {
        let alarm = |name: &str| {
            let (before, after) = (json!({ name: 0 }), json!({ name: 1 }));
            unexplained(&resource(
                "aws_cloudwatch_metric_alarm",
                update(before, after),
            ))
        };
        assert_eq!(alarm("period"), None);
        let message = "update of `aws_cloudwatch_metric_alarm.x` (threshold)";
        assert_eq!(alarm("threshold"), Some(message.to_owned()));
        let queue = update(json!({ "period": 0 }), json!({ "period": 1 }));
        assert!(unexplained(&resource("aws_sqs_queue", queue)).is_some());
    }

    #[test]
    fn a_drift_that_nobody_meets_is_told() {
        let plan = |action: &str| {
            let change = json!({ "actions": [action] });
            [
                resource("aws_pipes_pipe", change.clone()),
                resource("aws_sqs_queue", change),
            ]
        };
        let mut met = Met::new();
        assert_eq!(outdated(&met), []);
        for it in &plan("no-op") {
            meet(it, &mut met);
        }
        let findings = outdated(&met);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "no `aws_pipes_pipe` drifts any more");
        for it in &plan("update") {
            meet(it, &mut met);
        }
        assert_eq!(outdated(&met), []);
    }

    /// As ministack lets Terraform see a pipe; `after` is what it should be.
    fn pipe(after: Value, paths: Value) -> Option<String> {
        let change = json!({
            "actions": ["delete", "create"],
            "before": {
                "arn": "a", "enrichment": "", "role_arn": "r", "source_parameters": [], "tags": {},
            },
            "after": after,
            "after_unknown": {
                "arn": true, "source_parameters": [{ "dynamodb_stream_parameters": [{ "x": true }] }],
            },
            "replace_paths": paths,
        });
        unexplained(&resource("aws_pipes_pipe", change))
    }

    #[test]
    fn a_replacement_is_excused_by_all_that_it_is_about() {
        let force = json!([["source_parameters", 0, "starting_position"]]);
        let as_made = json!({ "enrichment": null, "role_arn": "r", "source_parameters": [{}] });
        assert_eq!(pipe(as_made.clone(), force.clone()), None);
        let other = json!({ "enrichment": null, "role_arn": "other", "source_parameters": [{}] });
        let message = "delete and create of `aws_pipes_pipe.x` (role_arn)";
        assert_eq!(pipe(other, force), Some(message.to_owned()));
        for paths in [
            json!([["source_parameters"], ["name"]]),
            json!([["name"]]),
            json!([]),
        ] {
            assert!(pipe(as_made.clone(), paths.clone()).is_some(), "{paths}");
        }
    }

    #[test]
    fn what_would_be_made_or_destroyed_is_never_excused() {
        for action in ["create", "delete"] {
            let change = json!({ "actions": [action], "before": null, "after": null });
            let kind = "aws_cloudwatch_metric_alarm";
            assert!(unexplained(&resource(kind, change)).is_some(), "{action}");
        }
        let change = json!({ "actions": ["no-op"] });
        assert_eq!(unexplained(&resource("aws_sqs_queue", change)), None);
    }
}
