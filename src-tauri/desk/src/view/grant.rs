//! Compensation: requests, approvals, quotas and the budget.

use backstop_domain::{grant::Grant, ledger::Account, person::Person};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::ticket::TicketView;

/// A compensation in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct GrantRow {
    /// The grant.
    pub grant: Grant,
    /// The customer's name.
    pub customer_name: String,
    /// Who asked.
    pub requester_name: String,
    /// Who decided.
    pub decider_name: String,
    /// Whether some of it is not yet on the hub.
    pub pending: bool,
    /// Whether some of it was refused and waits for the person.
    pub stuck: bool,
}

/// One request with the story beside it, for the one who decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct GrantView {
    /// The grant.
    pub row: GrantRow,
    /// The ticket it belongs to.
    pub ticket: Option<TicketView>,
    /// The team's budget, for those who may see it.
    pub budget: Option<Account>,
    /// The requester's quota, for those who may see it.
    pub quota: Option<Account>,
    /// Earlier compensation of the same customer, newest first.
    pub history: Vec<GrantRow>,
}

/// Who has what of a team's budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BudgetView {
    /// The team's account; nothing for those who may not see it.
    pub team: Option<Account>,
    /// Quotas, by person, as far as this person may see them.
    pub quotas: Vec<QuotaRow>,
}

/// One person's quota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QuotaRow {
    /// Whose.
    pub person: Person,
    /// The account; nothing before the first allotment.
    pub account: Option<Account>,
}
