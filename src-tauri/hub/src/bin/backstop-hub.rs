//! The hub's command line.

use std::process::ExitCode;

use backstop_hub::cli::{self, clock, import};
use clap::{Parser, Subcommand};

/// The hub of Backstop: the server that desks sync with.
#[derive(Parser)]
#[command(name = "backstop-hub", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Explains deadlines.
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// Reads a shop's data into the database.
    #[command(subcommand)]
    Import(import::ImportCommand),
}

fn main() -> ExitCode {
    cli::conclude(match Arguments::parse().command {
        Command::Clock(command) => clock::run(&command),
        Command::Import(command) => import::run(&command),
    })
}
