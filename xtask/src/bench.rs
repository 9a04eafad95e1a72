//! `cargo xtask bench`: measures what docs/benchmarks.md reports.
//!
//! It builds with optimisation, makes a shop, serves it, lets desks pull it, measures a day's work on
//! one of them, and opens the console beside an empty window, all in one run on one machine.

mod figure;
mod process;
mod programs;
mod shop;
mod window;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use self::{figure::Figure, programs::Programs, shop::Shop};
use crate::setup;

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Options {
    /// How many tickets the measured shop has; it has a fifth as many customers.
    #[arg(long, default_value_t = 100_000)]
    tickets: u32,
    /// The number that the shop follows from.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How often the console and the empty window are opened, in turn.
    #[arg(long, default_value_t = 7)]
    starts: usize,
    /// Leave the windows out.
    #[arg(long)]
    no_windows: bool,
    /// Also write the figures into this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Builds with optimisation, makes the data, measures, prints a table.
pub(crate) fn run(options: &Options) -> Result<()> {
    let windows = !options.no_windows && cfg!(target_os = "linux");
    if windows {
        setup::for_run(true)?;
    }
    let programs = Programs::build()?;
    let folder = PathBuf::from("target/bench");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let figures = measure(options, &programs, &folder, windows)?;
    fs::remove_dir_all(&folder)?;
    println!("{}", figure::table(&figures));
    if let Some(file) = &options.json {
        let text = serde_json::to_string_pretty(&figures)?;
        fs::write(file, text + "\n").with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn measure(
    options: &Options,
    programs: &Programs,
    folder: &std::path::Path,
    windows: bool,
) -> Result<Vec<Figure>> {
    let (shop, mut figures) = Shop::open(programs, folder, options.tickets, options.seed)?;
    let (desks, pulls) = shop.pull(programs)?;
    figures.extend(pulls);
    let [writer, reader, ..] = desks.as_slice() else { anyhow::bail!("two desks are needed") };
    eprintln!("A day at a desk …");
    figures.extend(programs.day("day", &[("--profile", writer)])?);
    figures.extend(programs.day("line", &[("--profile", writer), ("--other", reader)])?);
    if windows {
        shop.settle()?;
        let home = shop.home();
        figures.extend(window::figures(programs, &home, &folder.join("empty"), options.starts)?);
    }
    Ok(figures)
}
