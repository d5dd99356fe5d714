//! What stands between a plan and its apply.

use estate::{Environment, Gate};
use finding::{Code, Finding};

use crate::context::{Context, interrupted};
use crate::review::Review;
use crate::{Audience, Report};

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

/// What a gate says of an environment, and what was said to it.
pub(crate) type Rule = fn(&Environment, &Given, &dyn Asker) -> Result<(), Finding>;

/// Shows what is to be done, and asks the gate, unless that is nothing. Whether to go on.
pub(crate) fn opens(
    context: &Context<'_>,
    rule: Rule,
    audience: &dyn Audience,
    report: &mut Report,
) -> bool {
    let reviews = context.all_reviews();
    audience.reviews(&reviews);
    if reviews.iter().all(Review::is_empty) {
        return true;
    }
    let options = context.options;
    match rule(options.environment, options.given, options.asker) {
        Ok(()) => true,
        Err(_) if context.site.cancel.is_requested() => {
            interrupted(report);
            false
        }
        Err(refused) => {
            report.findings.push(refused);
            false
        }
    }
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
        Gate::Approval if given.approved => Ok(()),
        Gate::Approval => {
            let typed = asker.ask(&format!("apply this to {name}? type yes: "));
            let hint = "at a terminal type `yes`; elsewhere, once somebody has approved it, pass --approve";
            answered(environment, typed.as_deref(), "yes", hint)
        }
        Gate::Confirmation => confirm(environment, given, asker, "apply this to"),
    }
}

/// Whether an environment may be destroyed: its name is wanted in any case, and behind a gate more.
pub(crate) fn pass_destroy(
    environment: &Environment,
    given: &Given,
    asker: &dyn Asker,
) -> Result<(), Finding> {
    confirm(environment, given, asker, "destroy this in")?;
    if environment.gate == Gate::None || given.approved {
        return Ok(());
    }
    let wanted = format!("destroy {}", environment.name);
    let typed = asker.ask(&format!("this cannot be taken back. type `{wanted}`: "));
    let hint = format!("at a terminal type `{wanted}`; elsewhere pass --approve too");
    answered(environment, typed.as_deref(), &wanted, &hint)
}

/// Whether something is confirmed by the name of the environment.
fn confirm(
    environment: &Environment,
    given: &Given,
    asker: &dyn Asker,
    deed: &str,
) -> Result<(), Finding> {
    let name = &environment.name;
    let question = format!("{deed} {name}? type the environment's name: ");
    let typed = given.confirmed.clone().or_else(|| asker.ask(&question));
    let hint = format!("at a terminal type `{name}`; elsewhere pass --confirm {name}");
    answered(environment, typed.as_deref(), name, &hint)
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
        None => {
            format!(
                "the gate of `{name}` stays shut: it wants `{wanted}`, and nobody is there to ask"
            )
        }
    };
    let finding = Finding::error(Code::GateRefused, message).with_env(name);
    Err(finding.with_hint(hint.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody who types these, one after the other.
    struct Typed(std::sync::Mutex<Vec<&'static str>>);

    impl Asker for Typed {
        fn ask(&self, _: &str) -> Option<String> {
            let mut left = self.0.lock().unwrap();
            (!left.is_empty()).then(|| left.remove(0).to_owned() + "\n")
        }
    }

    fn passes(of: Rule, gate: Gate, typed: &[&'static str], given: (bool, Option<&str>)) -> bool {
        let root = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
        let (estate, _) = estate::Estate::load(&root.join("../../xtask/tests/fixtures/estate"));
        let mut environment = estate.environment("dev").unwrap().clone();
        environment.gate = gate;
        let given = Given {
            approved: given.0,
            confirmed: given.1.map(str::to_owned),
        };
        let asker = Typed(std::sync::Mutex::new(typed.to_vec()));
        of(&environment, &given, &asker).is_ok()
    }

    #[test]
    fn a_gate_opens_for_what_it_wants_and_nothing_else() {
        let none = (false, None);
        assert!(passes(pass, Gate::None, &[], none));
        for (gate, right, wrong) in [
            (Gate::Approval, "yes", "y"),
            (Gate::Confirmation, "dev", "yes"),
        ] {
            assert!(passes(pass, gate, &[right], none), "{gate:?}");
            assert!(!passes(pass, gate, &[wrong], none), "{gate:?}");
            assert!(!passes(pass, gate, &[], none), "{gate:?}");
        }
        assert!(passes(pass, Gate::Approval, &[], (true, None)));
        assert!(!passes(pass, Gate::Approval, &[], (false, Some("dev"))));
        assert!(passes(pass, Gate::Confirmation, &[], (false, Some("dev"))));
        assert!(!passes(
            pass,
            Gate::Confirmation,
            &["dev"],
            (true, Some("sit"))
        ));
        assert!(!passes(pass, Gate::Confirmation, &[], (true, None)));
    }

    #[test]
    fn to_destroy_behind_a_gate_takes_two_words() {
        let none = (false, None);
        assert!(passes(pass_destroy, Gate::None, &["dev"], none));
        assert!(!passes(pass_destroy, Gate::None, &[], (true, None)));
        for gate in [Gate::Approval, Gate::Confirmation] {
            assert!(passes(pass_destroy, gate, &["dev", "destroy dev"], none));
            assert!(!passes(pass_destroy, gate, &["dev", "dev"], none));
            assert!(!passes(pass_destroy, gate, &["dev"], none));
            assert!(!passes(pass_destroy, gate, &[], (false, Some("dev"))));
            assert!(passes(pass_destroy, gate, &[], (true, Some("dev"))));
        }
    }
}
