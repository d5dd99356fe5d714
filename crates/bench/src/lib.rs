//! `cargo xtask bench verify`: how long the stock way takes, and how long ours, in one go on one machine.
//!
//! The stock way is a loop of `terraform init`, `validate`, `plan` and `show` in which each terraform starts its
//! providers itself. Ours is the real `cargo xtask verify`, cold (nothing kept from earlier runs) and warm (right
//! after: nothing has changed). Both make the same plans, and that is compared.

mod generated;
mod machine;
mod plans;
mod stock;
mod usage;

use std::ffi::OsStr;
use std::io;
use std::num::NonZeroUsize;

use camino::{Utf8Path, Utf8PathBuf};
use estate::Estate;
use process::{Exit, Invocation, inherited_environment};
use run::{Filter, Selection, WorkDir, WorkDirError};
use serde::Serialize;
use terraform::{Cancel, CommandError, Settings};

pub use machine::Machine;
pub use plans::Plans;
use stock::Stock;
pub use usage::Usage;

/// Sizes of the generated estates, in stacks.
const SIZES: [usize; 3] = [10, 50, 200];

/// The stock way takes seconds for each stack, and always the same: this many are enough to tell how many.
const STOCK_STACKS: usize = 10;

/// What to measure.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The repository.
    pub estate: &'a Estate,
    /// What of it.
    pub filter: &'a Filter,
    /// Which terraform and providers to use.
    pub settings: &'a Settings,
    /// How often; the medians count.
    pub runs: NonZeroUsize,
    /// Whether generated estates are measured too.
    pub growth: bool,
    /// The program whose `verify` is measured.
    pub xtask: &'a Utf8Path,
    /// What to pass on to `verify`.
    pub arguments: &'a [String],
}

/// What was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many plans each side made.
    pub plans: usize,
    /// Whether all of them are equal, but for the time of their making.
    pub equal: bool,
    /// The stock way's seconds through ours, cold.
    pub ratio_cold: f64,
    /// The same, warm.
    pub ratio_warm: f64,
    /// The stock way.
    pub stock: Usage,
    /// Ours, with nothing kept from earlier runs.
    pub cold: Usage,
    /// Ours, right after.
    pub warm: Usage,
    /// Estates of growing size.
    pub growth: Vec<Growth>,
    /// Where this was, and with what.
    pub machine: Machine,
}

/// One generated estate.
#[derive(Clone, Debug, Serialize)]
pub struct Growth {
    /// Its size.
    pub stacks: usize,
    /// Ours, with nothing kept from earlier runs.
    pub cold: Usage,
    /// Ours, right after.
    pub warm: Usage,
    /// The stock way, over the first `stock_stacks` of them.
    pub stock: Usage,
    /// So many.
    pub stock_stacks: usize,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The user interrupted it.
    #[error("interrupted")]
    Interrupted,
    /// A command does not run.
    #[error(transparent)]
    Command(CommandError),
    /// There is no terraform, or a provider is missing.
    #[error("terraform or a provider is missing: `cargo xtask doctor` tells which")]
    NoTerraform,
    /// Nothing is selected.
    #[error("{0}")]
    Selection(String),
    /// `verify` finds something: what is not sound is not measured.
    #[error(
        "`{xtask} verify` failed in {root}; it has to be fine before it is measured; its log is {log}"
    )]
    Verify {
        /// The program.
        xtask: Utf8PathBuf,
        /// The repository.
        root: Utf8PathBuf,
        /// What it said.
        log: Utf8PathBuf,
    },
    /// A command of the stock way failed.
    #[error("terraform failed in {dir}; its log is {log}")]
    Stock {
        /// The stack's copy.
        dir: Utf8PathBuf,
        /// What terraform said.
        log: Utf8PathBuf,
    },
    /// The two ways make different plans.
    #[error("the plans of a generated estate of {stacks} stacks differ: that is a bug of xtask")]
    Unequal {
        /// Its size.
        stacks: usize,
    },
    /// A file or folder cannot be had.
    #[error("cannot use a file of the measurement: {0}")]
    Io(#[from] io::Error),
}

/// One estate that is measured.
struct Bench<'a> {
    options: &'a Options<'a>,
    estate: &'a Estate,
    cancel: &'a Cancel,
}

/// One run of all three.
struct Round {
    stock: Usage,
    cold: Usage,
    warm: Usage,
    plans: usize,
    equal: bool,
    machine: Machine,
}

impl From<WorkDirError> for BenchError {
    fn from(error: WorkDirError) -> Self {
        match error {
            WorkDirError::Interrupted => Self::Interrupted,
            error @ WorkDirError::Unwritable { .. } => Self::Io(io::Error::other(error)),
        }
    }
}

/// Measures, and tells `say` what is being done.
pub fn verify(
    options: &Options<'_>,
    cancel: &Cancel,
    say: &dyn Fn(&str),
) -> Result<Report, BenchError> {
    let bench = Bench {
        options,
        estate: options.estate,
        cancel,
    };
    let rounds = (1..=options.runs.get()).map(|round| {
        say(&format!("run {round} of {}", options.runs));
        bench.round(None)
    });
    let rounds: Vec<Round> = rounds.collect::<Result<_, _>>()?;
    let (stock, cold, warm) = (
        median(&rounds, |round| round.stock),
        median(&rounds, |round| round.cold),
        median(&rounds, |round| round.warm),
    );
    let machine = rounds.first().map(|round| round.machine.clone());
    let sizes = if options.growth { &SIZES[..] } else { &[] };
    let growth = sizes.iter().map(|stacks| {
        say(&format!("an estate of {stacks} stacks"));
        grown(options, *stacks, cancel)
    });
    Ok(Report {
        plans: rounds.first().map_or(0, |round| round.plans),
        equal: rounds.iter().all(|round| round.equal),
        ratio_cold: stock.seconds / cold.seconds,
        ratio_warm: stock.seconds / warm.seconds,
        stock,
        cold,
        warm,
        growth: growth.collect::<Result<_, _>>()?,
        machine: machine.ok_or(BenchError::NoTerraform)?,
    })
}

