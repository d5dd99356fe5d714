//! What plans would do, as a person reviews it: what and where, and no values.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use estate::{Estate, StackAddress};
use run::DEPLOYMENT;
use terraform::{Change, Changes, PlanDocument, ResourceChange, StateVersion};

/// Types that hold what no apply brings back: data, messages, keys, addresses that others have noted down.
const STATEFUL: [&str; 29] = [
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_backup_vault",
    "aws_cloudformation_stack",
    "aws_cloudfront_distribution",
    "aws_cloudwatch_log_group",
    "aws_cognito_user_pool",
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_eip",
    "aws_elasticache_replication_group",
    "aws_fsx_lustre_file_system",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_memorydb_cluster",
    "aws_neptune_cluster",
    "aws_opensearch_domain",
    "aws_rds_cluster",
    "aws_redshift_cluster",
    "aws_route53_zone",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_ssm_parameter",
];

/// What is to be done with one stack.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The stack.
    pub stack: StackAddress,
    /// Its plan; `None` while that cannot be made.
    pub plan: Option<Plan>,
    /// The state that it was planned with; `None` where there was none yet, or nobody asked.
    pub state: Option<StateVersion>,
    /// The producers after whose apply it is planned, or planned again: they change what it reads.
    pub after: Vec<StackAddress>,
}

/// A plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where it is saved.
    pub file: Utf8PathBuf,
    /// How much it would do.
    pub changes: Changes,
    /// Each resource that it would touch.
    pub resources: Vec<Resource>,
    /// Each output that it would change.
    pub outputs: Vec<Output>,
    /// Whether there is nothing to apply.
    pub is_empty: bool,
}

/// A resource that a plan would touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// `module.queue.aws_sqs_queue.this`.
    pub address: String,
    /// What would be done.
    pub action: Action,
    /// The top-level attributes that would have another value, or force a replacement.
    pub attributes: Vec<String>,
    /// Whether it holds what no apply brings back.
    pub is_stateful: bool,
    /// Whether it is taken into the state, as it is or to be changed at once.
    pub is_taken_in: bool,
}

/// What a plan would do to a resource or an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed where it is.
    Update,
    /// It is destroyed and made anew.
    Replace,
    /// It is destroyed.
    Destroy,
    /// It is taken out of the state, and stays.
    Forget,
    /// It is taken into the state, as it is.
    Import,
    /// It gets another address in the code, and stays as it is.
    Move,
}

/// An output that a plan would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// What would be done.
    pub action: Action,
    /// The stacks that read it in this environment.
    pub readers: Vec<StackAddress>,
}

impl Review {
    /// Whether there is nothing to do, and that is known.
    pub fn is_empty(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.is_empty)
    }
}

impl Action {
    /// The name that people and machines read.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Replace => "replace",
            Action::Destroy => "destroy",
            Action::Forget => "forget",
            Action::Import => "import",
            Action::Move => "move",
        }
    }

    /// That of a change; `None` for one that touches nothing.
    fn of(change: &Change) -> Option<Self> {
        let actions: Vec<&str> = change.actions.iter().map(String::as_str).collect();
        match actions[..] {
            ["create"] => Some(Action::Create),
            ["update"] => Some(Action::Update),
            ["delete"] => Some(Action::Destroy),
            ["forget"] => Some(Action::Forget),
            [_, _] => Some(Action::Replace),
            _ => None,
        }
    }

    /// The same of a resource, which may also get into the state, or be found there under another address.
    fn of_resource(resource: &ResourceChange) -> Option<Self> {
        let importing = !resource.change.importing.is_null();
        let moved = resource.previous_address.is_some();
        Self::of(&resource.change)
            .or(importing.then_some(Action::Import))
            .or(moved.then_some(Action::Move))
    }

    /// Whether something is gone afterwards that was there.
    pub fn destroys(self) -> bool {
        matches!(self, Action::Replace | Action::Destroy)
    }
}

impl Plan {
    /// What stands in a saved plan of a stack.
    pub(crate) fn new(
        file: Utf8PathBuf,
        changes: Changes,
        document: &PlanDocument,
        stack: &StackAddress,
        (estate, env): (&Estate, &str),
    ) -> Self {
        let resources = document.resource_changes.iter();
        let resources: Vec<_> = resources.filter_map(Resource::of).collect();
        let (records, outputs): (Vec<_>, Vec<_>) =
            document.output_changes.iter().partition(is_record);
        let outputs = outputs.into_iter().filter_map(|(name, change)| {
            Some(Output {
                name: name.clone(),
                action: Action::of(change)?,
                readers: readers(estate, env, stack, name),
            })
        });
        let outputs: Vec<_> = outputs.collect();
        // Who deploys a stack is written with what changes there, and is no change by itself.
        let is_record_alone = resources.is_empty() && outputs.is_empty() && !records.is_empty();
        Self {
            file,
            changes,
            is_empty: !document.applyable || is_record_alone,
            resources,
            outputs,
        }
    }

    /// The same plan, found to be of nothing.
    pub(crate) fn emptied(self) -> Self {
        Self {
            resources: Vec::new(),
            is_empty: true,
            ..self
        }
    }

    /// The resources that would be gone, or be others.
    pub fn destroyed(&self) -> impl Iterator<Item = &Resource> {
        let resources = self.resources.iter();
        resources.filter(|resource| resource.action.destroys())
    }

    /// The resources that it would destroy, replace or take in, and another plan of the stack, which was reviewed, would
    /// not. What is to be replaced may be half so: what is left to do is then to destroy the old one.
    pub(crate) fn unseen(&self, reviewed: Option<&Plan>) -> Vec<&Resource> {
        let reviewed = reviewed.into_iter();
        let known: Vec<&Resource> = reviewed.flat_map(|plan| &plan.resources).collect();
        let is_known = |resource: &Resource| {
            let mut known = known.iter().filter(|it| it.address == resource.address);
            known.any(|it| {
                let goes = it.action == resource.action || it.action == Action::Replace;
                (goes || !resource.action.destroys()) && (it.is_taken_in || !resource.is_taken_in)
            })
        };
        let resources = self.resources.iter();
        let resources = resources.filter(|it| it.action.destroys() || it.is_taken_in);
        resources.filter(|it| !is_known(it)).collect()
    }
}

impl Resource {
    fn of(resource: &ResourceChange) -> Option<Self> {
        let attributes = resource.change.attributes();
        Some(Self {
            address: resource.address.clone(),
            action: Action::of_resource(resource)?,
            attributes: attributes.into_iter().map(str::to_owned).collect(),
            is_stateful: STATEFUL.contains(&resource.kind.as_str()),
            is_taken_in: !resource.change.importing.is_null(),
        })
    }
}

/// Whether an output is the one that says who deployed the stack, and is written.
fn is_record((name, change): &(&String, &Change)) -> bool {
    let is_written = matches!(
        Action::of(change),
        Some(Action::Create | Action::Update | Action::Replace)
    );
    *name == DEPLOYMENT && is_written
}

/// Who reads an output in an environment, or may: some use all of a state's outputs as one value.
fn readers(estate: &Estate, env: &str, producer: &StackAddress, name: &str) -> Vec<StackAddress> {
    let reads = estate.reads.iter();
    let reads = reads.filter(|read| read.env == env && read.producer == *producer);
    let reads = reads.filter(|read| {
        !read.unchecked.is_empty() || read.outputs.iter().any(|output| output.output == name)
    });
    let readers: BTreeSet<_> = reads.map(|read| read.consumer.clone()).collect();
    readers.into_iter().collect()
}
