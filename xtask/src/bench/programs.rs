//! The programs that are measured and those that measure, built with optimisation.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{figure::Figure, process};
use crate::{run, shell};

/// Where they lie.
pub(crate) struct Programs {
    /// The hub.
    pub(crate) hub: PathBuf,
    /// The desk without a screen.
    pub(crate) desk: PathBuf,
    /// The console.
    pub(crate) console: PathBuf,
    /// A window with nothing in it.
    pub(crate) empty: PathBuf,
    day: PathBuf,
}

impl Programs {
    /// Builds them; the windows only if they are wanted.
    pub(crate) fn build(windows: bool) -> Result<Self> {
        let core = ["build", "--release", "-p", "backstop-hub", "-p", "backstop-desk", "--bins"];
        shell::run(&mut shell::command("cargo", &core))?;
        let day = built(&["bench", "--no-run", "-p", "backstop-desk", "--bench", "day"])?;
        let mut empty = PathBuf::new();
        if windows {
            run::build_ui()?;
            run::build_app(true)?;
            let example = ["--example", "empty_window", "--features", "custom-protocol"];
            empty = built(&[&["build", "--release", "-p", "backstop"], &example[..]].concat())?;
        }
        let program = |name| run::program(name, true);
        Ok(Self {
            hub: program("backstop-hub"),
            desk: program("backstop-desk"),
            console: program("backstop"),
            empty,
            day,
        })
    }

    /// Runs a part of the measuring program of the desk.
    pub(crate) fn day(&self, part: &str, folders: &[(&str, &PathBuf)]) -> Result<Vec<Figure>> {
        let mut command = Command::new(&self.day);
        command.arg(part);
        for (name, folder) in folders {
            command.arg(name).arg(folder);
        }
        let lines = process::answer(&mut command, "")?;
        lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    /// A command of the desk on a profile, with its key in a file.
    pub(crate) fn desk(&self, profile: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.desk);
        command.arg("--profile").arg(profile).args(arguments).env("BACKSTOP_KEYCHAIN", "file");
        command
    }
}

/// Builds one program and returns where cargo put it.
fn built(arguments: &[&str]) -> Result<PathBuf> {
    eprintln!("$ cargo {}", arguments.join(" "));
    let mut cargo = shell::command("cargo", arguments);
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} ended with {}", arguments.join(" "), output.status);
    }
    let said = String::from_utf8(output.stdout)?;
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| Some(message["executable"].as_str()?.into()));
    programs.next_back().context("cargo does not say where the program is")
}
