//! The outbox: what is not on the hub, and what to do with what the hub refused.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{cli::Session, cli::answer, error::Result, view::outbox::OutboxRow};

#[derive(Debug, Args)]
pub(super) struct Outbox {
    #[command(subcommand)]
    deed: Option<Deed>,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// Give up what the hub refused, with its words.
    Discard {
        /// Its number in the outbox.
        n: u64,
    },
    /// Send what the hub refused again.
    Resend {
        /// Its number in the outbox.
        n: u64,
        /// With other words.
        #[arg(long, allow_hyphen_values = true)]
        body: Option<String>,
    },
}

impl Outbox {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        match &self.deed {
            None => {}
            Some(Deed::Discard { n }) => session.desk.discard(*n)?,
            Some(Deed::Resend { n, body }) => {
                return session.sent(session.desk.resend(*n, body.clone())?).await;
            }
        }
        let rows = session.desk.outbox()?;
        rows.iter().map(row).collect::<Result<Vec<_>>>().map(Value::Array)
    }
}

fn row(row: &OutboxRow) -> Result<Value> {
    let mut value = serde_json::to_value(row)?;
    value["reason"] = row.reason.as_ref().map_or(json!(null), answer::reason);
    Ok(value)
}
