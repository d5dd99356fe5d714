//! Which stacks and environments a run is about.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use estate::{Environment, Estate, Stack, StackAddress};
use finding::{Finding, Location, nearest};
use globset::{GlobBuilder, GlobMatcher};

/// What the user asked for; what is `None` is not narrowed down.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The name of one environment.
    pub env: Option<String>,
    /// The name of one system.
    pub system: Option<String>,
    /// A glob over `<system>/<stack>`, or over the stack's name alone when it has no slash.
    pub stack: Option<String>,
}

/// Why a filter selects nothing.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// No environment of that name.
    #[error("there is no environment `{name}`{hint}")]
    Environment {
        /// What was asked for.
        name: String,
        /// `; did you mean …`, or what there is.
        hint: String,
    },
    /// No system of that name.
    #[error("there is no system `{name}`{hint}")]
    System {
        /// What was asked for.
        name: String,
        /// `; did you mean …`, or what there is.
        hint: String,
    },
    /// The glob cannot be read.
    #[error("`{glob}` is not a glob: {reason}")]
    Glob {
        /// What was asked for.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing is left.
    #[error("there is no stack {wanted}{hint}")]
    NoStack {
        /// What was asked for.
        wanted: String,
        /// `; did you mean …`, or what there is.
        hint: String,
    },
}

/// The stacks, in order, and environments that a run is about.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// The stacks, producers first.
    pub stacks: Vec<&'a Stack>,
    /// The environments.
    pub environments: Vec<&'a Environment>,
    /// The only environment that the user asked for.
    env: Option<String>,
    /// The environments in which a stack is wanted that is here for others alone.
    narrowed: BTreeMap<StackAddress, BTreeSet<&'a str>>,
}

impl<'a> Selection<'a> {
    /// Applies a filter. `findings` are those of loading the estate: an environment that is not in
    /// it because its file is broken may be asked for all the same, and what is wrong is told.
    pub fn new(
        estate: &'a Estate,
        findings: &[Finding],
        filter: &Filter,
    ) -> Result<Self, FilterError> {
        let is_broken = filter.env.as_ref().is_some_and(|name| {
            let file = Utf8PathBuf::from(format!("environments/{name}.toml"));
            let locations = findings.iter().flat_map(|finding| &finding.location);
            estate.environment(name).is_none() && locations.into_iter().any(|at| at.file == file)
        });
        if !is_broken {
            check_environment(estate, filter)?;
        }
        check_system(estate, filter)?;
        let glob = filter.stack.as_deref().map(compile).transpose()?;
        let wanted = |stack: &&Stack| {
            let address = &stack.address;
            filter
                .system
                .as_ref()
                .is_none_or(|name| name == address.system())
                && filter
                    .env
                    .as_ref()
                    .is_none_or(|env| is_broken || stack.environments.contains(env))
                && glob.as_ref().is_none_or(|glob| is_match(glob, address))
        };
        let stacks: Vec<&Stack> = estate.stacks.iter().filter(wanted).collect();
        if stacks.is_empty() && (filter.stack.is_some() || filter.system.is_some()) {
            return Err(no_stack(estate, filter));
        }
        let environments = estate.environments.iter();
        let environments = environments.filter(|environment| {
            filter
                .env
                .as_ref()
                .is_none_or(|env| *env == environment.name)
        });
        Ok(Self {
            stacks,
            environments: environments.collect(),
            env: filter.env.clone(),
            narrowed: BTreeMap::new(),
        })
    }

    /// The same with all that the stacks read, and what those read, and so on, in the environments in which
    /// they are read.
    #[must_use]
    pub fn with_producers(&self, estate: &'a Estate) -> Self {
        let mut all = self.clone();
        // Producers come first: from the end on, a stack's own consumers have been seen.
        for stack in estate.stacks.iter().rev() {
            if all.has(&stack.address) {
                all.add_producers(estate, stack);
            }
        }
        let stacks = estate.stacks.iter();
        all.stacks = stacks.filter(|stack| all.has(&stack.address)).collect();
        all
    }

    fn add_producers(&mut self, estate: &'a Estate, consumer: &Stack) {
        let environments = self.environments_of(consumer);
        for producer in estate.producers(&consumer.address) {
            if !self.is_selected(producer) {
                let names = environments.iter().map(|it| it.name.as_str());
                let wanted = self.narrowed.entry(producer.clone()).or_default();
                wanted.extend(names);
            }
        }
    }

