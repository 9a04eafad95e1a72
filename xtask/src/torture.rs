//! `cargo xtask torture`: real hubs and desks are killed, cut off, starved and deprived of their power (docs/torture.md).
//!
//! The work is done by a program of the tests' room, because that knows how to start and watch the others.

use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;

use crate::{run, shell};

/// Options of `cargo xtask torture`.
#[derive(Args)]
pub(crate) struct Options {
    /// How many programs are killed while they work.
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// How often the power fails: half of them for desks, half for hubs.
    #[arg(long, default_value_t = 100)]
    power_losses: usize,
    /// The databases of the hubs: `sqlite`, or `sqlite:FOLDER` for files in a folder of one's own, such as on another disk.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// The number that the run follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Answer with one JSON value.
    #[arg(long)]
    json: bool,
}

/// Builds what is tortured and what tortures, and does it.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("torture needs Linux: only there can a disk be made to lose its power");
    }
    run::build_ui()?;
    build()?;
    let kills = options.kills.to_string();
    let losses = options.power_losses.to_string();
    let seed = options.seed.to_string();
    let program = run::program("torture", false);
    let program = program.parent().unwrap_or(Path::new(".")).join("examples/torture");
    let mut torture = shell::command(&program.to_string_lossy(), &["--kills", &kills]);
    torture.args(["--power-losses", &losses, "--database", &options.database, "--seed", &seed]);
    if options.json {
        torture.arg("--json");
    }
    shell::run(&mut torture)
}

/// Everything at once, with the features of every other build, so that what they share is built once.
fn build() -> Result<()> {
    let mut cargo = shell::command("cargo", &["build", "--workspace", "--bins"]);
    for example in ["powerloss", "scribe", "torture"] {
        cargo.args(["--example", example]);
    }
    shell::run(cargo.args(run::FEATURES))
}
