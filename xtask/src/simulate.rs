//! `cargo xtask simulate`: whole worlds by seed, with everything that was promised checked after every step
//! (docs/simulation.md).

use anyhow::Result;
use clap::Args;

use crate::shell;

/// How the simulator is built: apart from everything else, because desk and hub have planted mistakes inside.
pub(crate) const BUILD: &[&str] =
    &["--profile", "simulation", "--package", "backstop-simulator", "--features", "simulation"];

/// Options of `cargo xtask simulate`.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What the simulator is told; `--help` lists it.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds the simulator and lets it run.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut cargo = shell::command("cargo", &["run", "--quiet"]);
    shell::run(cargo.args(BUILD).arg("--").args(&options.arguments))
}
