//! A command that has ended: what it said and how it ended.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The result of a command.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The command, for messages.
    pub command: String,
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it answered.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Finished {
    /// Runs a command to its end, with `input` on its standard input.
    pub fn run(command: &mut Command, input: &str) -> Self {
        let shown = show(command);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = piped.spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{shown} cannot start: {error}"));
        let mut stdin = child.stdin.take().expect("the input is piped");
        let input = input.to_owned();
        // A program may answer before it has read everything, or not read at all.
        let feeding = std::thread::spawn(move || stdin.write_all(input.as_bytes()).ok());
        let output = child.wait_with_output().expect("a child can be waited for");
        feeding.join().expect("feeding a program does not panic");
        Self {
            command: shown,
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Requires success.
    #[track_caller]
    pub fn ok(&self) -> &Self {
        assert!(
            self.code == Some(0),
            "`{}` must succeed, but ended with {:?}:\n{}{}",
            self.command,
            self.code,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Requires success and reads the one JSON value of the answer.
    #[track_caller]
    pub fn json(&self) -> Value {
        self.ok();
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("`{}` must answer one JSON value ({error}): {}", self.command, self.stdout)
        })
    }

    /// Requires failure with exit code 1 and returns what was said about it.
    #[track_caller]
    pub fn refused(&self) -> &str {
        assert!(
            self.code == Some(1),
            "`{}` must fail with exit code 1, but ended with {:?}: {}{}",
            self.command,
            self.code,
            self.stdout,
            self.stderr
        );
        assert!(!self.stderr.trim().is_empty(), "`{}` must say why it failed", self.command);
        &self.stderr
    }
}

/// The command as one would type it, for messages.
fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    let start = words.iter().position(|word| word.contains("backstop")).unwrap_or(0);
    words[start..].join(" ")
}
