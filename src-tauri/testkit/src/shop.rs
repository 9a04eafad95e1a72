//! The real shops that were given to the project, where they are at hand.

use std::{env, fs, path::PathBuf};

/// The folder of real data with this name, such as `A/zh-ecom-bench`. Where it is not at hand a line
/// says that the test counts as skipped.
pub fn folder(name: &str) -> Option<PathBuf> {
    let root = env::var_os("BACKSTOP_DATA").map_or_else(beside_the_project, PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!(
        "SKIPPED: there is no {} (set BACKSTOP_DATA to the folder that holds it)",
        folder.display()
    );
    None
}

/// The excerpt of a real shop that comes with the product; always at hand.
pub fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../hub/sample")
}

/// Reads one JSON file of a shop.
pub fn json(folder: &std::path::Path, file: &str) -> serde_json::Value {
    let path = folder.join(file);
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A copy of a shop that a test may spoil.
pub fn copy(folder: &std::path::Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder for the copy");
    for entry in fs::read_dir(folder).expect("the shop's folder can be read") {
        let entry = entry.expect("an entry of the shop's folder");
        fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("the file is copied");
    }
    copy
}

fn beside_the_project() -> PathBuf {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    workspace.join("../shared/data")
}
