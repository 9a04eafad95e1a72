//! A program that writes on a desk as fast as it goes and says what the desk has promised to keep
//! (`src-tauri/desk/examples/scribe.rs`).

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};

use serde_json::Value;
use tempfile::TempPath;

use super::CUSTOMER;
use crate::{desk::Desk, program, running::Running};

/// What a desk has promised to keep.
#[derive(Debug, Clone, Default)]
pub(crate) struct Promises {
    /// Commands: the number and the words.
    pub(crate) commands: Vec<(u64, String)>,
    /// The newest words of each draft, by its identifier, with the number of the keystroke.
    pub(crate) drafts: Vec<(String, u64)>,
}

impl Promises {
    /// Keeps what else was promised.
    pub(crate) fn keep(&mut self, other: Self) {
        self.commands.extend(other.commands);
        self.drafts.extend(other.drafts);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.commands.len() + self.drafts.len()
    }
}

/// The program while it writes.
pub(crate) struct Scribe {
    running: Running,
    reading: JoinHandle<Promises>,
    heard: Arc<AtomicUsize>,
    log: TempPath,
}

impl Scribe {
    /// Starts writing; `prepare` sees the program before it starts.
    pub(crate) fn start(desk: &Desk, mark: &str, prepare: impl FnOnce(&mut Command)) -> Self {
        let mut command = program::guarded(program::example("scribe"));
        command.arg(desk.profile()).args([CUSTOMER, mark]).stdout(Stdio::piped());
        prepare(&mut command);
        // What it complains about must not depend on the disk that it complains about.
        let log = tempfile::NamedTempFile::new().expect("a file for complaints").into_temp_path();
        let mut running = Running::start("the scribe", &mut command, &log);
        let output = BufReader::new(running.output());
        let heard = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&heard);
        let mark = mark.to_owned();
        let reading = thread::spawn(move || {
            let mut promises = Promises::default();
            for line in output.lines().map_while(Result::ok) {
                // A line that was cut off by the end of the program promised nothing.
                let Ok(said) = serde_json::from_str::<Value>(&line) else { continue };
                hear(&said, &mark, &mut promises);
                counting.fetch_add(1, Ordering::SeqCst);
            }
            promises
        });
        Self { running, reading, heard, log }
    }

    /// How many promises have been heard so far.
    pub(crate) fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.running.is_running()
    }

    /// How often the desk said that it could not write.
    pub(crate) fn refusals(&self) -> usize {
        let said = fs::read_to_string(&self.log).unwrap_or_default();
        said.lines().filter(|line| line.starts_with("refused: ")).count()
    }

    /// SIGKILL. What it had promised until then.
    pub(crate) fn kill(mut self) -> Promises {
        self.running.kill();
        self.reading.join().expect("reading does not panic")
    }
}

fn hear(said: &Value, mark: &str, promises: &mut Promises) {
    if let Some(step) = said["draft"].as_u64() {
        let draft = format!("draft-{mark}");
        promises.drafts.retain(|(id, _)| *id != draft);
        promises.drafts.push((draft, step));
    } else if let (Some(n), Some(text)) = (said["n"].as_u64(), said["text"].as_str()) {
        promises.commands.push((n, text.to_owned()));
    }
}
