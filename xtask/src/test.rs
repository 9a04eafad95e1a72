//! `cargo xtask test`: installs what is needed, runs every test, and counts them all.

mod count;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{run, setup, shell, simulate, test::count::Count};

/// Runs every test and prints the sum as the last line.
pub(crate) fn run() -> Result<()> {
    setup::everything()?;
    let mut sum = Count::default();
    sum += step("formatting", &mut shell::command("cargo", &["fmt", "--all", "--check"]))?;
    sum += step("the UI's types", &mut setup::npm(&["run", "--silent", "check"]))?;
    run::build_ui()?;
    sum += step("clippy", &mut clippy())?;
    run::build_programs(false)?;
    sum += counted(&mut setup::npm(&["test", "--silent"]))?;
    sum += counted(&mut rust_tests())?;
    sum += counted(&mut simulations())?;
    finish(sum)
}

fn finish(sum: Count) -> Result<()> {
    println!("{sum}");
    if sum.failed > 0 {
        bail!("{} tests failed", sum.failed);
    }
    if sum.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

fn clippy() -> Command {
    let mut command =
        shell::command("cargo", &["clippy", "--workspace", "--all-targets", "--quiet"]);
    command.args(run::FEATURES).args(["--", "--deny", "warnings"]);
    command
}

fn rust_tests() -> Command {
    let mut command = shell::command("cargo", &["test", "--workspace", "--no-fail-fast"]);
    command.args(run::FEATURES);
    command
}

/// Worlds, and planted mistakes that must be found in them: on a build of their own, which nothing else may share.
fn simulations() -> Command {
    let mut command = shell::command("cargo", &["test"]);
    command.args(simulate::BUILD);
    command
}

/// A check that counts as one test.
fn step(name: &str, command: &mut Command) -> Result<Count> {
    eprintln!("== {name}");
    let status = command.status().with_context(|| format!("cannot start the check of {name}"))?;
    let passed = status.success();
    if !passed {
        eprintln!("the check of {name} failed");
    }
    Ok(Count { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 })
}

/// Runs a test program, shows its output, and adds up the closing lines in it.
fn counted(command: &mut Command) -> Result<Count> {
    eprintln!("== {command:?}");
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
    let output = child.stdout.take().context("the tests have no output")?;
    let mut count = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        count += Count::from_line(&line);
    }
    let status = child.wait()?;
    if !status.success() && count.failed == 0 {
        // It broke before or after the tests: that must not pass as "0 failed".
        count.failed = 1;
    }
    Ok(count)
}
