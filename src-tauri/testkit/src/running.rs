//! A process that runs beside a test and ends with it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    thread,
};

use crate::wait;

/// The most lines of a failed process's log that are worth reading.
const LAST_WORDS: usize = 40;

/// A running process. Dropping it kills it, and shows its last words if the test failed.
pub struct Running {
    name: String,
    child: Child,
    log: Option<PathBuf>,
    /// Whether it heads a group that dies with it.
    #[cfg(unix)]
    group: bool,
}

impl Running {
    /// Starts a process whose standard error goes into a file.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Self {
        let file = File::options().create(true).append(true).open(log);
        let file = file.unwrap_or_else(|error| panic!("{}: {error}", log.display()));
        let child = command.stdin(Stdio::null()).stderr(file).spawn();
        let child = child.unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
        Self {
            name: name.to_owned(),
            child,
            log: Some(log.to_owned()),
            #[cfg(unix)]
            group: false,
        }
    }

    /// Starts a process as the head of a group, so that whatever it starts dies with it.
    #[cfg(unix)]
    pub fn start_group(name: &str, command: &mut Command, log: &Path) -> Self {
        use std::os::unix::process::CommandExt;
        let mut running = Self::start(name, command.process_group(0), log);
        running.group = true;
        running
    }

    /// Takes a process that was started elsewhere.
    pub fn adopt(name: &str, child: Child) -> Self {
        Self {
            name: name.to_owned(),
            child,
            log: None,
            #[cfg(unix)]
            group: false,
        }
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The first line that it says on its standard output, which says that it is ready.
    pub fn first_line(&mut self) -> String {
        let output = self.child.stdout.take().expect("the output of the process is kept");
        let mut line = String::new();
        let mut output = BufReader::new(output);
        output.read_line(&mut line).expect("the output is text");
        assert!(!line.trim().is_empty(), "{} ended before it was ready", self.name);
        // Whatever it says later must not fill the pipe.
        thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        line.trim().to_owned()
    }

    /// Its standard output, which must be piped; whoever takes it has to read it.
    pub fn output(&mut self) -> ChildStdout {
        self.child.stdout.take().expect("the output of the process is kept")
    }

    /// Hands text to its standard input and closes that.
    pub fn feed(&mut self, text: &str) {
        let mut input = self.child.stdin.take().expect("the input of the process is kept");
        input.write_all(text.as_bytes()).expect("the process reads its input");
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// SIGKILL: the process gets no chance to tidy up.
    pub fn kill(&mut self) {
        #[cfg(unix)]
        if let (true, Some(id)) = (self.group, self.pid()) {
            // A group that is gone already is what we want.
            rustix::process::kill_process_group(id, rustix::process::Signal::KILL).ok();
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// SIGTERM, then waits for the process to tidy up and end.
    pub fn stop(&mut self) -> ExitStatus {
        #[cfg(unix)]
        if let Some(id) = self.pid() {
            rustix::process::kill_process(id, rustix::process::Signal::TERM).ok();
        }
        #[cfg(not(unix))]
        self.child.kill().ok();
        let name = self.name.clone();
        wait::until(&format!("{name} ends when asked to"), || {
            self.child.try_wait().expect("the process can be looked at")
        })
    }

    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }

    fn last_words(&self) -> String {
        let text = self.log.as_ref().and_then(|log| fs::read(log).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("--- the last words of {}:\n{}", self.name, self.last_words());
        }
    }
}
