//! The real program, run as others run it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use crate::client::PATIENCE;

/// The program.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_backstop-hub"))
}

/// Runs the program to its end, with something on its standard input.
pub(crate) fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a standard input");
    stdin.write_all(input.as_bytes()).ok();
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

/// Runs the program, which must succeed, and gives what it printed.
#[track_caller]
pub(crate) fn answer(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} succeeds: {complaint}");
    String::from_utf8(output.stdout).expect("a text")
}

/// A hub process; killed when it is dropped.
pub(crate) struct Serving {
    child: Child,
    /// Where it is reached.
    pub(crate) url: String,
    ready: PathBuf,
}

impl Serving {
    /// Starts a hub over a database and waits until it serves.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_on(folder, &format!("sqlite:{}", folder.join("hub.db").display()))
    }

    /// Starts a hub over any database; the folder is only for its ready file.
    pub(crate) fn start_on(folder: &Path, database: &str) -> Self {
        Self::start_with(folder, database, &[])
    }

    /// The same with further options.
    pub(crate) fn start_with(folder: &Path, database: &str, options: &[&str]) -> Self {
        let ready = folder.join("ready");
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", database]).args(options);
        command.arg("--ready-file").arg(&ready).stderr(Stdio::null());
        let child = command.spawn().expect("the hub starts");
        let url = wait_for(&ready);
        Self { child, url, ready }
    }

    /// The memory that it has in use, in KiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the hub runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let figure = line.and_then(|line| line.trim().strip_suffix(" kB"));
        figure.and_then(|figure| figure.trim().parse().ok()).expect("the kernel counts in kB")
    }

    /// Kills it without warning.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("the hub can be killed");
        self.child.wait().expect("the hub is gone");
        std::fs::remove_file(&self.ready).ok();
    }

    /// Asks it to end and waits until it has.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> std::process::ExitStatus {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        assert!(asked.success(), "the signal is delivered");
        self.child.wait().expect("the hub is gone")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Polls for the ready file: another process gives no other sign.
fn wait_for(ready: &Path) -> String {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Ok(url) = std::fs::read_to_string(ready) {
            return url;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the hub serves within {PATIENCE:?}");
}
