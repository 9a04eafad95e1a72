//! Opening windows: the console on a full shop, and in turn with it a window with nothing in it.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{
    figure::Figure,
    process::{self, Running},
    programs::Programs,
};
use crate::display::VirtualDisplay;

/// How long after the first screen memory is looked at.
const SETTLED: Duration = Duration::from_secs(3);
/// What a comparison is with.
const EMPTY: &str = "an empty Tauri window";

/// What one window cost.
struct Opened {
    /// From the start of the process until the first screen stood, in milliseconds.
    took: f64,
    /// Resident and proportional memory in MiB: the program, the web process, the network process.
    memory: [(f64, f64); 3],
}

/// Opens both as often as wanted, and once more at first, which does not count.
pub(crate) fn figures(
    programs: &Programs,
    home: &Path,
    empty_home: &Path,
    starts: usize,
) -> Result<Vec<Figure>> {
    let display = VirtualDisplay::start(1280, 800)?;
    let (mut console, mut empty) = (Vec::new(), Vec::new());
    for start in 0..=starts {
        eprintln!("Opening the console and an empty window, {start} of {starts} …");
        for (program, home, opened) in
            [(&programs.console, home, &mut console), (&programs.empty, empty_home, &mut empty)]
        {
            let once = open(program, home, &display)?;
            if start > 0 {
                opened.push(once);
            }
        }
    }
    let both = |what: &str, unit: &str, read: &dyn Fn(&Opened) -> f64| {
        let ours: Vec<f64> = console.iter().map(read).collect();
        let theirs: Vec<f64> = empty.iter().map(read).collect();
        Figure::of(what, unit, &ours).beside(EMPTY, &theirs)
    };
    let mut figures = vec![both("cold start to a usable queue", "ms", &|opened| opened.took)];
    for (n, what) in ["program", "web process", "network process"].iter().enumerate() {
        let resident = format!("memory of the console: {what}, resident");
        figures.push(both(&resident, "MiB", &|opened| opened.memory[n].0));
        let own = format!("memory of the console: {what}, its share");
        figures.push(both(&own, "MiB", &|opened| opened.memory[n].1));
    }
    let sum = |opened: &Opened| opened.memory.iter().map(|(_, share)| share).sum();
    figures.push(both("memory of the console: everything, its share", "MiB", &sum));
    Ok(figures)
}

fn open(program: &Path, home: &Path, display: &VirtualDisplay) -> Result<Opened> {
    fs::create_dir_all(home)?;
    let ready = home.join("window-ready");
    if ready.exists() {
        fs::remove_file(&ready)?;
    }
    let mut command = Command::new(program);
    command.env("BACKSTOP_HOME", home).env("BACKSTOP_READY_FILE", &ready);
    command.env("BACKSTOP_KEYCHAIN", "file").env("LANG", "C.UTF-8");
    // Nothing of the person who measures: no settings, no caches, no state of windows.
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(place, home.join("system"));
    }
    display.apply(&mut command);
    let began = Instant::now();
    let mut running = Running::start(&mut command)?;
    running.wait_for(&ready)?;
    let took = began.elapsed().as_secs_f64() * 1e3;
    // Memory is what is left when the opening is over.
    thread::sleep(SETTLED);
    Ok(Opened { took, memory: shares(running.id())? })
}

/// Memory by part: what is neither of the two helpers is the program.
fn shares(id: u32) -> Result<[(f64, f64); 3]> {
    let mut shares = [(0.0, 0.0); 3];
    for (name, resident, own) in process::memory(id)? {
        // The kernel cuts names after fifteen characters.
        let part = match name.as_str() {
            name if name.starts_with("WebKitWebProces") => 1,
            name if name.starts_with("WebKitNetworkPr") => 2,
            _ => 0,
        };
        shares[part].0 += resident;
        shares[part].1 += own;
    }
    Ok(shares)
}
