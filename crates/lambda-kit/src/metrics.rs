//! Metrics as CloudWatch reads them from the logs: the embedded metric format (EMF).
//!
//! What an invocation measures is collected and written at its end, as one line of JSON. The dimension
//! is the function's name, as of Lambda's own metrics; `requestId` and `environment` stand beside it
//! as properties, to be searched for. More than one line is written where the format wants it: for more
//! than 100 metrics, for more than 100 values of one, and for other dimensions.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::logs::{Source, object};

/// What the format allows: metrics of a line, and values of a metric.
const LIMIT: usize = 100;
/// Names that are something else in a line.
const RESERVED: [&str; 4] = ["_aws", "FunctionName", "environment", "requestId"];

/// What a metric is counted in, in CloudWatch's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many.
    Count,
    /// So long.
    Milliseconds,
    /// So long.
    Seconds,
    /// So much.
    Bytes,
    /// A part of the whole.
    Percent,
    /// Nothing of these.
    None,
}

impl Unit {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::Seconds => "Seconds",
            Self::Bytes => "Bytes",
            Self::Percent => "Percent",
            Self::None => "None",
        }
    }
}

/// What one invocation has measured so far. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<Vec<Group>>>);

/// What has the same dimensions beside the function's name.
#[derive(Debug)]
struct Group {
    dimensions: Vec<(&'static str, String)>,
    metrics: Vec<Metric>,
}

#[derive(Debug)]
struct Metric {
    name: &'static str,
    unit: Unit,
    values: Vec<f64>,
}

impl Metrics {
    /// Counts: what is counted in one invocation is one sum.
    pub fn count(&self, name: &'static str, more: u32) {
        self.record(name, Unit::Count, f64::from(more), &[]);
    }

    /// Measures something once.
    pub fn measure(&self, name: &'static str, unit: Unit, value: f64) {
        self.record(name, unit, value, &[]);
    }

    /// Measures something with more dimensions than the function's name. Each value of a dimension is a
    /// metric of its own, and paid as one: reasons are fine, identifiers are not.
    pub fn record(
        &self,
        name: &'static str,
        unit: Unit,
        value: f64,
        dimensions: &[(&'static str, &str)],
    ) {
        if let Some(reason) = refusal(name, value, dimensions) {
            tracing::warn!(metric = name, reason, "a metric is left out");
            return;
        }
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        metric(group(&mut groups, dimensions), name, unit).add(value);
    }

    /// Takes what was measured, as lines.
    pub fn take_lines(&self, namespace: &str, source: &Source, request_id: &str) -> Vec<String> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.take_lines_at(now.as_millis(), namespace, source, request_id)
    }

    /// Takes what was measured, as of a time in milliseconds since 1970.
    pub fn take_lines_at(
        &self,
        millis: u128,
        namespace: &str,
        source: &Source,
        request_id: &str,
    ) -> Vec<String> {
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let groups = std::mem::take(&mut *groups);
        let mut lines = Vec::new();
        for group in &groups {
            for metrics in group.metrics.chunks(LIMIT) {
                let longest = metrics.iter().map(|metric| metric.values.len()).max();
                for start in (0..longest.unwrap_or(0)).step_by(LIMIT) {
                    let line = Line {
                        namespace,
                        source,
                        request_id,
                        dimensions: &group.dimensions,
                        start,
                    };
                    lines.push(line.write(u64::try_from(millis).unwrap_or(u64::MAX), metrics));
                }
            }
        }
        lines
    }
}

/// Why a metric cannot be written: CloudWatch would drop the whole line.
fn refusal(name: &str, value: f64, dimensions: &[(&'static str, &str)]) -> Option<&'static str> {
    let bad = |text: &str| text.trim().is_empty() || text.len() > 255 || !text.is_ascii();
    let taken = |text: &str| RESERVED.contains(&text) || bad(text);
    if taken(name)
        || dimensions
            .iter()
            .any(|(dimension, _)| taken(dimension) || *dimension == name)
    {
        return Some("its name or a dimension's cannot be used");
    }
    if dimensions.len() > 9 || dimensions.iter().any(|(_, value)| bad(value)) {
        return Some("its dimensions are too many, or a value of them cannot be used");
    }
    (!value.is_finite()).then_some("its value is no number")
}

fn group<'a>(groups: &'a mut Vec<Group>, dimensions: &[(&'static str, &str)]) -> &'a mut Group {
    let wanted = dimensions
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    let wanted: Vec<_> = wanted.collect();
    let at = groups
        .iter()
        .position(|group| group.dimensions == wanted)
        .unwrap_or(groups.len());
    if at == groups.len() {
        groups.push(Group {
            dimensions: wanted,
            metrics: Vec::new(),
        });
    }
    &mut groups[at]
}

fn metric<'a>(group: &'a mut Group, name: &'static str, unit: Unit) -> &'a mut Metric {
    let same = |metric: &Metric| metric.name == name;
    let at = group
        .metrics
        .iter()
        .position(same)
        .unwrap_or(group.metrics.len());
    if at == group.metrics.len() {
        group.metrics.push(Metric {
            name,
            unit,
            values: Vec::new(),
        });
    }
    &mut group.metrics[at]
}

impl Metric {
    fn add(&mut self, value: f64) {
        match self.values.last_mut() {
            Some(sum) if self.unit == Unit::Count => *sum += value,
            _ => self.values.push(value),
        }
    }

    /// The values of one line. A single one is no list.
    fn values(&self, start: usize) -> Option<Value> {
        match self.values.get(start..)? {
            [] => None,
            [value] => Some(number(*value)),
            values => Some(
                values
                    .iter()
                    .take(LIMIT)
                    .map(|value| number(*value))
                    .collect(),
            ),
        }
    }
}

/// Whole numbers without a fraction: `3`, not `3.0`.
fn number(value: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and small enough, by the condition"
    )]
    if value.fract() == 0.0 && value.abs() < 1e15 {
        json!(value as i64)
    } else {
        json!(value)
    }
}

struct Line<'a> {
    namespace: &'a str,
    source: &'a Source,
    request_id: &'a str,
    dimensions: &'a [(&'static str, String)],
    /// The first of the values that this line has.
    start: usize,
}

impl Line<'_> {
    fn write(&self, millis: u64, metrics: &[Metric]) -> String {
        let values: Vec<(&Metric, Value)> = metrics
            .iter()
            .filter_map(|metric| Some((metric, metric.values(self.start)?)))
            .collect();
        let names = self.dimensions.iter().map(|(name, _)| *name);
        let names: Vec<&str> = std::iter::once("FunctionName").chain(names).collect();
        let defined = values
            .iter()
            .map(|(metric, _)| json!({ "Name": metric.name, "Unit": metric.unit.as_str() }));
        let aws = json!({
            "CloudWatchMetrics": [{
                "Dimensions": [names],
                "Metrics": defined.collect::<Vec<_>>(),
                "Namespace": self.namespace,
            }],
            "Timestamp": millis,
        });
        let head = [
            ("_aws", aws),
            ("FunctionName", self.source.function.as_str().into()),
            ("environment", self.source.environment.as_str().into()),
            ("requestId", self.request_id.into()),
        ];
        let dimensions = self
            .dimensions
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()));
        let values = values
            .iter()
            .map(|(metric, value)| (metric.name, value.clone()));
        let entries = head.into_iter().chain(dimensions).chain(values);
        object(entries.map(|(name, value)| (name.to_owned(), value)))
    }
}
