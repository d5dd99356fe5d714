//! `cargo xtask`: the one command line through which people and GitHub Actions do everything.

mod cli;
mod commands;
mod exit;
mod github;
mod interrupt;
mod local;
mod progress;
mod repository;
mod screen;
mod secrets;
mod work;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let exit = run(cli).unwrap_or_else(|error| {
        screen::complain(&format!("error: {error:#}"));
        Exit::of_error(&error)
    });
    exit.into()
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::List(arguments) => commands::list::run(&arguments),
        Command::Graph(arguments) => commands::graph::run(&arguments),
        Command::Fmt(arguments) => commands::fmt::run(&arguments),
        Command::Build(arguments) => commands::build::run(&arguments),
        Command::Package(arguments) => commands::package::run(&arguments),
        Command::VerifyRelease(arguments) => commands::verify_release::run(&arguments),
        Command::Plan(arguments) => commands::deploy::plan(&arguments),
        Command::Deploy(arguments) => commands::deploy::deploy(&arguments),
        Command::Destroy(arguments) => commands::deploy::destroy(&arguments),
        Command::Drift(arguments) => commands::deploy::drift(&arguments),
        Command::Status(arguments) => commands::deploy::status(&arguments),
        Command::Outputs(arguments) => commands::deploy::outputs(&arguments),
        Command::Rehearse(arguments) => commands::rehearse::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Test(arguments) => commands::test::run(&arguments),
        Command::Bench(command) => commands::bench::run(&command),
        Command::Doctor(arguments) => commands::doctor::run(&arguments),
        Command::Local(command) => commands::local::run(&command),
        Command::Schema(command) => commands::schema::run(&command),
    }
}