fn grown(options: &Options<'_>, stacks: usize, cancel: &Cancel) -> Result<Growth, BenchError> {
    let temp = tempfile::tempdir()?;
    let root = Utf8PathBuf::try_from(temp.path().canonicalize()?).map_err(io::Error::other)?;
    let first = options.estate.stacks.first().map(|stack| &stack.dir);
    let first = first.ok_or(BenchError::Selection("there are no stacks".to_owned()))?;
    let lock = std::fs::read(options.estate.root.join(first).join(".terraform.lock.hcl"))?;
    generated::write(&root, stacks, &lock)?;
    let (estate, _) = Estate::load(&root);
    let (filter, arguments) = (Filter::default(), []);
    let options = Options {
        filter: &filter,
        arguments: &arguments,
        ..*options
    };
    let bench = Bench {
        options: &options,
        estate: &estate,
        cancel,
    };
    let round = bench.round(NonZeroUsize::new(STOCK_STACKS))?;
    if !round.equal {
        return Err(BenchError::Unequal { stacks });
    }
    Ok(Growth {
        stacks,
        cold: round.cold,
        warm: round.warm,
        stock: round.stock,
        stock_stacks: STOCK_STACKS.min(stacks),
    })
}

impl Bench<'_> {
    /// Ours comes first: it makes the copies of the stacks over which the stock way runs too.
    fn round(&self, stock_stacks: Option<NonZeroUsize>) -> Result<Round, BenchError> {
        let work = self.estate.root.join("target/xtask/verify");
        let plans = self.estate.root.join("target/xtask/bench/plans");
        let no_wait = || ();
        let lock = WorkDir::take(&self.estate.root, "verify", self.cancel, no_wait)?;
        for kept in ["terraform", "inputs", "states", "memory.json"] {
            remove(&work.join(kept))?;
        }
        remove(&self.estate.root.join("target/xtask/providers"))?;
        remove(&plans)?;
        drop(lock);
        let cold = self.ours(&[])?;
        let warm = self.ours(&[])?;
        let mut to_compare = vec!["--plans", plans.as_str()];
        if stock_stacks.is_some() {
            to_compare.extend(["--stack", generated::FIRST_TEN]);
        }
        self.ours(&to_compare)?;
        let ours = Plans::read(&plans)?;
        let selection = Selection::new(self.estate, &[], self.options.filter)
            .map_err(|error| BenchError::Selection(error.to_string()))?
            .with_producers(self.estate);
        let _lock = WorkDir::take(&self.estate.root, "verify", self.cancel, no_wait)?;
        let stock = Stock {
            selection: &selection,
            root: &self.estate.root,
            work,
            stacks: stock_stacks,
        };
        let ready = stock.ready(self.options.settings, self.cancel)?;
        let (stock, stock_usage) = usage::measure(|| stock.run(&ready, self.cancel));
        let stock = stock?;
        Ok(Round {
            stock: stock_usage,
            cold,
            warm,
            plans: ours.count(),
            machine: Machine::of(&ready),
            equal: stock.count() > 0
                && stock.unequal(&ours).is_empty()
                && (stock_stacks.is_some() || stock.count() == ours.count()),
        })
    }

    /// Runs `verify`.
    fn ours(&self, more: &[&str]) -> Result<Usage, BenchError> {
        let root = &self.estate.root;
        let log = root.join("target/xtask/bench/verify.log");
        remove(&log)?;
        let mut args = vec!["verify".to_owned()];
        args.extend(more.iter().copied().map(str::to_owned));
        args.extend_from_slice(self.options.arguments);
        let Settings {
            binary,
            provider_mirror,
            ..
        } = self.options.settings;
        for (name, value) in [
            ("--terraform", binary),
            ("--provider-mirror", provider_mirror),
        ] {
            let given = value.as_ref().map(|value| [name, value.as_str()]);
            args.extend(given.into_iter().flatten().map(str::to_owned));
        }
        let mut env = inherited_environment();
        // It is ours that is measured.
        env.remove(OsStr::new("XTASK_STOCK_PROVIDER"));
        let invocation = Invocation {
            program: self.options.xtask,
            dir: root,
            args: &args,
            env: &env,
            log: Some(&log),
            limit: None,
        };
        let (output, usage) = usage::measure(|| invocation.run(self.cancel));
        match output?.exit {
            exit if Exit::is_success(exit) => Ok(usage),
            _ => Err(BenchError::Verify {
                xtask: self.options.xtask.to_owned(),
                root: root.clone(),
                log,
            }),
        }
    }
}

fn remove(path: &Utf8Path) -> io::Result<()> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The usage of the run that took the median of all seconds.
fn median(rounds: &[Round], of: impl Fn(&Round) -> Usage) -> Usage {
    let mut all: Vec<Usage> = rounds.iter().map(of).collect();
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    all.get(all.len() / 2).copied().unwrap_or_default()
}
