//! The result of `plan`, `deploy`, `destroy` and `drift` as Markdown.

use std::time::Duration;

use deployment::{Plan, Report, Review};
use run::{StepKind, StepResult};

use crate::deploy::closing;
use crate::markdown::{heading, outcome, plain, table, what_went_wrong};
use crate::review::{headline, names, with_attributes};

/// What would be done, or was, with each stack: what is lost for good first and loud, then a table, the resources, the
/// outputs that change with who reads them, and what went wrong.
pub fn deploy_markdown(report: &Report, command: &str, done: &str, elapsed: Duration) -> String {
    let closing = closing(report, done, elapsed);
    [
        heading(&format!("{command} {}", report.env), &closing),
        lost(&report.reviews),
        stacks(report),
        resources(&report.reviews),
        outputs(&report.reviews),
        what_went_wrong(&report.steps, &report.findings),
    ]
    .concat()
}

fn lost(reviews: &[Review]) -> String {
    let lost = reviews.iter().flat_map(|review| {
        let gone = review.plan.iter().flat_map(Plan::destroyed);
        let gone = gone.filter(|resource| resource.is_stateful);
        gone.map(move |resource| {
            let (stack, what) = (&review.stack, with_attributes(resource));
            let action = resource.action.as_str();
            format!("> - **{action}** {}\n", plain(&format!("{stack}: {what}")))
        })
    });
    let lost: String = lost.collect();
    if lost.is_empty() {
        return lost;
    }
    format!("> [!CAUTION]\n> **WHAT IS IN THESE IS LOST:**\n>\n{lost}\n")
}

/// A row for each stack that was planned, or to which something was done.
fn stacks(report: &Report) -> String {
    let kinds = [StepKind::Apply, StepKind::Destroy, StepKind::Drift];
    let steps = report.steps.iter();
    let steps = steps.filter(|result| kinds.contains(&result.step.kind));
    let steps: Vec<(&str, &StepResult)> = steps
        .filter_map(|result| Some((result.step.subject.as_deref()?, result)))
        .collect();
    let planned = report.reviews.iter().map(|review| {
        let name = review.stack.to_string();
        let result = steps.iter().find(|(stack, _)| *stack == name);
        let result = result.map_or("-".to_owned(), |(_, result)| outcome(result));
        vec![plain(&name), plain(&headline(review)), result]
    });
    let is_planned = |name: &str| report.reviews.iter().any(|it| it.stack.to_string() == name);
    let others = steps.iter().filter(|(stack, _)| !is_planned(stack));
    let others = others.map(|(stack, result)| vec![plain(stack), "-".to_owned(), outcome(result)]);
    table(
        &["Stack", "To do", "Done"],
        &planned.chain(others).collect::<Vec<_>>(),
    )
}

/// Each resource, behind a line to click at.
fn resources(reviews: &[Review]) -> String {
    let stacks = reviews.iter().filter_map(|review| {
        let plan = review.plan.as_ref()?;
        let lines = plan.resources.iter().map(|resource| {
            let what = plain(&with_attributes(resource));
            format!("- {} {what}\n", resource.action.as_str())
        });
        let lines: String = lines.collect();
        let title = plain(&review.stack.to_string());
        let details = format!("<details><summary>{title}</summary>\n\n{lines}\n</details>\n\n");
        (!lines.is_empty()).then_some(details)
    });
    stacks.collect()
}

fn outputs(reviews: &[Review]) -> String {
    let rows = reviews.iter().flat_map(|review| {
        let outputs = review.plan.iter().flat_map(|plan| &plan.outputs);
        outputs.map(|output| {
            let readers = match &output.readers[..] {
                [] => "nobody".to_owned(),
                readers => names(readers),
            };
            vec![
                plain(&review.stack.to_string()),
                plain(&output.name),
                output.action.as_str().to_owned(),
                plain(&readers),
            ]
        })
    });
    let rows: Vec<_> = rows.collect();
    let table = table(&["Stack", "Output", "Change", "Read by"], &rows);
    if table.is_empty() {
        return table;
    }
    format!("### Outputs that change\n\n{table}")
}

