//! `cargo xtask …`: the commands that install, build, run, test and measure Backstop.
//!
//! Two of them are all a newcomer needs: `cargo xtask run` and `cargo xtask test`.

mod bench;
mod bindings;
mod check_windows;
mod display;
mod run;
mod setup;
mod shell;
mod simulate;
mod test;
mod torture;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Installs, builds, runs, tests and measures Backstop")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the console and opens it in solo mode with sample data.
    Run(run::Options),
    /// Runs every test, end-to-end included.
    Test,
    /// Measures what docs/benchmarks.md reports.
    Bench(bench::Options),
    /// Lives whole worlds of desks, a hub and a bad network by seed, and checks them after every step.
    Simulate(simulate::Options),
    /// Kills real hubs and desks, cuts their line, takes their power, and looks for what they have promised.
    Torture(torture::Options),
    /// Writes the TypeScript bindings anew after the Rust types have changed.
    Bindings,
    /// Type-checks the whole workspace for Windows, from Linux.
    CheckWindows,
    /// Only installs what the other tasks need.
    Setup,
}

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(error) = std::env::set_current_dir(&root) {
        eprintln!("cannot enter {}: {error}", root.display());
        return ExitCode::FAILURE;
    }
    let done = match Arguments::parse().task {
        Task::Run(options) => run::run(&options),
        Task::Test => test::run(),
        Task::Bench(options) => bench::run(&options),
        Task::Simulate(options) => simulate::run(&options),
        Task::Torture(options) => torture::run(&options),
        Task::Bindings => bindings::run(),
        Task::CheckWindows => check_windows::run(),
        Task::Setup => setup::everything(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
