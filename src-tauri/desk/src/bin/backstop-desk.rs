//! The console of a service desk, without a screen.

use std::process::ExitCode;

fn main() -> ExitCode {
    backstop_desk::cli::main()
}
