//! What every end-to-end test stands on: display, bus, notification server, home folder, console.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use backstop_testkit::{
    bus::Bus,
    display::Display,
    driver::{Console, Surroundings},
    hub::{Hub, PASSWORD},
    notifications::Notifications,
    shop, wait,
    webdriver::{Chord, Key, Session, test_id},
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A customer of the sample shop.
pub(crate) const CUSTOMER: &str = "cnjd喜哥2号";
/// Their name.
pub(crate) const CUSTOMER_NAME: &str = "宋敬明";

/// One console at a time: two real windows and their web processes would only slow each other down.
static ALONE: Mutex<()> = Mutex::new(());

/// The console with everything around it.
pub(crate) struct Stage {
    console: Option<Console>,
    /// What the desktop was asked to show.
    pub(crate) notifications: Notifications,
    bus: Bus,
    /// The virtual display.
    pub(crate) display: Display,
    home: TempDir,
    language: &'static str,
    // Let go of last.
    _alone: MutexGuard<'static, ()>,
}

impl Stage {
    /// Opens the console for the first time, as somebody would whose system speaks this language.
    pub(crate) fn open(language: &'static str) -> Self {
        Self::open_on(language, 1280, 800)
    }

    /// The same on a display of this size.
    pub(crate) fn open_on(language: &'static str, width: u32, height: u32) -> Self {
        // A test that failed has left nothing behind that could disturb the next one.
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let display = Display::start(width, height);
        let bus = Bus::start();
        let notifications = Notifications::start(&bus);
        let home = tempfile::tempdir().expect("a home for the console");
        let mut stage =
            Self { console: None, notifications, bus, display, home, language, _alone: alone };
        stage.start();
        stage
    }

    /// The console's window.
    pub(crate) fn window(&self) -> &Session {
        &self.console.as_ref().expect("the console runs").window
    }

    /// SIGKILL, and the console is opened again.
    pub(crate) fn kill_and_start(&mut self) {
        self.console.take().expect("the console runs").kill();
        self.start();
    }

    fn start(&mut self) {
        let around = Surroundings {
            home: self.home.path().to_owned(),
            language: self.language,
            environment: Vec::new(),
        };
        self.console = Some(Console::start(&self.display, &self.bus, &around));
        self.window().test_id("frame");
    }

    /// The database of the hub inside the console, in solo mode.
    pub(crate) fn solo_database(&self) -> PathBuf {
        self.home.path().join("solo").join("hub.db")
    }

    /// Signs in to a team's hub from the settings, by keyboard.
    pub(crate) fn sign_in(&self, hub: &str, login: &str) {
        let window = self.window();
        window.press(Chord::control(","));
        window.tab_to(&test_id("signin-hub"));
        window.type_text(hub);
        window.press(Key::Tab);
        window.type_text(login);
        window.press(Key::Tab);
        window.type_text(PASSWORD);
        window.press(Key::Enter);
        window.test_id("workbench");
        self.await_line("the desk is on the line and has everything", true);
    }

    /// Becomes another of solo mode's people.
    pub(crate) fn become_person(&self, id: &str) {
        let window = self.window();
        window.press(Chord::control(","));
        window.tab_to(&test_id(&format!("become-{id}")));
        window.press(Key::Enter);
        window.test_id("workbench");
    }

    /// Waits until the status line says whether there is a line.
    #[track_caller]
    pub(crate) fn await_line(&self, what: &str, online: bool) {
        let script = "return document.querySelector('[data-testid=status-line]')\
                      ?.dataset.online === arguments[0]";
        self.window().await_script(what, script, &[json!(online.to_string())]);
    }

    /// Waits until the status line counts so many things that are not delivered.
    #[track_caller]
    pub(crate) fn await_waiting(&self, many: u32) {
        let script = "return document.querySelector('[data-testid=status-line]')\
                      ?.dataset.waiting === arguments[0]";
        let what = format!("{many} things are not delivered");
        self.window().await_script(&what, script, &[json!(many.to_string())]);
    }

    /// Calls a command of the console as its own page does, for looking behind the screen.
    #[track_caller]
    pub(crate) fn ask(&self, command: &str, arguments: &Value) -> Value {
        let script = "window.asked = undefined;\
                      window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])\
                      .then(answer => { window.asked = { answer }; },\
                            error => { window.asked = { error }; })";
        self.window().script(script, &[json!(command), arguments.clone()]);
        let asked = wait::until(&format!("the console answers {command}"), || {
            let asked = self.window().script("return window.asked ?? null", &[]);
            (!asked.is_null()).then_some(asked)
        });
        assert!(asked["error"].is_null(), "{command} must answer: {asked}");
        asked["answer"].clone()
    }

    /// Keeps a picture.
    pub(crate) fn picture(&self, name: &str) {
        self.window().settle();
        self.display.picture(name);
    }
}

/// A serving hub with the sample shop and these people: login and role.
pub(crate) fn team(people: &[(&str, &str)]) -> Hub {
    let mut hub = Hub::new();
    hub.import("ecom-bench", &shop::sample());
    for (login, role) in people {
        hub.person(login, role);
    }
    hub.serve();
    hub
}
