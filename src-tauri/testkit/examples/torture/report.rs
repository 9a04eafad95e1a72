//! What was ordered, what was done, what was found.

use std::{
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::Instant,
};

use backstop_testkit::torture::{self, Control, Office, Tally};
use clap::Parser;
use serde_json::{Value, json};

/// Tortures real hubs and desks.
#[derive(Parser)]
pub(crate) struct Orders {
    /// How many programs are killed while they work.
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// How often the power fails: half of them for desks, half for hubs.
    #[arg(long, default_value_t = 100)]
    power_losses: usize,
    /// The databases of the hubs: `sqlite`, or `sqlite:FOLDER` for files in a folder of one's own, such as on another disk.
    #[arg(long, default_value = "sqlite", value_parser = place)]
    database: Place,
    /// The number that the run follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Answer with one JSON value.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where databases lie; nothing for the system's temporary files.
#[derive(Clone)]
struct Place(Option<PathBuf>);

fn place(text: &str) -> Result<Place, String> {
    match text.split_once(':') {
        None if text == "sqlite" => Ok(Place(None)),
        Some(("sqlite", folder)) if !folder.is_empty() => Ok(Place(Some(folder.into()))),
        _ => Err("only `sqlite` and `sqlite:FOLDER` can be tortured".to_owned()),
    }
}

/// A kind of torture with what it has found.
struct Row {
    name: &'static str,
    tally: Tally,
    seconds: f64,
    /// A control lies about syncing and has to lose.
    control: bool,
}

/// Everything that was done.
pub(crate) struct Report {
    rows: Vec<Row>,
    seed: u64,
}

impl Report {
    /// Does what was ordered.
    pub(crate) fn of(orders: &Orders) -> Self {
        let office = Office::new(orders.database.0.as_deref());
        let (seed, losses) = (orders.seed, orders.power_losses);
        let controls = (losses / 25).clamp(3, 20);
        let normal = Some(Control::Normal);
        let mut report = Self { rows: Vec::new(), seed };
        let mut run = |name, control, torture: &dyn Fn() -> Tally| {
            eprintln!("{name} …");
            let began = Instant::now();
            let tally = catch_unwind(AssertUnwindSafe(torture)).unwrap_or_else(|_| given_up());
            report.rows.push(Row { name, tally, seconds: began.elapsed().as_secs_f64(), control });
        };
        run("programs killed", false, &|| torture::kills(orders.kills, seed, || office.hub()));
        run("power of desks", false, &|| torture::desk_power(&office, losses / 2, seed, None));
        run("power of hubs", false, &|| {
            torture::hub_power(&office, losses - losses / 2, seed, None)
        });
        run("writes that fail", false, &|| {
            torture::every_fault(&office, (losses / 5).clamp(6, 100), seed)
        });
        run("disks that break at a sync", false, &|| broken_disks(&office, losses, seed));
        run("stores cut off while made", false, &|| {
            torture::births((losses / 5).clamp(10, 200), seed, &office)
        });
        run("power of receiving desks", false, &|| {
            torture::pull_power(&office, (losses / 5).clamp(8, 200), seed)
        });
        run("full disks", false, &|| full_disks(&office, seed));
        run("flipped bits", false, &|| torture::flip(&office, (losses / 2).clamp(27, 270), seed));
        run("control: desk, no sync", true, &|| {
            torture::desk_power(&office, controls, seed, normal)
        });
        run("control: hub, no sync", true, &|| torture::hub_power(&office, controls, seed, normal));
        report
    }

    /// Whether everything was kept, and the controls were seen losing.
    pub(crate) fn is_good(&self) -> bool {
        self.rows
            .iter()
            .all(|row| if row.control { row.tally.lost > 0 } else { row.tally.is_clean() })
            && self.flips_are_believed()
    }

    /// Bits that are flipped in an unencrypted store must go unnoticed, or flipping proves nothing.
    fn flips_are_believed(&self) -> bool {
        let silent = |row: &Row| row.tally.figures.get("unencrypted control: silent").copied();
        self.rows.iter().find_map(silent).unwrap_or(0) > 0
    }

    /// The report for people.
    pub(crate) fn table(&self) -> String {
        let mut text = String::from(
            "                             kills  losses  faults  acknowledged    lost  doubled  order  broken      s\n",
        );
        for Row { name, tally, seconds, .. } in &self.rows {
            let Tally { kills, power_losses, faults, acknowledged, lost, .. } = tally;
            let Tally { doubled, disordered, broken, .. } = tally;
            let _ = writeln!(
                text,
                "{name:<27} {kills:>6} {power_losses:>7} {faults:>7} {acknowledged:>13} {lost:>7} {doubled:>8} {disordered:>6} {broken:>7} {seconds:>6.0}"
            );
        }
        for Row { name, tally, control, .. } in &self.rows {
            for (figure, count) in &tally.figures {
                let _ = writeln!(text, "{name}: {figure}: {count}");
            }
            for words in tally.skipped.iter().chain(tally.findings.iter().filter(|_| !control)) {
                let _ = writeln!(text, "{name}: {words}");
            }
        }
        let end = if self.is_good() { "nothing was lost" } else { "FAILED" };
        let _ = write!(text, "{end} (seed {})", self.seed);
        text
    }

    /// The report for programs.
    pub(crate) fn json(&self) -> Value {
        let row = |row: &Row| {
            let mut value = row.tally.json();
            value["name"] = json!(row.name);
            value["control"] = json!(row.control);
            value["seconds"] = json!(row.seconds);
            value
        };
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        json!({ "seed": self.seed, "good": self.is_good(), "rows": rows })
    }
}

/// What stands for torture that could not be brought to its end; why is on standard error.
fn given_up() -> Tally {
    let mut tally = Tally::default();
    tally.breaks("it could not be brought to its end".to_owned());
    tally
}

fn broken_disks(office: &Office, losses: usize, seed: u64) -> Tally {
    let scripts = (losses / 10).clamp(8, 40);
    let mut tally = torture::failed_syncs(office, scripts);
    tally += torture::failed_starts(office, scripts, seed);
    tally += torture::births_at_every_sync(14, office);
    tally
}

fn full_disks(office: &Office, seed: u64) -> Tally {
    let mut tally = torture::small_disk(office, seed);
    tally += torture::small_disk_of_a_hub(office, seed);
    tally += torture::full_cache(office, seed);
    tally
}