#[cfg(test)]
mod tests {
    use deployment::{Action, Output, Resource};
    use estate::StackAddress;
    use finding::{Code, Finding, Location};
    use run::{Status, Step};
    use terraform::Changes;

    use super::*;

    fn stack(name: &str) -> StackAddress {
        StackAddress::new("shop", name)
    }

    fn resource(address: &str, action: Action, is_stateful: bool) -> Resource {
        Resource {
            address: address.to_owned(),
            action,
            attributes: vec!["hash_key".to_owned()],
            is_stateful,
            is_taken_in: false,
        }
    }

    fn table_review() -> Review {
        let changes = Changes {
            add: 1,
            change: 1,
            destroy: 1,
            import: 0,
        };
        let plan = Plan {
            file: "plan".into(),
            changes,
            resources: vec![
                resource(
                    "aws_dynamodb_table.products[\"a|b\"]",
                    Action::Replace,
                    true,
                ),
                resource("aws_iam_role.<x>", Action::Update, false),
            ],
            outputs: vec![
                Output {
                    name: "table_name".to_owned(),
                    action: Action::Update,
                    readers: vec![stack("api")],
                },
                Output {
                    name: "other".to_owned(),
                    action: Action::Create,
                    readers: Vec::new(),
                },
            ],
            is_empty: false,
        };
        Review {
            stack: stack("infrastructure"),
            plan: Some(plan),
            state: None,
            after: Vec::new(),
        }
    }

    fn report() -> Report {
        let result = |name: &str, status, changes| {
            let step = Step {
                subject: Some(format!("shop/{name}")),
                ..Step::once(StepKind::Apply)
            };
            StepResult {
                changes,
                ..StepResult::new(step, status, Duration::ZERO)
            }
        };
        let after = vec![stack("infrastructure")];
        let later = Review {
            stack: stack("api"),
            plan: None,
            state: None,
            after,
        };
        let changes = Changes {
            add: 1,
            change: 1,
            destroy: 1,
            import: 0,
        };
        Report {
            env: "sit".to_owned(),
            steps: vec![
                result("infrastructure", Status::Ok, Some(changes)),
                result("api", Status::Failed, None),
            ],
            reviews: vec![table_review(), later],
            findings: vec![
                Finding::warning(Code::TerraformPlan, "a `warning` | <b>"),
                Finding::error(Code::TerraformApply, "no")
                    .with_stack("shop/api")
                    .with_env("sit")
                    .at(Location::point("terraform/shop/api/main.tf", 3, 7))
                    .with_hint("look"),
            ],
            ..Report::default()
        }
    }

    #[test]
    fn what_is_lost_comes_first_and_nothing_breaks_out_of_its_cell() {
        let text = deploy_markdown(&report(), "deploy", "deployed", Duration::from_secs(2));
        similar_asserts::assert_eq!(
            text,
            r#"## deploy sit

**failed: sit, 1 error, 1 warning, 2.0 s**

> [!CAUTION]
> **WHAT IS IN THESE IS LOST:**
>
> - **replace** shop/infrastructure: aws\_dynamodb\_table.products\["a\|b"\] (hash\_key)

| Stack | To do | Done |
|---|---|---|
| shop/infrastructure | 1 to update, 1 to replace | ok, +1 ~1 -1 |
| shop/api | planned once shop/infrastructure is applied | **failed** |

<details><summary>shop/infrastructure</summary>

- replace aws\_dynamodb\_table.products\["a\|b"\] (hash\_key)
- update aws\_iam\_role.&lt;x&gt; (hash\_key)

</details>

### Outputs that change

| Stack | Output | Change | Read by |
|---|---|---|---|
| shop/infrastructure | table\_name | update | shop/api |
| shop/infrastructure | other | create | nobody |

### Steps that did not end well

- shop/api apply: **failed**

### Findings

- **error** `terraform-apply`: no<br>in shop/api, sit, terraform/shop/api/main.tf:3:7<br>help: look
- **warning** `terraform-plan`: a \`warning\` \| &lt;b&gt;

"#
        );
    }
}
