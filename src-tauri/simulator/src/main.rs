//! `cargo xtask simulate`: whole worlds by seed, with the invariants checked after every step.

use std::process::ExitCode;

use backstop_domain::plant::{self, Plant};
use backstop_simulator::{
    run::{Plan, run},
    world,
};
use clap::Parser;

/// Lives whole worlds of desks, a hub and a bad network, and checks that nothing is lost, doubled, reordered or dropped.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of a command line")]
#[command(name = "simulate")]
struct Arguments {
    /// The seeds, from A to below B.
    #[arg(long, default_value = "0..1000", value_parser = seeds)]
    seeds: (u64, u64),
    /// Commands in each world.
    #[arg(long, default_value_t = 100)]
    commands: u64,
    /// Plants a mistake in all of them; it must be found.
    #[arg(long, value_parser = planted)]
    plant: Option<Plant>,
    /// Lists the mistakes that can be planted.
    #[arg(long)]
    plants: bool,
    /// Plants each mistake in turn; every one must be found within the seeds.
    #[arg(long)]
    all_plants: bool,
    /// Tells step by step what happens in the first world.
    #[arg(long)]
    tell: bool,
    /// Worlds at a time.
    #[arg(long)]
    threads: Option<usize>,
    /// Answers with one JSON value a line.
    #[arg(long)]
    json: bool,
}

fn seeds(text: &str) -> Result<(u64, u64), String> {
    let range = text.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let range = range.filter(|(a, b): &(u64, u64)| a < b);
    range.ok_or_else(|| format!("{text} is no range of seeds; write A..B with A below B"))
}

fn planted(name: &str) -> Result<Plant, String> {
    let found = Plant::ALL.iter().copied().find(|plant| plant.code() == name);
    found.ok_or_else(|| format!("there is no plant called {name}; --plants lists them"))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.plants {
        for plant in Plant::ALL {
            println!("{:24} {}", plant.code(), plant.words());
        }
        return ExitCode::SUCCESS;
    }
    if arguments.tell {
        return tell(&arguments);
    }
    if arguments.all_plants {
        return all_plants(&arguments);
    }
    let found = one_run(&arguments, arguments.plant);
    if found == arguments.plant.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lives the first world aloud.
fn tell(arguments: &Arguments) -> ExitCode {
    plant::sow(arguments.plant);
    match world::live(arguments.seeds.0, arguments.commands, true) {
        Ok(fate) => {
            println!("{fate:?}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn all_plants(arguments: &Arguments) -> ExitCode {
    let missed: Vec<_> =
        Plant::ALL.iter().filter(|plant| !one_run(arguments, Some(**plant))).collect();
    if missed.is_empty() {
        println!("all {} planted mistakes were found", Plant::ALL.len());
        return ExitCode::SUCCESS;
    }
    println!("not found: {missed:?}");
    ExitCode::FAILURE
}

/// Lives the worlds; true when one of them failed.
fn one_run(arguments: &Arguments, plant: Option<Plant>) -> bool {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (from, to) = arguments.seeds;
    let threads = arguments.threads.unwrap_or(cores);
    let report = run(&Plan { from, to, commands: arguments.commands, plant, threads });
    if arguments.json {
        match serde_json::to_string(&report) {
            Ok(line) => println!("{line}"),
            Err(error) => eprintln!("{error}"),
        }
        return report.failure.is_some();
    }
    let plant = report.plant.map_or_else(String::new, |plant| format!("{plant}: "));
    match &report.failure {
        Some(failure) => println!("{plant}{}", failure.what),
        None => println!(
            "{plant}{} worlds, {} commands, {} steps, {:.1} desk-years in {:.1} s ({:.0} commands/s), {} the same twice",
            report.worlds,
            report.commands,
            report.steps,
            report.desk_years,
            report.seconds,
            report.rate(),
            report.replayed
        ),
    }
    report.failure.is_some()
}
