//! `backstop-hub clock explain`: answers a person, or a program, who doubts a deadline.

use std::io::{BufRead, Write, stdin, stdout};

use backstop_domain::clock::explain_line;
use clap::Subcommand;

use crate::error::{HubError, Result};

/// What can be asked about clocks.
#[derive(Debug, Subcommand)]
pub enum ClockCommand {
    /// Reads one JSON case on each line and answers each with one JSON line at once.
    Explain,
}

/// Runs a clock command until the input ends.
pub fn run(command: &ClockCommand) -> Result<()> {
    match command {
        ClockCommand::Explain => explain(stdin().lock(), stdout().lock()),
    }
}

fn explain(cases: impl BufRead, mut answers: impl Write) -> Result<()> {
    for case in cases.split(b'\n') {
        let case = case.map_err(HubError::io("reading a case"))?;
        let case = String::from_utf8_lossy(&case);
        let answered = writeln!(answers, "{}", explain_line(&case)).and_then(|()| answers.flush());
        match answered {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
            other => other.map_err(HubError::io("writing an answer"))?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_gets_one_line_and_nonsense_gets_an_error() {
        let always = r#"{"calendar":{"time_zone":"UTC","weekly":"24x7"},"start":"2026-03-09T10:00:00Z","target_seconds":60}"#;
        let cases = format!("{always}\n\nnonsense");
        let mut answers = Vec::new();
        explain(cases.as_bytes(), &mut answers).expect("reading from memory does not fail");
        let answers = String::from_utf8(answers).expect("answers are text");
        let lines: Vec<&str> = answers.lines().collect();
        assert_eq!(lines.len(), 3, "each line has its answer, the empty one too: {answers}");
        assert!(lines[0].contains("\"due\":\"2026-03-09T10:01:00Z\""), "{}", lines[0]);
        assert!(lines[1].contains("\"error\"") && lines[2].contains("\"error\""), "{answers}");
    }
}
