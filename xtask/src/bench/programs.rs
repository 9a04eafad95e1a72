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
    /// Builds them all at once, so that what they share is built once, and shared with every other build.
    pub(crate) fn build() -> Result<Self> {
        run::build_ui()?;
        let mut arguments = vec!["build", "--release", "--workspace", "--bins"];
        arguments.extend(["--bench", "day", "--example", "empty_window"]);
        arguments.extend(run::FEATURES);
        let built = built(&arguments)?;
        let find = |name| {
            let program = built.iter().find(|(built, _)| built == name);
            program.map(|(_, path)| path.clone()).with_context(|| format!("no {name} was built"))
        };
        Ok(Self {
            hub: find("backstop-hub")?,
            desk: find("backstop-desk")?,
            console: find("backstop")?,
            empty: find("empty_window")?,
            day: find("day")?,
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

/// Builds and returns the names of the programs with the places where cargo put them.
fn built(arguments: &[&str]) -> Result<Vec<(String, PathBuf)>> {
    eprintln!("$ cargo {}", arguments.join(" "));
    let mut cargo = shell::command("cargo", arguments);
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} ended with {}", arguments.join(" "), output.status);
    }
    let said = String::from_utf8(output.stdout)?;
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let programs = messages.filter_map(|message| {
        let name = message["target"]["name"].as_str()?.to_owned();
        Some((name, message["executable"].as_str()?.into()))
    });
    Ok(programs.collect())
}
