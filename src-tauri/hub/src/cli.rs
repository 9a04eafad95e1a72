//! The hub's command line: one file for each subcommand, called by `src/bin/backstop-hub.rs`.
//!
//! Results go to the standard output, everything else to the standard error. The exit code is 0,
//! 1 when the work failed, 2 when the command line made no sense.

pub mod clock;
pub mod import;

use std::process::ExitCode;

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
