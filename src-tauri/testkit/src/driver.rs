//! The real console under `WebKitWebDriver`: a display, a bus, a driver, and the program itself.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;

use crate::{
    bus::Bus,
    display::Display,
    http::Http,
    program::{binary, guarded},
    running::Running,
    wait,
    webdriver::Session,
};

/// The environment that the console finds.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where the console keeps its data; it may outlive several runs.
    pub home: PathBuf,
    /// The language of the system, such as `zh_CN.UTF-8`.
    pub language: &'static str,
    /// Further environment variables.
    pub environment: Vec<(String, String)>,
}

/// The console, running, with a `WebDriver` session on its window.
pub struct Console {
    /// The window.
    pub window: Session,
    driver: Running,
    folder: TempDir,
}

impl Console {
    /// Starts the console and waits until its first screen stands.
    pub fn start(display: &Display, bus: &Bus, around: &Surroundings) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the driver");
        let ready = folder.path().join("ready");
        let wrapper = wrapper(folder.path());
        let port = free_port();
        let mut command = guarded("WebKitWebDriver");
        command
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("BACKSTOP_HOME", &around.home)
            .env("BACKSTOP_READY_FILE", &ready)
            .env("BACKSTOP_KEYCHAIN", "file")
            .env("XDG_DATA_HOME", around.home.join("xdg-data"))
            .env("XDG_CONFIG_HOME", around.home.join("xdg-config"))
            .env("XDG_CACHE_HOME", around.home.join("xdg-cache"))
            .env("LANG", around.language)
            .env("LC_ALL", around.language)
            .env("TZ", "Asia/Shanghai")
            .env_remove("LANGUAGE")
            .envs(around.environment.iter().map(|(k, v)| (k, v)))
            .stdout(Stdio::null());
        let log = folder.path().join("driver.log");
        let driver = Running::start_group("WebKitWebDriver and the console", &mut command, &log);
        let http = Http::new(&format!("http://127.0.0.1:{port}"));
        wait::until_true("WebKitWebDriver listens", || {
            http.send("GET", "/status", None, &[]).is_ok_and(|answer| answer.status == 200)
        });
        let window = Session::open(&http, &wrapper);
        wait::until_true("the console's first screen stands", || ready.exists());
        Self { window, driver, folder }
    }

    /// The process of the console itself.
    pub fn process_id(&self) -> u32 {
        let file = self.folder.path().join("pid");
        let text = fs::read_to_string(file).expect("the console has started");
        text.trim().parse().expect("a process has a number")
    }

    /// SIGKILL for the console: it gets no chance to save anything.
    pub fn kill(mut self) {
        let id = i32::try_from(self.process_id()).ok().and_then(rustix::process::Pid::from_raw);
        let id = id.expect("a process has a number");
        rustix::process::kill_process(id, rustix::process::Signal::KILL).expect("it is running");
        self.driver.kill();
    }

    /// Closes the window's session and ends everything.
    pub fn close(mut self) {
        self.window.quit();
        self.driver.kill();
    }
}

/// A script between driver and console: it notes the process's number and ties the console's life
/// to the driver's.
fn wrapper(folder: &Path) -> PathBuf {
    let script = folder.join("console");
    let text = format!(
        "#!/bin/sh\necho $$ > '{}'\nexec /usr/bin/setpriv --pdeathsig KILL -- '{}' \"$@\"\n",
        folder.join("pid").display(),
        binary("backstop").display()
    );
    fs::write(&script, text).expect("the script can be written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("and made to run");
    script
}

/// A port that nobody uses at this moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    listener.local_addr().expect("a bound port has a number").port()
}
