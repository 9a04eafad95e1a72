//! A PostgreSQL of the test's own: a real server in a folder of its own on a free port, gone with the test.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use rustix::process::{Pid, Signal, getuid, kill_process};
use tempfile::TempDir;

use crate::{finished::Finished, running::Running, wait};

/// What makes a test's server quick without making it another one.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 100
shared_buffers = 64MB
autovacuum_naptime = 5s
log_min_messages = warning
wal_level = replica
max_wal_senders = 8
hot_standby = on
";

/// Who runs the server where the test is root: the server refuses to be.
const USER: &str = "postgres";

/// A server. Dropping it kills it.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    process: Option<Running>,
}

impl Postgres {
    /// A new server with nothing in it.
    pub fn start() -> Self {
        let server = Self::folder();
        let data = server.data();
        let arguments = ["--username=hub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
        let mut init = server.program("initdb");
        init.args(arguments).args(["--no-sync", "--pgdata"]).arg(&data);
        Finished::run(&mut init, "").ok();
        server.set(SETTINGS);
        server.running()
    }

    /// The server that the tests of one program share; each takes a database of its own.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Postgres> = LazyLock::new(|| {
            // What a thread starts dies with the thread: this one lasts as long as the program.
            let (hand_over, handed) = std::sync::mpsc::sync_channel(1);
            thread::spawn(move || {
                hand_over.send(Postgres::start()).ok();
                loop {
                    thread::park();
                }
            });
            handed.recv().expect("PostgreSQL starts")
        });
        &SHARED
    }

    /// A new, empty database; gives its URL.
    pub fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("shop_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// The URL of a database here.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://hub@127.0.0.1:{}/{database}", self.port)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Asks something in SQL; gives the rows with `|` between the columns.
    #[track_caller]
    pub fn psql(&self, database: &str, sql: &str) -> String {
        let finished = Finished::run(&mut self.asking(database, sql), "");
        finished.ok();
        finished.stdout.trim().to_owned()
    }

    /// The same with the complaint if the server refuses.
    pub fn try_psql(&self, database: &str, sql: &str) -> Result<String, String> {
        let output = self.asking(database, sql).output().expect("psql runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// Takes a dump of a database and makes a new one of it; gives its URL.
    pub fn dump_and_restore(&self, url: &str) -> String {
        let file = self.folder.path().join("dump");
        let mut dump = self.program("pg_dump");
        Finished::run(dump.args(["--format=custom", "--dbname", url, "--file"]).arg(&file), "")
            .ok();
        let again = self.database();
        let mut restore = self.program("pg_restore");
        let arguments = ["--exit-on-error", "--dbname", &again];
        Finished::run(restore.args(arguments).arg(&file), "").ok();
        again
    }

    /// Another server that follows this one; `name` is what this one knows it by.
    #[must_use]
    pub fn standby(&self, name: &str) -> Self {
        let standby = Self::folder();
        let source = format!("host=127.0.0.1 port={} user=hub application_name={name}", self.port);
        let mut copy = standby.program("pg_basebackup");
        copy.args(["--dbname", &source, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]);
        Finished::run(copy.arg("--pgdata").arg(standby.data()), "").ok();
        standby.set("");
        standby.running()
    }

    /// Lets a server that follows another lead.
    pub fn promote(&self) {
        let mut promote = self.program("pg_ctl");
        Finished::run(promote.args(["promote", "--wait", "--pgdata"]).arg(self.data()), "").ok();
    }

    /// Changes settings of a server that runs.
    pub fn change(&self, settings: &str) {
        self.set(settings);
        self.psql("postgres", "SELECT pg_reload_conf()");
    }

    /// SIGKILL to the server and every process of it at once.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        let family = children(process.id());
        process.kill();
        for id in family {
            kill_process(id, Signal::KILL).ok();
        }
    }

    /// Starts a server again that was killed.
    pub fn start_again(&mut self) {
        self.process = Some(self.launch());
        self.wait_until_ready();
    }

    fn folder() -> Self {
        let folder = tempfile::tempdir().expect("a folder for PostgreSQL");
        if let Some((user, group)) = other_user() {
            chown(folder.path(), Some(user), Some(group)).expect("the folder is given away");
        }
        Self { folder, port: free_port(), process: None }
    }

    fn running(mut self) -> Self {
        self.start_again();
        self
    }

    fn set(&self, settings: &str) {
        let file = self.data().join("postgresql.auto.conf");
        let place = format!(
            "port = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.folder.path().display()
        );
        let text = fs::read_to_string(&file).unwrap_or_default();
        fs::write(&file, text + settings + &place).expect("the settings are written");
    }

    fn launch(&self) -> Running {
        let mut command = self.program("postgres");
        command.arg("-D").arg(self.data()).stdout(Stdio::null());
        Running::start("PostgreSQL", &mut command, &self.folder.path().join("log"))
    }

    fn wait_until_ready(&self) {
        let mut ready = self.program("pg_isready");
        ready.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]);
        wait::until_true("PostgreSQL answers", || {
            ready.status().is_ok_and(|status| status.success())
        });
    }

    fn asking(&self, database: &str, sql: &str) -> Command {
        let mut command = self.program("psql");
        command.args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet"]);
        command.args(["--set=ON_ERROR_STOP=1", "--dbname", &self.url(database), "--command", sql]);
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of PostgreSQL, run as somebody who is not root and killed when its starter dies.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new("/usr/bin/setpriv");
        command.current_dir(self.folder.path());
        if other_user().is_some() {
            command.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
        }
        command.args(["--pdeathsig", "KILL", "--"]).arg(folder_of_programs().join(name));
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Where the newest PostgreSQL of this machine has its programs.
fn folder_of_programs() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
        let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path));
        newest.expect("PostgreSQL is installed: apt-get install postgresql").join("bin")
    });
    &FOLDER
}

/// Who runs the server if the test is root.
fn other_user() -> Option<(u32, u32)> {
    static USER_AND_GROUP: LazyLock<Option<(u32, u32)>> = LazyLock::new(|| {
        let number = |option: &str| {
            let output = Command::new("id").args([option, USER]).output().ok()?;
            String::from_utf8(output.stdout).ok()?.trim().parse().ok()
        };
        let of_user = || Some((number("-u")?, number("-g")?));
        let root = getuid().is_root();
        root.then(|| of_user().expect("there is a user called postgres"))
    });
    *USER_AND_GROUP
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The processes that a process has started.
fn children(of: u32) -> Vec<Pid> {
    let parent_is = |stat: String| {
        let fields = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse::<u32>().ok()?;
        (fields == of).then_some(())
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = processes.filter_map(|entry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        parent_is(fs::read_to_string(entry.path().join("stat")).ok()?)?;
        Pid::from_raw(id)
    });
    children.collect()
}
