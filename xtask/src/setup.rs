//! What must be on the machine. On Debian it is installed; elsewhere what is missing is named.

use std::{fs, path::Path, process::Command};

use anyhow::{Result, bail};

use crate::shell;

/// What building the console needs.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
];

/// What running it without a screen, and looking at it, needs.
const DISPLAY: &[&str] = &["xvfb", "xauth", "dbus", "fonts-noto-cjk", "imagemagick"];

/// What the tests need on top: a driver, a keyboard, a keychain, a database server.
const TEST: &[&str] = &["webkit2gtk-driver", "xdotool", "gnome-keyring", "postgresql"];

/// The oldest Node that the UI's tools accept.
const OLDEST_NODE: u32 = 20;

/// Installs what building and opening the console needs.
pub(crate) fn for_run(virtual_display: bool) -> Result<()> {
    let mut packages = BUILD.to_vec();
    if virtual_display {
        packages.extend(DISPLAY);
    }
    packages_present(&packages)?;
    ui_packages()
}

/// Installs what the tests need.
pub(crate) fn everything() -> Result<()> {
    packages_present(&[BUILD, DISPLAY, TEST].concat())?;
    rust_tools()?;
    ui_packages()
}

/// A minimal toolchain comes without the formatter and the linter.
fn rust_tools() -> Result<()> {
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = Command::new("cargo").args([tool, "--version"]).output();
        if !there.is_ok_and(|output| output.status.success()) {
            shell::run_with_retries(|| shell::command("rustup", &["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Installs Debian packages that are missing.
pub(crate) fn packages_present(packages: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return check_by_hand();
    }
    if !shell::has("dpkg-query") {
        eprintln!(
            "This is not Debian: install the equivalents of {} yourself.",
            packages.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<_> = packages.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Installing {}", missing.join(" "));
    shell::run_with_retries(|| apt(&["update"]))?;
    let install = [&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat();
    shell::run_with_retries(|| apt(&install))
}

fn is_installed(package: &str) -> bool {
    let query = ["-W", "-f", "${db:Status-Status}", package];
    Command::new("dpkg-query")
        .args(query)
        .output()
        .is_ok_and(|output| output.status.success() && output.stdout == b"installed")
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = if running_as_root() || !shell::has("sudo") {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn running_as_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"))
}

fn check_by_hand() -> Result<()> {
    let mut missing = Vec::new();
    if cfg!(target_os = "macos") && !shell::has("clang") {
        missing.push("the Xcode command line tools (xcode-select --install)");
    }
    if cfg!(windows) && !shell::has("perl") {
        missing.push("Perl, for building the database's cipher (https://strawberryperl.com)");
    }
    if !missing.is_empty() {
        bail!("please install: {}", missing.join("; "));
    }
    Ok(())
}

/// Installs the UI's packages when the lock file has changed since the last time.
fn ui_packages() -> Result<()> {
    require_node()?;
    let lock = fs::read("ui/package-lock.json")?;
    let mark = Path::new("ui/node_modules/.installed-lock");
    if fs::read(mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::run_with_retries(|| npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(mark, lock)?;
    Ok(())
}

/// An npm command in the UI's folder.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = shell::command(program, arguments);
    command.current_dir("ui");
    command
}

fn require_node() -> Result<()> {
    let output = Command::new("node").arg("--version").output();
    let version = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let major =
        version.ok().and_then(|v| v.trim_start_matches('v').split('.').next()?.parse().ok());
    match major {
        Some(major) if OLDEST_NODE <= major => Ok(()),
        Some(major) => bail!("Node {major} is too old: please install Node {OLDEST_NODE} or newer"),
        None => bail!("please install Node {OLDEST_NODE} or newer (https://nodejs.org)"),
    }
}
