//! What was built once from one commit, and goes to every environment unchanged.
//!
//! [`package`] builds all Lambdas and writes them with the Terraform and the environments of the commit, a software bill
//! of materials for each Lambda, and the hashes of all: a folder, or one zip. [`verify`] tells everything in which such
//! a release is not as it was made, and [`take`] does that and gives a deployment its own copy. Nothing is printed
//! here.

mod changelog;
mod committed;
mod contents;
mod crates;
mod error;
mod form;
mod git;
mod hashes;
mod package;
mod place;
mod read;
mod requirement;
mod sbom;
mod source;
mod take;
mod tree;
mod verify;

pub use committed::differences;
pub use error::Error;
pub use form::{FileEntry, Form};
pub use package::{Made, Options, Packaged, package};
pub use take::{Release, take};
pub use verify::{Verified, verify};
