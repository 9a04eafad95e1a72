//! The ledger: double entry in integer fen, in one or two phases.
//!
//! A transfer moves an amount from one account to another at once ([`Phase::Post`]), or first
//! holds it ([`Phase::Hold`]) and later takes it ([`Phase::Take`]) or lets it go
//! ([`Phase::Release`]). No account but a source may fall below zero, counting what is held,
//! and the sum over all accounts is always zero.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    id::{AccountId, CustomerId, GrantId, PersonId, TeamId, TransferId},
    money::Fen,
};

/// What an account is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", content = "of", rename_all = "snake_case")]
pub enum AccountOwner {
    /// Where budgets come from; the only account that may go below zero.
    Company,
    /// A team's budget.
    Team(TeamId),
    /// What one person may still grant.
    Quota(PersonId),
    /// What a customer was granted.
    Customer(CustomerId),
}

impl AccountOwner {
    /// The account's identifier: there is one account for each owner.
    pub fn account_id(&self) -> AccountId {
        match self {
            Self::Company => AccountId::new("company"),
            Self::Team(id) => AccountId(format!("team:{id}")),
            Self::Quota(id) => AccountId(format!("quota:{id}")),
            Self::Customer(id) => AccountId(format!("customer:{id}")),
        }
    }
}

/// An account and its balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// What it is for.
    pub owner: AccountOwner,
    /// What is on it, counting only finished transfers.
    pub balance: Fen,
    /// What is promised out of it but not yet taken.
    pub held: Fen,
    /// Everything that ever came in: what was allotted, so that the rest reads "of how much".
    pub received: Fen,
}

impl Account {
    /// A new, empty account.
    pub fn empty(owner: AccountOwner) -> Self {
        Self {
            id: owner.account_id(),
            owner,
            balance: Fen::ZERO,
            held: Fen::ZERO,
            received: Fen::ZERO,
        }
    }

    /// What may still be spent.
    pub fn available(&self) -> Fen {
        self.balance.checked_sub(self.held).unwrap_or(Fen::ZERO)
    }
}

/// What a transfer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Moves the amount at once.
    Post,
    /// Reserves the amount on the paying account.
    Hold,
    /// Moves what an earlier transfer held.
    Take {
        /// The transfer that held it.
        hold: TransferId,
    },
    /// Frees what an earlier transfer held.
    Release {
        /// The transfer that held it.
        hold: TransferId,
    },
}

/// One line of the ledger. Lines are never changed; a correction is a new transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Transfer {
    /// Which line.
    pub id: TransferId,
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// How much.
    pub amount: Fen,
    /// At once or in two phases.
    #[serde(flatten)]
    pub phase: Phase,
    /// The grant behind it, if any.
    pub grant_id: Option<GrantId>,
    /// When, by the hub's clock.
    pub at: Timestamp,
}

/// Why a transfer cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// Zero, negative, or beyond the largest amount.
    #[error("an amount must be above zero and at most {}", crate::money::LARGEST)]
    Amount,
    /// The paying account has too little that is not already promised.
    #[error("only {available} of {wanted} is available on {account}")]
    Short {
        /// The paying account.
        account: AccountId,
        /// What is there.
        available: Fen,
        /// What was wanted.
        wanted: Fen,
    },
    /// A sum left the range of the ledger.
    #[error("the balance of {0} would leave the range of the ledger")]
    Range(AccountId),
    /// More was to be taken or released than was held.
    #[error("{0} does not hold that much")]
    NotHeld(AccountId),
    /// Both sides are the same account.
    #[error("an account cannot pay itself")]
    SameAccount,
}

/// Applies a transfer to its two accounts: both change, or neither.
pub fn apply(
    from: &mut Account,
    to: &mut Account,
    amount: Fen,
    phase: &Phase,
) -> Result<(), LedgerError> {
    if !amount.is_payable() {
        return Err(LedgerError::Amount);
    }
    if from.id == to.id {
        return Err(LedgerError::SameAccount);
    }
    match phase {
        Phase::Post => {
            require(from, amount)?;
            shift(from, to, amount)
        }
        Phase::Hold => {
            require(from, amount)?;
            from.held = from.held.checked_add(amount).ok_or(LedgerError::Range(from.id.clone()))?;
            Ok(())
        }
        Phase::Take { .. } => {
            let held = unheld(from, amount)?;
            shift(from, to, amount)?;
            from.held = held;
            Ok(())
        }
        Phase::Release { .. } => {
            from.held = unheld(from, amount)?;
            Ok(())
        }
    }
}

fn require(from: &Account, amount: Fen) -> Result<(), LedgerError> {
    let available = from.available();
    if from.owner == AccountOwner::Company || available >= amount || crate::planted!(NaiveBudget) {
        return Ok(());
    }
    Err(LedgerError::Short { account: from.id.clone(), available, wanted: amount })
}

fn unheld(from: &Account, amount: Fen) -> Result<Fen, LedgerError> {
    from.held
        .checked_sub(amount)
        .filter(|rest| *rest >= Fen::ZERO)
        .ok_or(LedgerError::NotHeld(from.id.clone()))
}

fn shift(from: &mut Account, to: &mut Account, amount: Fen) -> Result<(), LedgerError> {
    let range = |id: &AccountId| LedgerError::Range(id.clone());
    let rest = from.balance.checked_sub(amount).ok_or_else(|| range(&from.id))?;
    let sum = to.balance.checked_add(amount).ok_or_else(|| range(&to.id))?;
    let received = to.received.checked_add(amount).ok_or_else(|| range(&to.id))?;
    from.balance = rest;
    to.balance = sum;
    to.received = received;
    Ok(())
}
