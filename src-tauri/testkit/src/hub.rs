//! A real hub: its own database, its own process, and everything one can do to it from outside.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    finished::Finished,
    program::{binary, guarded},
    running::Running,
    wait,
};

/// The password of everybody in the tests.
pub const PASSWORD: &str = "correct horse 电池 staple";

/// A hub with a database of its own. It may be serving or not.
pub struct Hub {
    folder: TempDir,
    address: Option<SocketAddr>,
    process: Option<Running>,
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

impl Hub {
    /// A database that nobody serves yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the hub");
        Self { folder, address: None, process: None }
    }

    /// The same with its database in a folder of this one, such as a small disk.
    pub fn inside(folder: &Path) -> Self {
        let folder = tempfile::tempdir_in(folder).expect("a folder for the hub");
        Self { folder, address: None, process: None }
    }

    /// A hub that serves on a free port.
    pub fn started() -> Self {
        let mut hub = Self::new();
        hub.serve();
        hub
    }

    /// Starts serving: on a free port the first time, on the same port ever after.
    pub fn serve(&mut self) {
        self.serve_with(|_| {});
    }

    /// The same with a program that is prepared before it starts, such as for a disk that loses its power.
    pub fn serve_with(&mut self, prepare: impl FnOnce(&mut Command)) {
        assert!(self.try_serve_with(prepare), "the hub ended before it served");
    }

    /// The same for a hub that may not be able to; whether it serves.
    pub fn try_serve_with(&mut self, prepare: impl FnOnce(&mut Command)) -> bool {
        let ready = self.folder.path().join("ready");
        fs::remove_file(&ready).ok();
        let listen = self.address.map_or_else(|| "127.0.0.1:0".to_owned(), |a| a.to_string());
        let mut command = guarded(binary("backstop-hub"));
        command
            .args(["serve", "--listen", &listen, "--database", &self.database(), "--ready-file"])
            .arg(&ready)
            .stdout(Stdio::null());
        prepare(&mut command);
        let mut process = Running::start("the hub", &mut command, &self.log());
        let said = wait::until("the hub serves and says so in its ready file", || {
            if !process.is_running() {
                return Some(None);
            }
            let url = fs::read_to_string(&ready).ok();
            url.filter(|url| !url.trim().is_empty()).map(Some)
        });
        let Some(url) = said else { return false };
        self.address = Some(address_in(&url));
        self.process = Some(process);
        true
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.process.take().expect("the hub serves").kill();
    }

    /// Asks it to end and waits for that.
    pub fn stop(&mut self) {
        let status = self.process.take().expect("the hub serves").stop();
        assert!(status.success() || cfg!(not(unix)), "a hub that is asked to end says {status}");
    }

    /// Where desks find it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The address it serves on, or served on.
    pub fn address(&self) -> SocketAddr {
        self.address.expect("the hub has served once")
    }

    /// The database as the command line names it.
    pub fn database(&self) -> String {
        format!("sqlite:{}", self.database_file().display())
    }

    /// The database's file.
    pub fn database_file(&self) -> PathBuf {
        self.folder.path().join("hub.db")
    }

    /// The folder with everything the hub has.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it has logged.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("hub.log")
    }

    /// A subcommand on this hub's database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command.args(["--database", &self.database()]);
        command
    }

    /// Runs a subcommand on this hub's database to its end.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        Finished::run(&mut self.command(arguments), "")
    }

    /// Runs a subcommand and reads its answer.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--json"]].concat()).json()
    }

    /// Makes an account whose name is its login, with a role such as `agent`.
    #[track_caller]
    pub fn person(&self, login: &str, role: &str) -> Value {
        self.person_with(login, role, &[])
    }

    /// The same with further options, such as `--quota`.
    #[track_caller]
    pub fn person_with(&self, login: &str, role: &str, options: &[&str]) -> Value {
        let arguments = ["person", "add", "--login", login, "--name", login, "--role", role];
        let arguments = [&arguments, options, &["--password-stdin", "--json"]].concat();
        Finished::run(&mut self.command(&arguments), &format!("{PASSWORD}\n")).json()
    }

    /// Reads a shop's folder into the database and returns the summary.
    #[track_caller]
    pub fn import(&self, shop: &str, folder: &Path) -> Value {
        let folder = folder.to_str().expect("the path is text");
        self.json(&["import", shop, folder])
    }

    /// The hub's own truth about its tickets.
    #[track_caller]
    pub fn tickets(&self) -> Vec<Value> {
        let tickets = self.json(&["ticket", "list"]);
        tickets.as_array().expect("the hub lists its tickets as an array").clone()
    }

    /// Requires that the ledger balances and no line of the audit log was touched.
    #[track_caller]
    pub fn verify(&self) {
        self.run(&["ledger", "verify"]).ok();
        self.run(&["audit", "verify"]).ok();
    }
}

/// A subcommand of the hub's program that needs no database.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = guarded(binary("backstop-hub"));
    command.args(arguments);
    command
}

fn address_in(url: &str) -> SocketAddr {
    let address = url.trim().trim_start_matches("http://").trim_end_matches('/');
    address.parse().unwrap_or_else(|error| panic!("the ready file says {url}: {error}"))
}
