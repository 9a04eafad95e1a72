//! `backstop-hub audit verify` and `backstop-hub ledger verify`: proof that the books are right.

use clap::Subcommand;

use crate::{error::Result, store::Store};

/// What can be asked of the books.
#[derive(Debug, Subcommand)]
pub enum VerifyCommand {
    /// Reads everything again and checks it; anything wrong is an error.
    Verify {
        /// The database: sqlite:FILE or `postgres://…`.
        #[arg(long)]
        database: String,
        /// Answers with one JSON value.
        #[arg(long)]
        json: bool,
    },
}

/// Checks the audit log.
pub fn audit(command: &VerifyCommand) -> Result<()> {
    let VerifyCommand::Verify { database, json } = command;
    let report = Store::open_existing(database)?.verify_audit()?;
    if *json {
        return super::print_json(&report);
    }
    let (lines, head) = (report.entries, report.head);
    super::answer(&format!("the audit log is whole: {lines} lines, head {head}"))
}

/// Checks the ledger.
pub fn ledger(command: &VerifyCommand) -> Result<()> {
    let VerifyCommand::Verify { database, json } = command;
    let report = Store::open_existing(database)?.verify_ledger()?;
    if *json {
        return super::print_json(&report);
    }
    let (transfers, accounts) = (report.transfers, report.accounts);
    let held = report.held;
    super::answer(&format!(
        "the ledger adds up: {transfers} transfers, {accounts} accounts, {held} held"
    ))
}
