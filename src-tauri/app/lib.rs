//! The desktop app: window, tray, notifications and the commands of the web view.
//!
//! This is the only room that knows Tauri, and it only binds: it takes arguments, calls one function
//! of the desk (or of the hub that solo mode embeds), and maps the error. Rules live in the domain,
//! data on the desk.

pub mod bindings;
mod console;
pub mod drill_session;
pub mod error;
mod external;
pub mod ipc;
mod notice;
mod ready_file;
mod settings;
mod stage;
pub mod state;
mod tray;
mod watch;

use std::path::PathBuf;

use backstop_desk::view::app::DeskEvent;
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

use crate::{console::Console, notice::Notifier};

/// Runs the console until the person quits.
pub fn run() {
    start_logging();
    install_tls();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| tray::raise(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(ipc::handler())
        .setup(|app| Ok(setup(app.handle())?))
        .on_window_event(|window, event| {
            // Closing keeps everything running: promises are watched from the tray.
            if let (WindowEvent::CloseRequested { api, .. }, true) = (event, stays_in_tray()) {
                api.prevent_close();
                window.hide().ok();
            }
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|_, event| {
            if let RunEvent::Exit = event {
                tracing::info!("console.ended");
            }
        }),
        Err(error) => {
            tracing::error!(%error, "console.not_started");
            std::process::exit(1);
        }
    }
}

fn setup(app: &AppHandle) -> tauri::Result<()> {
    let home = home(app)?;
    let console = Console::new(home);
    app.manage(console.clone());
    if let Err(error) = tray::install(app) {
        tracing::warn!(%error, "tray.not_there");
    }
    let notifier = Notifier::new({
        let (app, console) = (app.clone(), console.clone());
        move |id| open_ticket(&app, &console, id)
    });
    tauri::async_runtime::spawn({
        let console = console.clone();
        async move { console.open().await }
    });
    tauri::async_runtime::spawn(watch::over(app.clone(), console, notifier));
    Ok(())
}

/// Someone clicked a notification: bring the window up and tell the screen what to show.
fn open_ticket(app: &AppHandle, console: &Console, id: String) {
    let (handle, console) = (app.clone(), console.clone());
    let raised = app.run_on_main_thread(move || tray::raise(&handle));
    if let Err(error) = raised {
        tracing::warn!(%error, "window.not_raised");
    }
    console.tell(&DeskEvent::Open { kind: "ticket".to_owned(), id });
}

/// Where the console keeps its data: the system's place for it, unless `BACKSTOP_HOME` says otherwise.
fn home(app: &AppHandle) -> tauri::Result<PathBuf> {
    let home = match std::env::var_os("BACKSTOP_HOME") {
        Some(home) => PathBuf::from(home),
        None => app.path().app_data_dir()?,
    };
    std::fs::create_dir_all(&home)?;
    Ok(home)
}

/// On Linux a tray may be missing, and then a hidden window could not be brought back.
fn stays_in_tray() -> bool {
    !cfg!(target_os = "linux")
}

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BACKSTOP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,backstop=info"));
    let started =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    if let Err(error) = started {
        eprintln!("there is no log: {error}");
    }
}

/// One provider of cryptography for the whole program, before anything asks for TLS.
fn install_tls() {
    // It is an error only when one is there already, which is as good.
    rustls::crypto::ring::default_provider().install_default().ok();
}
