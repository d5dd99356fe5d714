//! What terraform's commands are run with.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::environment::Environment;

/// What to plan with, and where to put the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The tfvars files; a later one wins. A relative path is one from the current folder.
    pub var_files: Vec<Utf8PathBuf>,
    /// Where the plan goes; `None` for a plan that is only looked at.
    pub out: Option<Utf8PathBuf>,
    /// Whether there is a state, to be locked and compared with what really is there. Without one,
    /// several plans of one folder may run at a time.
    pub has_state: bool,
    /// What the plan is for.
    pub mode: PlanMode,
    /// The AWS account that terraform sees.
    pub env: Environment,
    /// What answers where AWS would have to be asked; `None` to simulate nothing.
    pub simulated: Option<Simulated>,
    /// What is there and is to be taken into the state: the ids by which providers find it, by address. What the state
    /// has already stays as it is.
    pub imports: BTreeMap<String, String>,
}

/// What a plan is for: <https://developer.hashicorp.com/terraform/cli/commands/plan#planning-modes>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanMode {
    /// To make what is there what is written.
    #[default]
    Normal,
    /// To destroy all that is in the state.
    Destroy,
    /// To make the state what is there.
    RefreshOnly,
}

impl PlanMode {
    /// The flag that says so.
    pub(crate) fn flag(self) -> Option<String> {
        let flag = match self {
            PlanMode::Normal => return None,
            PlanMode::Destroy => "-destroy",
            PlanMode::RefreshOnly => "-refresh-only",
        };
        Some(flag.to_owned())
    }
}

/// A simulated AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// The folder of its states, in which `terraform_remote_state` looks for them: see
    /// [`RemoteStateBlock`](crate::RemoteStateBlock).
    pub states: Utf8PathBuf,
    /// The account, twelve digits. The region is that of the environment.
    pub account_id: String,
    /// What tells the things of one stack in one environment from those of others: `dev/shop/api`.
    pub scope: String,
}

/// What to apply with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyOptions {
    /// The tfvars files, as in [`PlanOptions`].
    pub var_files: Vec<Utf8PathBuf>,
    /// Variables that win over those files, as `name=value` each.
    pub variables: Vec<String>,
    /// Whether all that is in the state is to go.
    pub destroy: bool,
    /// The AWS account that terraform sees.
    pub env: Environment,
}
