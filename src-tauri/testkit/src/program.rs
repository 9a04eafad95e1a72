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
    let test = env::current_exe().expect("a test knows its own path");
    let profile = test
        .ancestors()
        .find(|folder| folder.join("deps").is_dir())
        .expect("a test lies in a build folder of cargo");
    let program = profile.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let build = match name {
        "backstop" => "cargo build --features custom-protocol",
        _ => "cargo build --workspace --bins",
    };
    assert!(program.exists(), "{} is missing: run `{build}` first", program.display());
    program
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
