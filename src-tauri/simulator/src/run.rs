//! Many worlds, on every core: seed after seed until all were lived or one has failed.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use anyhow::Result;
use backstop_domain::plant::{self, Plant};

use crate::{
    report::{Failure, Report},
    world,
};

/// Every so many seeds one is lived twice, to see that it is the same both times.
const REPLAYED: u64 = 1_000;

/// Which worlds to live.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The first seed.
    pub from: u64,
    /// The seed after the last.
    pub to: u64,
    /// Commands in each world.
    pub commands: u64,
    /// The mistake that is planted in all of them.
    pub plant: Option<Plant>,
    /// How many worlds are lived at a time.
    pub threads: usize,
}

/// Lives them. Ends early at the first that fails.
pub fn run(plan: &Plan) -> Report {
    let begun = Instant::now();
    let next = AtomicU64::new(plan.from);
    let sum = Mutex::new(Report::of(plan));
    std::thread::scope(|scope| {
        for _ in 0..plan.threads.max(1) {
            scope.spawn(|| work(plan, &next, &sum));
        }
    });
    let mut report = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.seconds = begun.elapsed().as_secs_f64();
    report
}

fn work(plan: &Plan, next: &AtomicU64, sum: &Mutex<Report>) {
    plant::sow(plan.plant);
    let mut own = Report::of(plan);
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= plan.to {
            break;
        }
        if let Err(error) = one(plan, seed, &mut own) {
            own.failure = Some(Failure { seed, what: format!("{error:#}") });
            // Nobody begins another.
            next.store(plan.to, Ordering::Relaxed);
            break;
        }
    }
    sum.lock().unwrap_or_else(PoisonError::into_inner).add(&own);
}

fn one(plan: &Plan, seed: u64, report: &mut Report) -> Result<()> {
    let fate = world::live(seed, plan.commands, false)?;
    if seed.is_multiple_of(REPLAYED) {
        let again = world::live(seed, plan.commands, false)?;
        anyhow::ensure!(again.trace == fate.trace, "seed {seed} was not the same twice");
        report.replayed += 1;
    }
    report.lived(&fate);
    Ok(())
}
