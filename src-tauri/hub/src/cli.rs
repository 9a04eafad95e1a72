//! The hub's command line: one file for each subcommand, called by `src/bin/backstop-hub.rs`.
//!
//! Results go to the standard output, everything else to the standard error. The exit code is 0,
//! 1 when the work failed, 2 when the command line made no sense.

pub mod clock;
pub mod generate;
pub mod import;
pub mod person;
pub mod serve;
pub mod ticket;
pub mod verify;

use std::{io::IsTerminal, process::ExitCode};

use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::error::Result;

/// Turns the result of a subcommand into an exit code, telling people what went wrong.
pub fn conclude(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backstop-hub: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints one JSON value on a line of its own.
fn print_json(value: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(value)?);
    Ok(())
}

/// Sends the log to the standard error; `RUST_LOG` chooses how much.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours);
    log.with_writer(std::io::stderr).try_init().ok();
}
