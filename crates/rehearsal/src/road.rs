//! The steps of a rehearsal, and what each waits for.

use std::collections::BTreeMap;

use deployment::drifts;
use estate::Stack;
use run::{Status, Step, StepKind, StepResult, Tasks, lock};

use crate::context::Context;
use crate::{Audience, Report, build, leftovers, local, smoke, stack};

/// Goes the whole road.
pub(crate) fn go(context: &Context<'_>, audience: &dyn Audience, report: &mut Report) {
    let mut road = Road {
        context,
        tasks: Tasks::default(),
    };
    let applied = road.deploy(audience);
    let checks = road.check(&applied);
    if !context.options.keep {
        road.destroy(&applied, &checks);
    }
    let ended = road
        .tasks
        .run(context.options.jobs, context.site.cancel, audience);
    // What did not go well may follow from this.
    let death = context.local.death();
    report
        .findings
        .extend(death.iter().flat_map(local::findings));
    if is_whole(context, &ended.steps) {
        report
            .findings
            .extend(drifts::outdated(&lock(&context.drifts)));
    }
    report.steps.extend(ended.steps);
    report.findings.extend(ended.findings);
    report.smoke = std::mem::take(&mut lock(&context.smoke));
    report.diagnostics = std::mem::take(&mut lock(&context.diagnostics));
    report.notes = std::mem::take(&mut lock(&context.notes));
}

/// Whether every stack of the environment has been planned again.
fn is_whole(context: &Context<'_>, steps: &[StepResult]) -> bool {
    let env = &context.environment().name;
    let all = context.options.estate.stacks.iter();
    let all = all.filter(|stack| stack.states.contains_key(env)).count();
    let is_planned = |it: &&StepResult| it.step.kind == StepKind::Replan && it.status == Status::Ok;
    steps.iter().filter(is_planned).count() == all
}

/// The numbers of steps, by the position of their stack.
type ByStack = BTreeMap<usize, usize>;

struct Road<'a> {
    context: &'a Context<'a>,
    tasks: Tasks<'a>,
}

impl<'a> Road<'a> {
    /// Builds, and applies each stack after its producers. Returns the steps that applied.
    fn deploy(&mut self, audience: &'a dyn Audience) -> ByStack {
        let context = self.context;
        let needs_code = context
            .order
            .stacks
            .iter()
            .any(|stack| stack.takes_artifact());
        let build = needs_code.then(|| {
            let build = move || build::run(context, audience);
            self.tasks.add(Step::once(StepKind::Build), &[], &[], build)
        });
        let mut applied = ByStack::new();
        for (at, &stack) in context.order.stacks.iter().enumerate() {
            let grounds = self.grounds(stack, &applied);
            let init = move || stack::init(context, stack);
            let init = self
                .tasks
                .add(Step::of(stack, StepKind::Init), &grounds, &[], init);
            let mut needs = vec![init];
            needs.extend(self.producers(stack, &applied));
            needs.extend(build.filter(|_| stack.takes_artifact()));
            let apply = move || stack::apply(context, stack);
            let apply = self
                .tasks
                .add(Step::of(stack, StepKind::Apply), &needs, &[], apply);
            applied.insert(at, apply);
        }
        applied
    }

    /// What is to be there before a state can be.
    fn grounds(&self, stack: &Stack, applied: &ByStack) -> Vec<usize> {
        those(&self.context.order.grounds(stack), applied)
    }

    fn producers(&self, consumer: &Stack, steps: &ByStack) -> Vec<usize> {
        those(&self.context.order.producers(consumer), steps)
    }

    /// Looks at what was deployed. Returns the steps that looked.
    fn check(&mut self, applied: &ByStack) -> Vec<usize> {
        let context = self.context;
        let mut outputs = Vec::new();
        for (at, &stack) in context.order.stacks.iter().enumerate() {
            let check = move || stack::check_outputs(context, stack);
            let step = Step::of(stack, StepKind::Outputs);
            outputs.push(self.tasks.add(step, &[applied[&at]], &[], check));
        }
        let smoke = || smoke::run(context);
        let smoke = self
            .tasks
            .add(Step::once(StepKind::Smoke), &outputs, &[], smoke);
        // Whether or not it did what it should: what it came to be is another question.
        let mut checks = vec![smoke];
        for (at, &stack) in context.order.stacks.iter().enumerate() {
            let plan = move || stack::plan_again(context, stack);
            let step = Step::of(stack, StepKind::Replan);
            checks.push(self.tasks.add(step, &[applied[&at]], &[smoke], plan));
        }
        checks
    }

    /// Destroys each stack after its consumers. If one was not applied, nothing is: the local AWS, which
    /// ends with the run, is thrown away with all that is in it.
    fn destroy(&mut self, applied: &ByStack, checks: &[usize]) {
        let context = self.context;
        let all_applied: Vec<usize> = applied.values().copied().collect();
        let mut destroyed = ByStack::new();
        for (at, &stack) in context.order.stacks.iter().enumerate().rev() {
            let mut needs = all_applied.clone();
            needs.extend(self.consumers(stack, &destroyed));
            if stack.is_protected(&context.environment().name) {
                let unprotect = move || stack::unprotect(context, stack);
                let step = Step::of(stack, StepKind::Unprotect);
                needs.push(self.tasks.add(step, &needs, checks, unprotect));
            }
            let destroy = move || stack::destroy(context, stack);
            let step = Step::of(stack, StepKind::Destroy);
            destroyed.insert(at, self.tasks.add(step, &needs, checks, destroy));
        }
        let all_destroyed: Vec<usize> = destroyed.into_values().collect();
        let leftovers = || leftovers::check(context);
        let step = Step::once(StepKind::Leftovers);
        self.tasks.add(step, &all_destroyed, &[], leftovers);
    }

    fn consumers(&self, producer: &Stack, steps: &ByStack) -> Vec<usize> {
        those(&self.context.order.consumers(producer), steps)
    }
}

/// The steps of these stacks, as far as there are some.
fn those(stacks: &[usize], steps: &ByStack) -> Vec<usize> {
    stacks
        .iter()
        .filter_map(|at| steps.get(at).copied())
        .collect()
}
