//! `cargo xtask bindings`: writes the TypeScript side of the boundary anew.

use anyhow::Result;

use crate::shell;

/// Generates `ui/src/ipc/bindings.ts` and `commands.ts` from the Rust types.
pub(crate) fn run() -> Result<()> {
    let arguments = [
        "test",
        "--quiet",
        "--package",
        "backstop",
        "--lib",
        "generated",
        "--features",
        "custom-protocol",
    ];
    shell::run(shell::command("cargo", &arguments).env("BACKSTOP_UPDATE_BINDINGS", "1"))
}
