//! The hub's command line: one file for each subcommand, called by `src/bin/backstop-hub.rs`.
//!
//! Results go to the standard output, everything else to the standard error. The exit code is 0,
//! 1 when the work failed, 2 when the command line made no sense.

pub mod clock;
pub mod generate;
pub mod history;
pub mod import;
pub mod person;
pub mod serve;
pub mod ticket;
pub mod verify;

use std::{
    io::{ErrorKind, IsTerminal, Write, stderr, stdout},
    process::ExitCode,
};

use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::error::{HubError, Result};

/// Turns the result of a subcommand into an exit code, telling people what went wrong.
pub fn conclude(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("backstop-hub: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints one JSON value on a line of its own.
fn print_json(value: &impl Serialize) -> Result<()> {
    answer(&serde_json::to_string(value)?)
}

/// Writes an answer and ends its line. That its reader has gone, as `head` does when it has enough,
/// is the reader's affair.
fn answer(text: &str) -> Result<()> {
    let mut output = stdout().lock();
    match writeln!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(HubError::io("writing the answer")),
    }
}

/// Writes a line about what went wrong. What cannot be complained about is left.
fn complain(line: &str) {
    writeln!(stderr(), "{line}").ok();
}

/// Sends the log to the standard error; `RUST_LOG` chooses how much.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours);
    log.with_writer(std::io::stderr).try_init().ok();
}
