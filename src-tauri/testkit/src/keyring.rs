//! A real Secret Service: the keychain of a Linux desktop, on a bus and with a store of its own.

use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::{bus::Bus, program::guarded, running::Running, wait};

/// What opens the keychain.
const PASSWORD: &str = "the person's own";

/// An unlocked keychain, as long as it lives.
pub struct Keyring {
    bus: Bus,
    _daemon: Running,
    _folder: TempDir,
}

impl Default for Keyring {
    fn default() -> Self {
        Self::start()
    }
}

impl Keyring {
    /// Starts one.
    pub fn start() -> Self {
        let (bus, folder) = (Bus::start(), tempfile::tempdir().expect("a folder for the keyring"));
        let mut command = guarded("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("XDG_DATA_HOME", folder.path().join("data"))
            .env("XDG_RUNTIME_DIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().expect("gnome-keyring-daemon can be started");
        let mut daemon = Running::adopt("gnome-keyring-daemon", child);
        daemon.feed(PASSWORD);
        wait::until_true("the keychain is on the bus", || {
            has_owner(&bus, "org.freedesktop.secrets")
        });
        Self { bus, _daemon: daemon, _folder: folder }
    }

    /// Lets a program use it.
    pub fn lend<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env_remove("BACKSTOP_KEYCHAIN").env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
    }
}

fn has_owner(bus: &Bus, name: &str) -> bool {
    let asked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
        .arg("org.freedesktop.DBus.GetNameOwner")
        .arg(format!("string:{name}"))
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .output();
    asked.is_ok_and(|answer| answer.status.success())
}
