//! What stands between a plan and its apply.

use estate::{Environment, Gate};
use finding::{Code, Finding};

/// What the user has said on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Whether the plan is approved.
    pub approved: bool,
    /// The name of the environment, confirmed.
    pub confirmed: Option<String>,
}

/// Somebody at a terminal.
pub trait Asker: Sync {
    /// Shows a question and returns what is typed; `None` where there is no terminal, or no answer.
    fn ask(&self, question: &str) -> Option<String>;
}

/// Whether what was shown may be applied; otherwise what to do about it.
pub(crate) fn pass(
    environment: &Environment,
    given: &Given,
    asker: &dyn Asker,
) -> Result<(), Finding> {
    let name = &environment.name;
    match environment.gate {
        Gate::None => Ok(()),
        Gate::Approval if given.approved || given.confirmed.as_ref() == Some(name) => Ok(()),
        Gate::Approval => {
            let question = format!("apply this to {name}? type yes: ");
            let typed = asker.ask(&question);
            let hint = "at a terminal type `yes`; elsewhere, once somebody has approved it, pass --approve";
            answered(environment, typed.as_deref(), "yes", hint)
        }
        Gate::Confirmation => confirm(environment, given, asker),
    }
}

/// Whether something is confirmed by the name of the environment.
fn confirm(environment: &Environment, given: &Given, asker: &dyn Asker) -> Result<(), Finding> {
    let name = &environment.name;
    let typed = given.confirmed.clone().or_else(|| {
        asker.ask(&format!(
            "apply this to {name}? type the environment's name: "
        ))
    });
    let hint = format!("at a terminal type `{name}`; elsewhere pass --confirm {name}");
    answered(environment, typed.as_deref(), name, &hint)
}

/// Whether an environment may be destroyed: one with a gate needs its name twice, on the command line and typed, or
/// on the command line with an approval.
pub(crate) fn pass_destroy(
    environment: &Environment,
    given: &Given,
    asker: &dyn Asker,
) -> Result<(), Finding> {
    confirm(environment, given, asker)?;
    if environment.gate == Gate::None || given.approved {
        return Ok(());
    }
    let name = &environment.name;
    let question = format!("everything in {name} will be gone. type `destroy {name}`: ");
    let typed = asker.ask(&question);
    let hint = format!(
        "`{name}` is protected: at a terminal type `destroy {name}`; elsewhere pass --approve too"
    );
    answered(
        environment,
        typed.as_deref(),
        &format!("destroy {name}"),
        &hint,
    )
}

fn answered(
    environment: &Environment,
    typed: Option<&str>,
    wanted: &str,
    hint: &str,
) -> Result<(), Finding> {
    let name = &environment.name;
    let message = match typed.map(str::trim) {
        Some(typed) if typed == wanted => return Ok(()),
        Some(typed) => format!("the gate of `{name}` stays shut: `{typed}` is not `{wanted}`"),
        None => format!(
            "the gate of `{name}` stays shut: it wants {}, and nobody is there to ask",
            match environment.gate {
                Gate::Approval => "an approval",
                Gate::None | Gate::Confirmation => "a confirmation",
            }
        ),
    };
    let finding = Finding::error(Code::GateRefused, message).with_env(name);
    Err(finding.with_hint(hint.to_owned()))
}
