//! `backstop-hub history renew`: the last step of setting a database back to a backup.

use clap::Subcommand;
use jiff::Timestamp;
use serde_json::json;

use crate::{error::Result, store::Store};

/// What can be done to the history of a database.
#[derive(Debug, Subcommand)]
pub enum HistoryCommand {
    /// Gives a database that was set back to a backup a history of its own, while no hub serves it. Desks notice it and tell
    /// again what the backup does not know.
    Renew {
        /// The database: sqlite:FILE or `postgres://…`.
        #[arg(long)]
        database: String,
        /// Answers with one JSON value.
        #[arg(long)]
        json: bool,
    },
}

/// Renews the history.
pub fn run(command: &HistoryCommand) -> Result<()> {
    let HistoryCommand::Renew { database, json } = command;
    let epoch = Store::open_existing(database)?.renew_history(Timestamp::now())?;
    if *json {
        return super::print_json(&json!({ "epoch": epoch }));
    }
    super::answer(&format!("the database has a history of its own now: {epoch}"))
}
