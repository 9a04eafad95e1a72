//! How much memory and processor time this process takes, as the kernel counts it.

use crate::{Outcome, figure::Figure};

/// What is in memory now, in MiB.
pub(crate) fn resident_mib() -> Outcome<f64> {
    status_mib("VmRSS:")
}

/// What the desk holds: when it was opened, after a day of looking, and at the most.
pub(crate) fn figures(opened: f64, looked: f64) -> Outcome<Vec<Figure>> {
    let value = |what, mib| Figure::value(what, "MiB", mib);
    Ok(vec![
        value("memory of a desk when opened", opened),
        value("memory of a desk after looking and searching", looked),
        value("memory of a desk at most", status_mib("VmHWM:")?),
    ])
}

/// Seconds of processor time so far, this program's own and the kernel's for it.
pub(crate) fn busy_seconds() -> Outcome<f64> {
    if !cfg!(target_os = "linux") {
        return Ok(f64::NAN);
    }
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name before the last bracket may contain anything; Linux counts hundredths of seconds.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}

/// A line such as `VmRSS:   12345 kB`. There is none outside Linux, and then nothing is told.
fn status_mib(name: &str) -> Outcome<f64> {
    if !cfg!(target_os = "linux") {
        return Ok(f64::NAN);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|rest| rest.split_whitespace().next()).ok_or("no such line")?;
    Ok(kib.parse::<f64>()? / 1024.0)
}
