//! What exists in the repository, read from its files and nothing else: environments, systems,
//! stacks, Lambdas, who reads whose state, and the order that follows from it.
//!
//! Start at [`Estate::load`]. No process is started here and nothing is written. Whatever is wrong
//! becomes a [`finding::Finding`] beside the estate, which then holds all that could be read.

mod address;
mod drift;
mod environment;
mod evaluate;
mod files;
mod graph;
mod lambda;
mod layout;
mod load;
mod merge;
mod module;
mod names;
mod output_paths;
mod output_reads;
mod reads;
mod regions;
mod stack;
mod state;
mod states;
mod strays;
mod tfvars;
mod toml_table;

pub use address::StackAddress;
pub use drift::ExpectedDrift;
pub use environment::{Environment, Gate, StateLock, StateSettings};
pub use graph::Edge;
pub use lambda::Lambda;
pub use load::{Estate, System, find_root};
pub use module::{Module, ProviderBlock, Variable};
pub use output_reads::OutputRead;
pub use reads::Read;
pub use stack::{DELETION_PROTECTION, Stack};
pub use state::StateAddress;
