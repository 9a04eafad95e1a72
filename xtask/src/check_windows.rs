//! `cargo xtask check-windows`: type-checks the workspace for Windows, so that `cfg(windows)` code does not rot.

use anyhow::{Context, Result};

use crate::{setup, shell};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// Installs the target and the cross compiler, then checks.
pub(crate) fn run() -> Result<()> {
    setup::packages_present(&["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64"])?;
    shell::run_with_retries(|| shell::command("rustup", &["target", "add", TARGET]))
        .context("the Rust target for Windows cannot be had here")?;
    let arguments = ["check", "--workspace", "--all-targets", "--target", TARGET];
    shell::run(&mut shell::command("cargo", &arguments))
}
