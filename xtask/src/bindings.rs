//! `cargo xtask bindings`: writes the TypeScript side of the boundary anew.

use anyhow::Result;

use crate::{run, shell};

/// Generates `ui/src/ipc/bindings.ts` and `commands.ts` from the Rust types.
pub(crate) fn run() -> Result<()> {
    let mut test = shell::command("cargo", &["test", "--quiet", "--workspace", "--lib"]);
    test.args(run::FEATURES).arg("generated");
    shell::run(test.env("BACKSTOP_UPDATE_BINDINGS", "1"))
}
