//! A real desk: its own profile, worked through the command line.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    finished::Finished,
    hub::PASSWORD,
    program::{binary, guarded},
    running::Running,
};

/// A desk with a profile of its own.
pub struct Desk {
    folder: TempDir,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// A desk on which nobody has signed in.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the desk") }
    }

    /// The same with its profile in a folder of this one, such as a small disk.
    pub fn inside(folder: &Path) -> Self {
        Self { folder: tempfile::tempdir_in(folder).expect("a folder for the desk") }
    }

    /// A desk on which somebody has signed in and pulled everything.
    #[track_caller]
    pub fn signed_in(url: &str, login: &str) -> Self {
        let desk = Self::new();
        desk.sign_in(url, login);
        desk.sync();
        desk
    }

    /// The folder that its profile lies in, with what it logs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where it keeps everything.
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// A command on this desk, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = guarded(binary("backstop-desk"));
        command
            .arg("--profile")
            .arg(self.profile())
            .arg("--json")
            .args(arguments)
            .env("BACKSTOP_KEYCHAIN", "file")
            .env("LANG", "C.UTF-8");
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        Finished::run(&mut self.command(arguments), "")
    }

    /// Runs a command that must succeed, and reads its answer.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.run(arguments).json()
    }

    /// The same with every use of the network forbidden.
    #[track_caller]
    pub fn offline(&self, arguments: &[&str]) -> Value {
        self.json(&[&["--offline"], arguments].concat())
    }

    /// Runs a command that answers a list.
    #[track_caller]
    pub fn list(&self, arguments: &[&str]) -> Vec<Value> {
        let answer = self.json(arguments);
        answer.as_array().unwrap_or_else(|| panic!("a list was expected: {answer}")).clone()
    }

    /// Signs in with everybody's password.
    #[track_caller]
    pub fn sign_in(&self, url: &str, login: &str) -> Value {
        let arguments = ["login", "--hub", url, "--login", login, "--password-stdin"];
        Finished::run(&mut self.command(&arguments), &format!("{PASSWORD}\n")).json()
    }

    /// Pushes and pulls once; there must be a line.
    #[track_caller]
    pub fn sync(&self) -> Value {
        self.json(&["sync"])
    }

    /// Every ticket the desk knows, without asking the hub.
    #[track_caller]
    pub fn tickets(&self) -> Vec<Value> {
        self.list(&["--offline", "ticket", "list"])
    }

    /// One ticket, without asking the hub.
    #[track_caller]
    pub fn ticket(&self, id: &str) -> Value {
        self.offline(&["ticket", "show", id])
    }

    /// What is not yet on the hub, without asking it.
    #[track_caller]
    pub fn outbox(&self) -> Vec<Value> {
        self.list(&["--offline", "outbox"])
    }

    /// What a search finds, without asking the hub.
    #[track_caller]
    pub fn search(&self, text: &str) -> Vec<Value> {
        self.list(&["--offline", "search", text])
    }

    /// Opens a complaint without using the network and returns the answer.
    #[track_caller]
    pub fn complain(&self, customer: &str, title: &str, body: &str) -> Value {
        self.offline(&complaint(customer, title, body))
    }

    /// A `sync --watch` that runs until it is dropped.
    pub fn watch(&self) -> Running {
        let mut command = self.command(&["sync", "--watch"]);
        command.stdout(Stdio::null());
        Running::start("sync --watch", &mut command, &self.folder.path().join("watch.log"))
    }

    /// Starts a command that somebody may kill before it ends.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null());
        Running::start("a desk's command", &mut command, &self.folder.path().join("killed.log"))
    }

    /// Every file of the profile with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.profile(), &mut files);
        files
    }
}

/// The arguments that open a complaint.
pub fn complaint<'a>(customer: &'a str, title: &'a str, body: &'a str) -> [&'a str; 10] {
    [
        "ticket",
        "open",
        "--customer",
        customer,
        "--kind",
        "complaint",
        "--title",
        title,
        "--body",
        body,
    ]
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(bytes) = fs::read(&path) {
            files.push((path, bytes));
        }
    }
}
