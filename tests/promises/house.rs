//! The house keeps its own law: who may depend on whom, and that every file says what it is for.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The whole law of edges: each room and the rooms it may know.
const EDGES: &[(&str, &[&str])] = &[
    ("backstop", &["backstop-desk", "backstop-domain", "backstop-drill", "backstop-hub"]),
    ("backstop-desk", &["backstop-domain", "backstop-lens", "backstop-protocol"]),
    ("backstop-domain", &[]),
    ("backstop-drill", &["backstop-domain", "backstop-lens"]),
    ("backstop-hub", &["backstop-domain", "backstop-lens", "backstop-protocol"]),
    ("backstop-lens", &[]),
    ("backstop-powerloss", &[]),
    ("backstop-protocol", &["backstop-domain"]),
    (
        "backstop-simulator",
        &["backstop-desk", "backstop-domain", "backstop-hub", "backstop-protocol"],
    ),
    ("backstop-testkit", &["backstop-powerloss"]),
    ("xtask", &[]),
];

/// What the pure rooms may not call, with the reason.
const IMPURE: &[(&str, &str)] = &[
    ("Timestamp::now", "time is passed in"),
    ("SystemTime", "time is passed in"),
    ("Instant::now", "time is passed in"),
    ("now_v7", "identifiers are passed in"),
    ("std::fs", "a pure room knows no file"),
    ("std::net", "a pure room knows no network"),
    ("HashMap", "iteration order must not depend on chance"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

#[test]
fn every_edge_between_rooms_is_allowed() {
    let metadata = metadata();
    let law: BTreeMap<_, _> = EDGES.iter().copied().collect();
    for package in metadata["packages"].as_array().expect("there are packages") {
        let name = package["name"].as_str().expect("a package has a name");
        let allowed = law.get(name).unwrap_or_else(|| panic!("{name} is not in the law of edges"));
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"] == "dev";
            assert!(
                for_tests || !to.starts_with("backstop") || allowed.contains(&to),
                "{name} may not depend on {to}"
            );
        }
    }
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let silent: Vec<_> = files(&["src-tauri", "xtask", "tests"], "rs")
        .into_iter()
        .filter(|file| !file.ends_with("command_list.rs"))
        .filter(|file| !text(file).starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "these files do not open with what they are for: {silent:?}");
}

#[test]
fn no_file_is_called_mod() {
    let called_mod: Vec<_> = files(&["src-tauri", "xtask", "tests"], "rs")
        .into_iter()
        .filter(|file| file.ends_with("mod.rs"))
        .collect();
    assert!(called_mod.is_empty(), "a module is x.rs beside x/: {called_mod:?}");
}

#[test]
fn the_pure_rooms_know_no_clock_no_file_and_no_chance() {
    for room in ["domain", "protocol", "drill", "lens"] {
        for file in files(&[&format!("src-tauri/{room}/src")], "rs") {
            let text = text(&file);
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            if file.to_string_lossy().contains("tests") {
                continue;
            }
            for (word, reason) in IMPURE {
                assert!(!code.contains(word), "{} says {word}, but {reason}", file.display());
            }
        }
    }
}

#[test]
fn the_ui_reaches_rust_only_through_its_ipc_folder() {
    let mut files = files(&["ui/src"], "ts");
    files.extend(self::files(&["ui/src"], "svelte"));
    let strays: BTreeSet<_> = files
        .into_iter()
        .filter(|file| !file.starts_with(root().join("ui/src/ipc")))
        // The UI's own house rules name what they forbid.
        .filter(|file| !file.starts_with(root().join("ui/src/test")))
        .filter(|file| text(file).contains("@tauri-apps/"))
        .collect();
    assert!(strays.is_empty(), "only ui/src/ipc may import Tauri: {strays:?}");
}

#[test]
fn customer_text_is_never_markup() {
    let raw: Vec<_> = files(&["ui/src"], "svelte")
        .into_iter()
        .filter(|file| text(file).contains("{@html"))
        .collect();
    assert!(raw.is_empty(), "text from outside is shown as text: {raw:?}");
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn files(folders: &[&str], extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), extension, &mut found);
    }
    assert!(!found.is_empty(), "there must be .{extension} files under {folders:?}");
    found
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("target") {
                collect(&path, extension, found);
            }
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
}
