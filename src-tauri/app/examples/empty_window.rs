//! A window with nothing in it: what Tauri and the web view alone cost on this machine. `cargo xtask
//! bench` opens it in turn with the console and reports both.
//!
//! It is built from the same crates with the same features, and says in the same way that it is there:
//! two frames after its page has run, it writes the file that `BACKSTOP_READY_FILE` names.

/// The page stands.
#[tauri::command]
fn ready() {
    let Some(file) = std::env::var_os("BACKSTOP_READY_FILE") else { return };
    if let Err(error) = std::fs::write(&file, "ready\n") {
        eprintln!("{}: {error}", file.display());
    }
}

fn main() {
    let context = tauri::generate_context!("src-tauri/app/examples/empty/tauri.conf.json");
    let opened =
        tauri::Builder::default().invoke_handler(tauri::generate_handler![ready]).run(context);
    if let Err(error) = opened {
        eprintln!("the window cannot be opened: {error}");
    }
}
