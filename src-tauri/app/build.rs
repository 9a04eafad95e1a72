//! Tells Tauri which commands exist, so that it refuses every other one.

include!("command_list.rs");

macro_rules! names {
    ($($command:ident),* $(,)?) => { &[$(stringify!($command)),*] };
}

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    let commands: &[&str] = for_each_command!(names);
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
