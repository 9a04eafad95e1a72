//! How much memory this process holds, as the kernel counts it.

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
