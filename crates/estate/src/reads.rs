//! Who reads whose state: `terraform_remote_state` blocks matched with the stacks' own states.

use finding::{Code, Finding, Location, nearest};

use crate::address::StackAddress;
use crate::evaluate::Scope;
use crate::module::RemoteState;
use crate::output_reads::OutputRead;
use crate::stack::{Modules, Stack};
use crate::state::{self, StateAddress};
use crate::states::{Mismatch, States};

/// One `terraform_remote_state` block of a consumer in one environment, and the stack it reads.
#[derive(Clone, Debug)]
pub struct Read {
    /// The stack that reads.
    pub consumer: StackAddress,
    /// The environment in which it reads.
    pub env: String,
    /// The stack that is read.
    pub producer: StackAddress,
    /// The block's name, `infrastructure` in `data.terraform_remote_state.infrastructure`.
    pub name: String,
    /// Where the block stands.
    pub location: Location,
    /// The outputs that are read through it.
    pub outputs: Vec<OutputRead>,
    /// Where all outputs are used as one value, so that it is not known which of them are read.
    pub unchecked: Vec<Location>,
}

/// All reads of a stack in one environment.
pub(crate) struct Reads {
    pub(crate) list: Vec<Read>,
    /// Whether it is known of each block which state it reads, and that is as it should be.
    pub(crate) are_known: bool,
}

/// Finds them.
pub(crate) fn of_stack(
    stack: &Stack,
    env: &str,
    modules: &Modules,
    states: &States<'_>,
    findings: &mut Vec<Finding>,
) -> Reads {
    let mut all = Reads {
        list: Vec::new(),
        are_known: true,
    };
    let Some(values) = stack.values.get(env) else {
        return all;
    };
    let root = Scope::root(&stack.module, values);
    let followed = modules.walk(&root, &mut |scope| {
        for block in &scope.module.remote_states {
            let (producer, fault) = resolve(block, scope, env, states);
            all.are_known &= producer.is_some() && fault.is_none();
            let fault = fault.map(|fault| fault.with_stack(&stack.address).with_env(env));
            findings.extend(fault);
            let uses = &scope.module.output_uses;
            let outputs = uses.reads.iter();
            let outputs = outputs.filter(|read| read.remote_state == block.name);
            let unchecked = uses.unchecked.iter();
            let unchecked = unchecked.filter(|(name, _)| *name == block.name);
            all.list.extend(producer.map(|producer| Read {
                consumer: stack.address.clone(),
                env: env.to_owned(),
                producer: producer.address.clone(),
                name: block.name.clone(),
                location: block.location.clone(),
                outputs: outputs.cloned().collect(),
                unchecked: unchecked.map(|(_, location)| location.clone()).collect(),
            }));
        }
    });
    all.are_known &= followed;
    findings.extend((!followed).then(|| too_many_calls(stack).with_env(env)));
    all
}

fn too_many_calls(stack: &Stack) -> Finding {
    let message = format!(
        "the modules of `{}` call each other deeper or more often than is followed here",
        stack.address
    );
    Finding::error(Code::ModuleNesting, message)
        .with_stack(&stack.address)
        .at(stack.module.settings_location())
        .with_hint("let modules call fewer modules; what lies too deep is not read")
}

fn resolve<'a>(
    block: &RemoteState,
    scope: &Scope<'_>,
    env: &str,
    states: &States<'a>,
) -> (Option<&'a Stack>, Option<Finding>) {
    let wanted = match state::wanted(block, scope) {
        Ok(wanted) => wanted,
        Err(finding) => return (None, finding),
    };
    match states.producer(env, &wanted) {
        Ok(stack) => (Some(stack), None),
        Err((Mismatch::Nobody, _)) if !states.complete => (None, None),
        Err((mismatch, stack)) => {
            let config = block.config.as_ref().map(|(_, location)| location);
            let location = config.unwrap_or(&block.location).clone();
            let finding = mismatch_finding(&mismatch, block, &wanted, stack, states);
            (stack, Some(finding.at(location)))
        }
    }
}

fn mismatch_finding(
    mismatch: &Mismatch,
    block: &RemoteState,
    wanted: &StateAddress,
    stack: Option<&Stack>,
    states: &States<'_>,
) -> Finding {
    let name = &block.name;
    let finding = match mismatch {
        Mismatch::Environment(other, own) => Finding::error(
            Code::StateMismatch,
            format!("`{name}` reads the state of another environment, `{other}`: {wanted}"),
        )
        .with_hint(format!("here the state is {own}")),
        Mismatch::Bucket(own) => Finding::error(
            Code::StateMismatch,
            format!("`{name}` reads {wanted}, but the state is {own}"),
        )
        .with_hint("use `bucket = var.state_bucket`"),
        Mismatch::Region(region) => Finding::error(
            Code::StateMismatch,
            format!("`{name}` reads {wanted} in another region than {region}, where it is"),
        )
        .with_hint(format!(
            "the bucket is in {region}; use `region = var.state_region`"
        )),
        Mismatch::Nobody => return nobody(block, wanted, states),
    };
    match stack {
        Some(stack) => finding.with_related(
            state::own_location(&stack.module),
            "the state's key is set here",
        ),
        None => finding,
    }
}

/// The bucket differs from environment to environment and stays unsaid, so that what is wrong
/// everywhere reads the same everywhere.
fn nobody(block: &RemoteState, wanted: &StateAddress, states: &States<'_>) -> Finding {
    let (_, key) = wanted.place();
    let finding = Finding::error(
        Code::ProducerUnknown,
        format!(
            "`{}` reads `{key}`, a state that no stack keeps",
            block.name
        ),
    );
    let Some(near) = nearest(key, states.keys.iter().copied()) else {
        return finding.with_hint("a stack's key is set in the backend block of its terraform.tf");
    };
    let finding = finding.with_hint(format!("did you mean the key `{near}`?"));
    let mut entries = states.entries.iter();
    match entries.find(|entry| entry.state.place().1 == near) {
        Some(entry) => finding.with_related(
            state::own_location(&entry.stack.module),
            format!("`{}` keeps its state here", entry.stack.address),
        ),
        None => finding,
    }
}
