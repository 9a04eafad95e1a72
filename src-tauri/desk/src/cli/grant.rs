//! Compensation: asking for it, deciding on it, and the money behind it.

use backstop_domain::{
    grant::{CAUSES, GrantKind, GrantState},
    id::{CustomerId, GrantId, OrderId, PersonId},
    money::Fen,
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    cli::{Session, ticket},
    error::Result,
    intent::Intent,
    view::grant::GrantRow,
};

#[derive(Debug, Subcommand)]
pub(super) enum Grant {
    /// Ask for a compensation; inside the quota it stands at once.
    Request(Request),
    /// List compensations.
    List {
        /// `waiting`, `granted` or `rejected`.
        #[arg(long, value_parser = state)]
        state: Option<GrantState>,
    },
    /// Show one with the story beside it.
    Show {
        /// Which.
        id: String,
    },
    /// Approve a request.
    Approve {
        /// Which.
        id: String,
        /// The amount that you have seen, in fen; what this desk shows when left out.
        #[arg(long, allow_negative_numbers = true)]
        amount: Option<i64>,
    },
    /// Refuse a request.
    Reject {
        /// Which.
        id: String,
        /// Why.
        #[arg(long, allow_hyphen_values = true)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Request {
    /// Who gets it.
    #[arg(long)]
    customer: String,
    /// In what form: `cash`, `coupon`, `postage`, `gift` or `repair_fee`.
    #[arg(long, value_parser = kind)]
    kind: GrantKind,
    /// How much, in fen.
    #[arg(long, allow_negative_numbers = true)]
    amount: i64,
    #[arg(long, help = format!("Why, as a code: {}, or one of your team's own", CAUSES.join(", ")))]
    cause: String,
    /// Why, in words.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    note: String,
    /// For which order.
    #[arg(long)]
    order: Option<String>,
    /// On which ticket.
    #[arg(long)]
    ticket: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Quota {
    /// Show everybody's quota, as far as you may see it.
    Show,
    /// Move money from the team's budget to a person's quota.
    Allot {
        /// Whose, by identifier.
        person: String,
        /// How much, in fen.
        #[arg(long, allow_negative_numbers = true)]
        amount: i64,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Budget {
    /// Show the team's budget and the quotas paid out of it.
    Show,
}

impl Grant {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        let intent = match self {
            Self::List { state } => return list(session, *state),
            Self::Show { id } => return show(session, id),
            Self::Request(request) => request.intent(session)?,
            Self::Approve { id, amount } => {
                let seen = session.desk.grant(id)?.row.grant.amount;
                Intent::ApproveGrant {
                    grant_id: GrantId(id.clone()),
                    amount: amount.map_or(seen, Fen),
                }
            }
            Self::Reject { id, reason } => {
                Intent::RejectGrant { grant_id: GrantId(id.clone()), reason: reason.clone() }
            }
        };
        session.write(intent).await
    }
}

impl Request {
    fn intent(&self, session: &Session) -> Result<Intent> {
        let ticket = self.ticket.as_deref();
        Ok(Intent::RequestGrant {
            customer_id: CustomerId(self.customer.clone()),
            order_id: self.order.clone().map(OrderId),
            ticket_id: ticket.map(|id| ticket::find(session, id)).transpose()?,
            kind: self.kind,
            amount: Fen(self.amount),
            cause: self.cause.clone(),
            note: self.note.clone(),
        })
    }
}

impl Quota {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        match self {
            Self::Show => {
                let rows = session.desk.budget()?.quotas;
                Ok(rows
                    .iter()
                    .map(|row| account(row.account.as_ref(), row.person.id.as_str()))
                    .collect())
            }
            Self::Allot { person, amount } => {
                let person_id = PersonId(person.clone());
                session.write(Intent::AllotQuota { person_id, amount: Fen(*amount) }).await
            }
        }
    }
}

impl Budget {
    pub(super) fn run(&self, session: &Session) -> Result<Value> {
        let Self::Show = self;
        let view = session.desk.budget()?;
        let quotas =
            view.quotas.iter().map(|row| account(row.account.as_ref(), row.person.id.as_str()));
        Ok(
            json!({ "team": account(view.team.as_ref(), "team"), "quotas": quotas.collect::<Vec<_>>() }),
        )
    }
}

/// An account with what may still be spent; amounts in fen.
fn account(account: Option<&backstop_domain::ledger::Account>, whose: &str) -> Value {
    json!({
        "whose": whose,
        "balance": account.map(|a| a.balance),
        "held": account.map(|a| a.held),
        "available": account.map(backstop_domain::ledger::Account::available),
        "received": account.map(|a| a.received),
    })
}

fn list(session: &Session, state: Option<GrantState>) -> Result<Value> {
    session.desk.grants(state)?.iter().map(row).collect::<Result<Vec<_>>>().map(Value::Array)
}

/// A grant with its own state beside whether the hub has it.
fn row(row: &GrantRow) -> Result<Value> {
    let mut value = serde_json::to_value(&row.grant)?;
    value["customer_name"] = json!(row.customer_name);
    value["requester_name"] = json!(row.requester_name);
    value["pending"] = json!(row.pending);
    value["stuck"] = json!(row.stuck);
    Ok(value)
}

fn show(session: &Session, id: &str) -> Result<Value> {
    let view = session.desk.grant(id)?;
    let mut value = row(&view.row)?;
    value["ticket"] = serde_json::to_value(view.ticket.map(|t| t.ticket))?;
    value["budget"] = account(view.budget.as_ref(), "team");
    value["quota"] = account(view.quota.as_ref(), view.row.grant.requested_by.as_str());
    value["history"] = view.history.iter().map(row).collect::<Result<_>>()?;
    Ok(value)
}

fn kind(text: &str) -> std::result::Result<GrantKind, String> {
    GrantKind::from_code(text).ok_or_else(|| {
        let codes: Vec<_> = GrantKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("one of {}", codes.join(", "))
    })
}

fn state(text: &str) -> std::result::Result<GrantState, String> {
    serde_json::from_value(json!(text)).map_err(|_| "one of waiting, granted, rejected".to_owned())
}
