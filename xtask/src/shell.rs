//! Running other programs: say what runs, fail with what failed, try again what may be flaky.

use std::{process::Command, thread, time::Duration};

use anyhow::{Context, Result, bail};

/// How often a download is tried before it counts as failed.
const TRIES: u32 = 4;

/// A command from its words.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// Runs a command to its end and fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let words = words(command);
    eprintln!("$ {words}");
    let status = command.status().with_context(|| format!("cannot start `{words}`"))?;
    if !status.success() {
        bail!("`{words}` ended with {status}");
    }
    Ok(())
}

/// Runs a command that downloads, again after a pause if it fails.
pub(crate) fn run_with_retries(make: impl Fn() -> Command) -> Result<()> {
    for attempt in 1..TRIES {
        match run(&mut make()) {
            Ok(()) => return Ok(()),
            Err(error) => eprintln!("{error:#}; trying again ({attempt} of {})", TRIES - 1),
        }
        thread::sleep(Duration::from_secs(u64::from(attempt) * 5));
    }
    run(&mut make())
}

/// Whether a program can be started.
pub(crate) fn has(program: &str) -> bool {
    let probe = if cfg!(windows) { "where" } else { "which" };
    Command::new(probe).arg(program).output().is_ok_and(|output| output.status.success())
}

fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