    fn is_selected(&self, address: &StackAddress) -> bool {
        self.stacks.iter().any(|stack| stack.address == *address)
    }

    fn has(&self, address: &StackAddress) -> bool {
        self.is_selected(address) || self.narrowed.contains_key(address)
    }

    /// The selected environments in which a stack lives.
    pub fn environments_of(&self, stack: &Stack) -> Vec<&'a Environment> {
        let narrowed = self.narrowed.get(&stack.address);
        let living = self.environments.iter().copied();
        living
            .filter(|environment| {
                let name = environment.name.as_str();
                stack.environments.contains(&environment.name)
                    && narrowed.is_none_or(|only| only.contains(name))
            })
            .collect()
    }

    /// Whether a finding is about what was selected: it names a selected stack, or one of its
    /// places is in the folder of one, as when a producer no longer has what is read of it. One
    /// that names no stack or environment is about everything. A stack that is here for others counts by its name.
    pub fn concerns(&self, finding: &Finding) -> bool {
        let places = finding.location.iter();
        let places: Vec<_> = places
            .chain(finding.related.iter().map(|(at, _)| at))
            .collect();
        let stack = finding.stack.as_ref().is_none_or(|name| {
            self.stacks.iter().any(|stack| {
                let is_here_for_others = self.narrowed.contains_key(&stack.address);
                let is_in_it = |place: &&Location| place.file.starts_with(&stack.dir);
                stack.address.to_string() == *name
                    || !is_here_for_others && places.iter().any(is_in_it)
            })
        });
        let wanted = self.env.as_ref();
        let env = finding.env.as_ref();
        stack && env.is_none_or(|env| wanted.is_none_or(|wanted| wanted == env))
    }
}

fn check_environment(estate: &Estate, filter: &Filter) -> Result<(), FilterError> {
    let names: Vec<&str> = estate
        .environments
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    match &filter.env {
        Some(name) if !names.contains(&name.as_str()) => Err(FilterError::Environment {
            name: name.clone(),
            hint: hint(name, &names),
        }),
        _ => Ok(()),
    }
}

fn check_system(estate: &Estate, filter: &Filter) -> Result<(), FilterError> {
    let names: Vec<&str> = estate.systems.iter().map(|s| s.name.as_str()).collect();
    match &filter.system {
        Some(name) if !names.contains(&name.as_str()) => Err(FilterError::System {
            name: name.clone(),
            hint: hint(name, &names),
        }),
        _ => Ok(()),
    }
}

/// `*` stops at a slash, as in a shell.
fn compile(glob: &str) -> Result<GlobMatcher, FilterError> {
    let built = GlobBuilder::new(glob).literal_separator(true).build();
    built
        .map(|glob| glob.compile_matcher())
        .map_err(|error| FilterError::Glob {
            glob: glob.to_owned(),
            reason: error.kind().to_string(),
        })
}

fn is_match(glob: &GlobMatcher, address: &StackAddress) -> bool {
    if glob.glob().glob().contains('/') {
        glob.is_match(address.to_string())
    } else {
        glob.is_match(address.name())
    }
}

fn no_stack(estate: &Estate, filter: &Filter) -> FilterError {
    let addresses: Vec<String> = estate
        .stacks
        .iter()
        .map(|s| s.address.to_string())
        .collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let wanted = [
        filter
            .stack
            .as_ref()
            .map(|glob| format!("that matches `{glob}`")),
        filter
            .system
            .as_ref()
            .map(|name| format!("in system `{name}`")),
        filter
            .env
            .as_ref()
            .map(|name| format!("in environment `{name}`")),
    ];
    let wanted: Vec<String> = wanted.into_iter().flatten().collect();
    let hint = filter.stack.as_ref().map(|glob| hint(glob, &addresses));
    FilterError::NoStack {
        wanted: wanted.join(" "),
        hint: hint.unwrap_or_default(),
    }
}

fn hint(wrong: &str, names: &[&str]) -> String {
    match nearest(wrong, names.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None if names.is_empty() => String::new(),
        None => format!("; there are: {}", names.join(", ")),
    }
}
