//! A virtual display.

use std::{fs, path::Path, process::Stdio};

use tempfile::TempDir;

use crate::{program::guarded, running::Running};

/// A running virtual display on a free number.
pub struct Display {
    name: String,
    _server: Running,
    _folder: TempDir,
}

impl Display {
    /// Starts one of this size.
    pub fn start(width: u32, height: u32) -> Self {
        assert!(
            Path::new("/usr/bin/Xvfb").exists(),
            "Xvfb is missing: `cargo xtask test` installs it"
        );
        let folder = tempfile::tempdir().expect("a folder for the display");
        let mut command = guarded("Xvfb");
        command
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped());
        let log = folder.path().join("xvfb.log");
        fs::write(&log, "").expect("the display's log can be written");
        let mut server = Running::start("Xvfb", &mut command, &log);
        let name = format!(":{}", server.first_line());
        Self { name, _server: server, _folder: folder }
    }

    /// Its name, such as `:99`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
