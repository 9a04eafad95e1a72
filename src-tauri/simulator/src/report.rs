//! What a run came to, for people and as JSON.

use serde::Serialize;

use crate::{run::Plan, world::Fate};

/// Milliseconds of a year at work, day and night.
const YEAR_MS: f64 = 365.25 * 24.0 * 3_600_000.0;

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The first seed.
    pub from: u64,
    /// The seed after the last.
    pub to: u64,
    /// Worlds that were lived to the end.
    pub worlds: u64,
    /// Worlds that were lived twice and were the same both times.
    pub replayed: u64,
    /// Commands that desks acknowledged.
    pub commands: u64,
    /// Things that happened, each followed by the checks that apply.
    pub steps: u64,
    /// How long all desks together were at work, in years of their time.
    pub desk_years: f64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The mistake that was planted.
    pub plant: Option<&'static str>,
    /// The first world that failed.
    pub failure: Option<Failure>,
}

/// A world that failed.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Its seed.
    pub seed: u64,
    /// What was not so.
    pub what: String,
}

impl Report {
    /// Of a run that has not begun.
    pub fn of(plan: &Plan) -> Self {
        Self {
            from: plan.from,
            to: plan.to,
            worlds: 0,
            replayed: 0,
            commands: 0,
            steps: 0,
            desk_years: 0.0,
            seconds: 0.0,
            plant: plan.plant.map(backstop_domain::plant::Plant::code),
            failure: None,
        }
    }

    /// One more world was lived.
    #[expect(clippy::cast_precision_loss, reason = "years to a few digits")]
    pub fn lived(&mut self, fate: &Fate) {
        self.worlds += 1;
        self.commands += fate.commands;
        self.steps += fate.steps;
        self.desk_years += fate.desk_ms as f64 / YEAR_MS;
    }

    /// Adds what another thread has lived.
    pub fn add(&mut self, other: &Self) {
        self.worlds += other.worlds;
        self.replayed += other.replayed;
        self.commands += other.commands;
        self.steps += other.steps;
        self.desk_years += other.desk_years;
        let earlier = |a: &Failure, b: &Failure| a.seed < b.seed;
        match (&self.failure, &other.failure) {
            (Some(mine), Some(theirs)) if earlier(mine, theirs) => {}
            (_, Some(theirs)) => self.failure = Some(theirs.clone()),
            (_, None) => {}
        }
    }

    /// Commands a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    pub fn rate(&self) -> f64 {
        self.commands as f64 / self.seconds.max(f64::EPSILON)
    }
}
