//! `cargo xtask run`: builds the console and opens it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{
    display::{self, VirtualDisplay},
    setup, shell,
};

/// How long the console may take until its first screen stands.
const PATIENCE: Duration = Duration::from_secs(90);

/// Options of `cargo xtask run`.
#[derive(Args)]
pub(crate) struct Options {
    /// Save a picture of what is shown (needs the virtual display), then go on.
    #[arg(long, value_name = "FILE")]
    screenshot: Option<PathBuf>,
    /// Close the console after so many seconds.
    #[arg(long, value_name = "SECONDS")]
    exit_after: Option<u64>,
    /// Build with optimisation: slower to build, faster to use.
    #[arg(long)]
    release: bool,
    /// Keep the console's data here instead of in the system's place for it.
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Size of the virtual display.
    #[arg(long, default_value = "1280x800", value_name = "WxH")]
    size: String,
}

/// Builds and opens the console.
pub(crate) fn run(options: &Options) -> Result<()> {
    let virtual_display = !display::is_there() || options.screenshot.is_some();
    setup::for_run(virtual_display)?;
    build_ui()?;
    build_programs(options.release)?;
    let program = program("backstop", options.release);
    let display = virtual_display.then(|| start_display(&options.size)).transpose()?;
    let result = open(options, &program, display.as_ref());
    drop(display);
    result
}

/// Builds the web UI into `ui/dist`.
pub(crate) fn build_ui() -> Result<()> {
    shell::run(&mut setup::npm(&["run", "--silent", "build"]))
}

/// Every build of the workspace is made with the same features, so that none of them undoes another.
pub(crate) const FEATURES: [&str; 2] = ["--features", "backstop/custom-protocol"];

/// Builds every program of the workspace, the app with the UI inside.
pub(crate) fn build_programs(release: bool) -> Result<()> {
    let mut command = shell::command("cargo", &["build", "--workspace", "--bins"]);
    command.args(FEATURES);
    if release {
        command.arg("--release");
    }
    shell::run(&mut command)
}

/// Where cargo puts a program of the workspace.
pub(crate) fn program(name: &str, release: bool) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let profile = if release { "release" } else { "debug" };
    target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn start_display(size: &str) -> Result<VirtualDisplay> {
    let (width, height) = size.split_once('x').context("--size must look like 1280x800")?;
    let display = VirtualDisplay::start(width.parse()?, height.parse()?)?;
    eprintln!("There is no display, so a virtual one was started: {}", display.name());
    Ok(display)
}

fn open(options: &Options, program: &Path, display: Option<&VirtualDisplay>) -> Result<()> {
    let ready = std::env::temp_dir().join(format!("backstop-ready-{}", std::process::id()));
    let mut command = Command::new(program);
    command.env("BACKSTOP_READY_FILE", &ready);
    if let Some(home) = &options.home {
        command.env("BACKSTOP_HOME", home);
    }
    if let Some(display) = display {
        display.apply(&mut command);
    }
    let mut console = command.spawn().context("cannot start the console")?;
    let started = Instant::now();
    let shown = show(options, &mut console, &ready, display);
    fs::remove_file(&ready).ok();
    if shown.is_err() {
        console.kill().ok();
    }
    shown?;
    wait(options, &mut console, started)
}

fn show(
    options: &Options,
    console: &mut Child,
    ready: &Path,
    display: Option<&VirtualDisplay>,
) -> Result<()> {
    let started = Instant::now();
    while !ready.exists() {
        if let Some(status) = console.try_wait()? {
            bail!("the console ended with {status} before it was ready");
        }
        if started.elapsed() > PATIENCE {
            bail!("the console was not ready after {} seconds", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    eprintln!("The console is ready.");
    match (&options.screenshot, display) {
        (Some(file), Some(display)) => picture(file, display),
        _ => Ok(()),
    }
}

fn picture(file: &Path, display: &VirtualDisplay) -> Result<()> {
    // The first frame after "ready" may still be on its way to the screen.
    thread::sleep(Duration::from_millis(700));
    let file = file.to_string_lossy();
    let mut import =
        shell::command("import", &["-display", display.name(), "-window", "root", &file]);
    shell::run(&mut import)?;
    eprintln!("Saved {file}");
    Ok(())
}

fn wait(options: &Options, console: &mut Child, started: Instant) -> Result<()> {
    let Some(seconds) = options.exit_after else {
        let status = console.wait()?;
        if status.success() {
            return Ok(());
        }
        bail!("the console ended with {status}");
    };
    let end = started + Duration::from_secs(seconds);
    while Instant::now() < end {
        if let Some(status) = console.try_wait()? {
            bail!("the console ended early with {status}");
        }
        thread::sleep(Duration::from_millis(100));
    }
    close(console)
}

/// Asks the console to end, and insists after five seconds.
fn close(console: &mut Child) -> Result<()> {
    #[cfg(unix)]
    {
        let id = console.id().to_string();
        shell::command("kill", &["-TERM", &id]).status()?;
        for _ in 0..50 {
            if console.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
    console.kill()?;
    console.wait()?;
    Ok(())
}
