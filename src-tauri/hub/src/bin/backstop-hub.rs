//! The hub's command line.

use std::process::ExitCode;

use backstop_hub::cli::{self, clock, generate, history, import, person, serve, ticket, verify};
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
    /// Serves desks.
    Serve(serve::ServeArguments),
    /// Adds, lists and disables people.
    #[command(subcommand)]
    Person(person::PersonCommand),
    /// Shows tickets.
    #[command(subcommand)]
    Ticket(ticket::TicketCommand),
    /// Checks the audit log.
    #[command(subcommand)]
    Audit(verify::VerifyCommand),
    /// Checks the ledger.
    #[command(subcommand)]
    Ledger(verify::VerifyCommand),
    /// Ends the history of a database that was set back.
    #[command(subcommand)]
    History(history::HistoryCommand),
    /// Explains deadlines.
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// Reads a shop's data into the database.
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Makes a large shop, for benchmarks.
    Generate(generate::GenerateArgs),
}

fn main() -> ExitCode {
    cli::conclude(match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Person(command) => person::run(command),
        Command::Ticket(command) => ticket::run(&command),
        Command::Audit(command) => verify::audit(&command),
        Command::Ledger(command) => verify::ledger(&command),
        Command::History(command) => history::run(&command),
        Command::Clock(command) => clock::run(&command),
        Command::Import(command) => import::run(&command),
        Command::Generate(args) => generate::run(&args),
    })
}
