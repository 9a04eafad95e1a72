//! A virtual display and a message bus for machines without a screen.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// Whether windows can be opened here as it is.
pub(crate) fn is_there() -> bool {
    !cfg!(target_os = "linux")
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some()
}

/// A running virtual display with a session bus. Both end when this is dropped.
pub(crate) struct VirtualDisplay {
    server: Child,
    bus: Child,
    name: String,
    bus_address: String,
}

impl VirtualDisplay {
    /// Starts a display of the given size on a free number, and a session bus.
    pub(crate) fn start(width: u32, height: u32) -> Result<Self> {
        let screen = format!("{width}x{height}x24");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb")?;
        let name = format!(":{}", first_line(&mut server)?);
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start dbus-daemon")?;
        let bus_address = first_line(&mut bus)?;
        Ok(Self { server, bus, name, bus_address })
    }

    /// Makes a command open its windows here.
    pub(crate) fn apply(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }

    /// The display's name, such as `:99`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        for child in [&mut self.server, &mut self.bus] {
            // A child that is gone already is what we want.
            child.kill().ok();
            child.wait().ok();
        }
    }
}

fn first_line(child: &mut Child) -> Result<String> {
    let Some(output) = child.stdout.take() else { bail!("the program has no output") };
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    if line.trim().is_empty() {
        bail!("the program ended before it was ready");
    }
    Ok(line.trim().to_owned())
}
