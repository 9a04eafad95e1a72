//! What a measurement gives: a line of the table, on its way to `cargo xtask bench` as JSON.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde::Serialize;

/// A line of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// What was measured.
    what: String,
    /// In what: `ms`, `s`, `MiB`, `rows`.
    unit: &'static str,
    /// How often.
    runs: usize,
    /// The middle one.
    median: f64,
    /// The one that one in a hundred is worse than.
    p99: Option<f64>,
    /// The median of the raw limit that was measured in turn with it, in the same unit.
    raw: Option<f64>,
    /// What that limit is.
    beside: Option<String>,
}

impl Figure {
    /// How long something took, in milliseconds.
    pub(crate) fn times(what: impl Into<String>, times: &Times) -> Self {
        let (median, p99) = (times.quantile(50), Some(times.quantile(99)));
        let runs = times.0.len();
        Self { what: what.into(), unit: "ms", runs, median, p99, raw: None, beside: None }
    }

    /// One value.
    pub(crate) fn value(what: impl Into<String>, unit: &'static str, value: f64) -> Self {
        let what = what.into();
        Self { what, unit, runs: 1, median: value, p99: None, raw: None, beside: None }
    }

    /// With the limit that was measured in turn with it.
    pub(crate) fn beside(self, limit: &str, times: &Times) -> Self {
        Self { raw: Some(times.quantile(50)), beside: Some(limit.to_owned()), ..self }
    }
}

/// How long each of many runs took.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Does something and notes how long it took. The answer is used, so that nothing is left out.
    pub(crate) fn note<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let answer = black_box(work());
        self.0.push(began.elapsed());
        answer
    }

    /// Adds what was measured elsewhere.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time in milliseconds that this many in a hundred do not exceed.
    fn quantile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

/// Times of something and of its raw limit, measured in turn.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    pub(crate) ours: Times,
    pub(crate) raw: Times,
}

impl Pair {
    /// The line of the table.
    pub(crate) fn figure(&self, what: impl Into<String>, limit: &str) -> Figure {
        Figure::times(what, &self.ours).beside(limit, &self.raw)
    }
}
