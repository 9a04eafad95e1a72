//! A working day at a desk, in figures. `cargo xtask bench` makes the shop, runs this on a desk that
//! has pulled it, and writes the table; docs/benchmarks.md says what came of it and what it means.
//!
//! Beside each figure stands, where there is one, a raw limit: the least that the same disk and the
//! same cipher need for the same bytes, measured in turn with it. Machines differ; the ratio stays.

#[path = "day/figure.rs"]
mod figure;
#[path = "day/floor.rs"]
mod floor;
#[path = "day/line.rs"]
mod line;
#[path = "day/memory.rs"]
mod memory;
#[path = "day/raw.rs"]
mod raw;
#[path = "day/sample.rs"]
mod sample;
#[path = "day/screens.rs"]
mod screens;
#[path = "day/search.rs"]
mod search;
#[path = "day/writing.rs"]
mod writing;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// What goes wrong ends the measurement.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    part: Part,
    /// Cargo says this to every benchmark.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Part {
    /// Writes what a desk's cache holds into a fresh store without any protocol.
    Floor {
        /// The folder of a desk that has pulled everything.
        #[arg(long)]
        profile: PathBuf,
    },
    /// Looks at things, searches and writes, without a line.
    Day {
        /// The folder of a desk that has pulled everything.
        #[arg(long)]
        profile: PathBuf,
    },
    /// Sends what waits and follows what another desk does; the hub must be there.
    Line {
        /// The folder of the desk that writes.
        #[arg(long)]
        profile: PathBuf,
        /// The folder of the desk that sees it.
        #[arg(long)]
        other: PathBuf,
    },
}

fn main() -> Outcome<()> {
    let figures = match Arguments::parse().part {
        Part::Floor { profile } => floor::figures(&profile)?,
        Part::Day { profile } => day(&profile)?,
        Part::Line { profile, other } => line::figures(&profile, &other)?,
    };
    for figure in figures {
        println!("{}", serde_json::to_string(&figure)?);
    }
    Ok(())
}

fn day(profile: &std::path::Path) -> Outcome<Vec<figure::Figure>> {
    let raw = raw::Raw::of(profile)?;
    let mut figures = vec![screens::opening(profile)?];
    let desk = raw::desk(profile)?;
    let opened = memory::resident_mib()?;
    figures.extend(screens::figures(&desk, &raw)?);
    figures.extend(search::figures(&desk, &raw)?);
    let looked = memory::resident_mib()?;
    figures.extend(writing::figures(&desk, &raw)?);
    figures.extend(memory::figures(opened, looked)?);
    figures.extend(raw.sizes()?);
    Ok(figures)
}
