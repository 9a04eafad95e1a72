//! A session bus of its own, so that nothing a test says reaches a real desktop.

use std::process::Stdio;

use tempfile::TempDir;

use crate::{program::guarded, running::Running};

/// A running session bus.
pub struct Bus {
    address: String,
    _daemon: Running,
    _folder: TempDir,
}

impl Default for Bus {
    fn default() -> Self {
        Self::start()
    }
}

impl Bus {
    /// Starts one.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the bus");
        let mut command = guarded("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped());
        let mut daemon =
            Running::start("dbus-daemon", &mut command, &folder.path().join("bus.log"));
        let address = daemon.first_line();
        Self { address, _daemon: daemon, _folder: folder }
    }

    /// Its address, for `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}
