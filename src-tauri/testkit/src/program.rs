//! Where the programs under test lie, and how they are started so that none outlives its test.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

/// Finds a program of the workspace (`backstop`, `backstop-hub`, `backstop-desk`) beside the test
/// that runs: both come out of the same build folder.
pub fn binary(name: &str) -> PathBuf {
    let program = build_folder().join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let build = match name {
        "backstop" => "cargo build --features custom-protocol",
        _ => "cargo build --workspace --bins",
    };
    assert!(program.exists(), "{} is missing: run `{build}` first", program.display());
    program
}

/// Finds an example of the workspace, which `cargo test` builds by itself.
pub fn example(name: &str) -> PathBuf {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let program = build_folder().join("examples").join(name);
    let build = "cargo build --workspace --examples";
    assert!(program.exists(), "{} is missing: run `{build}` first", program.display());
    program
}

fn build_folder() -> PathBuf {
    let test = env::current_exe().expect("a test knows its own path");
    let folder = test.ancestors().find(|folder| folder.join("deps").is_dir());
    folder.expect("a test lies in a build folder of cargo").to_owned()
}

/// A command that ends with the test: on Linux the kernel kills it when the test dies, whatever the
/// test died of.
pub fn guarded(program: impl AsRef<OsStr>) -> Command {
    if cfg!(target_os = "linux") && Path::new("/usr/bin/setpriv").exists() {
        let mut command = Command::new("/usr/bin/setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}
