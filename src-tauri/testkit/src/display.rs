//! A virtual display.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;

use crate::{finished::Finished, program::guarded, running::Running};

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

    /// Keeps a picture of everything on it as `artifacts/screens/NAME.png`.
    #[track_caller]
    pub fn picture(&self, name: &str) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../artifacts/screens");
        fs::create_dir_all(&folder).expect("the folder of pictures can be made");
        let file = folder.join(format!("{name}.png"));
        let mut command = guarded("import");
        command.args(["-display", &self.name, "-window", "root"]).arg(&file);
        Finished::run(&mut command, "").ok();
        file
    }
}
