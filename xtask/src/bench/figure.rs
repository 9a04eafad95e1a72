//! A line of the table of figures.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// What was measured, and the raw limit beside it, in the same unit.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figure {
    what: String,
    unit: String,
    runs: usize,
    median: f64,
    p99: Option<f64>,
    raw: Option<f64>,
    beside: Option<String>,
}

impl Figure {
    /// The median of a few runs.
    pub(crate) fn of(what: &str, unit: &str, values: &[f64]) -> Self {
        Self {
            what: what.to_owned(),
            unit: unit.to_owned(),
            runs: values.len(),
            median: median(values),
            p99: None,
            raw: None,
            beside: None,
        }
    }

    /// With the median of what was measured in turn with it.
    pub(crate) fn beside(self, what: &str, values: &[f64]) -> Self {
        Self { raw: Some(median(values)), beside: Some(what.to_owned()), ..self }
    }

    /// The value itself.
    pub(crate) fn median(&self) -> f64 {
        self.median
    }
}

/// All figures as a table in Markdown.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut table = String::from(
        "| What | Median | p99 | Beside | Ratio | Beside what | Runs |\n|---|--:|--:|--:|--:|---|--:|\n",
    );
    for figure in figures {
        let Figure { what, unit, runs, median, p99, raw, beside } = figure;
        let with_unit = |value: &f64| format!("{} {unit}", round(*value));
        let tail = p99.as_ref().map(with_unit).unwrap_or_default();
        let limit = raw.as_ref().map(with_unit).unwrap_or_default();
        let ratio = raw.map(|raw| round(median / raw)).unwrap_or_default();
        let beside = beside.as_deref().unwrap_or_default();
        let middle = with_unit(median);
        // Writing into a String cannot fail.
        let _ = writeln!(
            table,
            "| {what} | {middle} | {tail} | {limit} | {ratio} | {beside} | {runs} |"
        );
    }
    table
}

/// Three significant digits.
fn round(value: f64) -> String {
    let digits = match value.abs() {
        large if large >= 100.0 => 0,
        large if large >= 10.0 => 1,
        middle if middle >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
