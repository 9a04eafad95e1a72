//! Processes: started, watched, ended; what they hold in memory, as the kernel counts it.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// How long something may take to become ready.
const PATIENCE: Duration = Duration::from_secs(90);

/// A process that ends when this is dropped.
pub(crate) struct Running(Child);

impl Running {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Ok(Self(
            child.with_context(|| format!("cannot start {}", command.get_program().display()))?,
        ))
    }

    /// Waits until it has written a file.
    pub(crate) fn wait_for(&mut self, file: &Path) -> Result<()> {
        let began = Instant::now();
        while !file.exists() {
            if let Some(status) = self.0.try_wait()? {
                bail!("a program ended with {status} before it wrote {}", file.display());
            }
            if began.elapsed() > PATIENCE {
                bail!("{} was not written in {} seconds", file.display(), PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A process that is gone already is what we want.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Runs a command to its end with something to read, and returns what it says.
pub(crate) fn answer(command: &mut Command, input: &str) -> Result<String> {
    let words = format!("{command:?}");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().context("there is an input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{words} ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What a command cost.
#[derive(Default)]
pub(crate) struct Cost {
    /// Seconds from its start to its end.
    pub(crate) took: f64,
    /// Seconds of processor time. Unlike the other it does not depend on what else the machine does.
    pub(crate) busy: f64,
    /// MiB of memory at the most.
    pub(crate) peak: f64,
}

/// Runs a command to its end with something to read, and watches what it costs.
pub(crate) fn cost(command: &mut Command, input: &str) -> Result<Cost> {
    let began = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().context("there is an input")?.write_all(input.as_bytes())?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let peak = kib(&format!("/proc/{}/status", child.id()), "VmHWM:") / 1024.0;
        cost.peak = cost.peak.max(peak);
        cost.busy = cost.busy.max(busy(child.id()));
        thread::sleep(Duration::from_millis(5));
    };
    cost.took = began.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(cost)
}

/// Seconds of processor time of a process so far, its own and the kernel's for it.
fn busy(id: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // The name before the last bracket may contain anything; Linux counts hundredths of seconds.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Resident and proportional memory of a process and of everything it has started, in MiB, by name.
pub(crate) fn memory(id: u32) -> Result<Vec<(String, f64, f64)>> {
    let mut family = Vec::new();
    for member in family_of(id)? {
        let name = fs::read_to_string(format!("/proc/{member}/comm")).unwrap_or_default();
        let rollup = format!("/proc/{member}/smaps_rollup");
        let (rss, pss) = (kib(&rollup, "Rss:"), kib(&rollup, "Pss:"));
        family.push((name.trim().to_owned(), rss / 1024.0, pss / 1024.0));
    }
    Ok(family)
}

/// A process, its children, their children.
fn family_of(id: u32) -> Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(member) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        let status = fs::read_to_string(format!("/proc/{member}/status")).unwrap_or_default();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        if let Some(parent) = parent.and_then(|text| text.trim().parse::<u32>().ok()) {
            parents.push((parent, member));
        }
    }
    let mut family = vec![id];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        family.extend(parents.iter().filter(|(p, _)| *p == parent).map(|(_, member)| member));
        next += 1;
    }
    Ok(family)
}

/// A line such as `Rss:   12345 kB`; 0 when it is not there.
fn kib(file: &str, name: &str) -> f64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0.0)
}
