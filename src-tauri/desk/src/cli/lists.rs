//! Looking: customers, orders, search, drafts.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{cli::Session, error::Result};

/// How many customers are listed when nobody says how many.
const MANY: u32 = 100_000;

#[derive(Debug, Subcommand)]
pub(super) enum Customer {
    /// List customers, or those that a text finds.
    List {
        /// Part of a name, a telephone number, an identifier.
        #[arg(allow_hyphen_values = true, value_parser = words)]
        text: Option<String>,
        /// At most this many.
        #[arg(long, default_value_t = MANY)]
        limit: u32,
        /// Leave out this many.
        #[arg(long, default_value_t = 0)]
        offset: u32,
    },
    /// Show one customer in all dimensions.
    Show {
        /// Which.
        id: String,
    },
}

impl Customer {
    pub(super) fn run(&self, session: &Session) -> Result<Value> {
        match self {
            Self::List { text, limit, offset } => {
                let text = text.as_deref().unwrap_or_default();
                Ok(serde_json::to_value(session.desk.customers(text, *offset, *limit)?.rows)?)
            }
            Self::Show { id } => {
                let view = session.desk.customer(id)?;
                let (id, name) = (view.customer.id.clone(), view.customer.name.clone());
                Ok(with_first(json!({ "id": id, "name": name }), serde_json::to_value(view)?))
            }
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Order {
    /// Show an order with its parcels, visits and invoice.
    Show {
        /// Its number.
        id: String,
    },
}

impl Order {
    pub(super) fn run(&self, session: &Session) -> Result<Value> {
        let Self::Show { id } = self;
        let view = session.desk.order(id)?;
        let first = json!({
            "id": view.order.id,
            "customer_id": view.order.customer_id,
            "status": view.order.status,
        });
        Ok(with_first(first, serde_json::to_value(view)?))
    }
}

#[derive(Debug, Args)]
pub(super) struct Search {
    /// Words, part of a telephone or order number.
    #[arg(allow_hyphen_values = true, value_parser = words)]
    text: String,
    /// More words.
    #[arg(allow_negative_numbers = true, value_name = "TEXT")]
    more: Vec<String>,
    /// At most this many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

impl Search {
    pub(super) fn run(&self, session: &Session) -> Result<Value> {
        let mut text = self.text.clone();
        for word in &self.more {
            text.push(' ');
            text.push_str(word);
        }
        Ok(serde_json::to_value(session.desk.search(&text, self.limit)?)?)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Draft {
    /// List what is being written.
    List,
    /// Get it out of a profile that this program cannot open: one of a newer version, or a damaged one. Changes
    /// nothing.
    Export,
}

impl Draft {
    pub(super) fn run(&self, session: &Session) -> Result<Value> {
        let (Self::List | Self::Export) = self;
        Ok(serde_json::to_value(session.desk.drafts()?)?)
    }
}

/// What is looked for. It may begin with a dash; with two it is an option that does not exist.
fn words(text: &str) -> std::result::Result<String, &'static str> {
    if text.starts_with("--") {
        return Err("there is no such option; to look for it, leave the dashes out");
    }
    Ok(text.to_owned())
}

/// Puts fields in front of a view.
fn with_first(mut first: Value, view: Value) -> Value {
    if let (Value::Object(first), Value::Object(rest)) = (&mut first, view) {
        first.extend(rest);
    }
    first
}
