//! What may differ in an environment from what was applied there: `[drift]` in its file.

use finding::{Code, Finding, Location};

use crate::toml_table::Table;

/// Something that is expected to differ from what was applied, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedDrift {
    /// The stack: `product/infrastructure`.
    pub stack: String,
    /// The resource: `module.table.aws_dynamodb_table.this`.
    pub address: String,
    /// The attribute.
    pub attribute: String,
    /// Why.
    pub reason: String,
    /// Where that is written.
    pub location: Location,
}

/// Reads the table, if there is one: `"<stack> <address> <attribute>" = "<reason>"` each.
pub(crate) fn read(root: &mut Table<'_>, findings: &mut Vec<Finding>) -> Vec<ExpectedDrift> {
    if !root.has("drift") {
        return Vec::new();
    }
    let Some(table) = root.table("drift", findings) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (key, reason) in table.entries(findings) {
        let words: Vec<&str> = key.split_whitespace().collect();
        if let [stack, address, attribute] = words[..] {
            all.push(ExpectedDrift {
                stack: stack.to_owned(),
                address: address.to_owned(),
                attribute: attribute.to_owned(),
                reason: reason.value,
                location: reason.location,
            });
        } else {
            let message = format!("`{key}` does not say what may differ");
            let hint = "\"<system>/<stack> <resource's address> <attribute>\" = \"<why>\"";
            let finding = Finding::error(Code::EnvironmentValue, message);
            findings.push(finding.at(reason.location).with_hint(hint));
        }
    }
    all
}
