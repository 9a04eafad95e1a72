//! The ledger's lines. They are only ever appended; balances follow from them.

use std::collections::BTreeMap;

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{AccountId, TransferId},
    ledger::{self, Account, AccountOwner, LedgerError, Phase, Transfer},
    money::Fen,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{documents, transaction::Transaction};
use crate::error::{HubError, Result};

/// What a look through the whole ledger found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerReport {
    /// How many lines there are.
    pub transfers: u64,
    /// How many accounts they touch.
    pub accounts: u64,
    /// What all accounts add up to: nothing, or the ledger is wrong.
    pub sum: Fen,
    /// What is held and not yet taken or released.
    pub held: Fen,
}

/// Appends a line. The database refuses one that would overdraw or settle a hold twice.
pub(crate) fn append(transaction: &Transaction<'_>, transfer: &Transfer) {
    transaction.add_transfer(transfer.clone());
}

/// The code of a phase, and the hold that it settles.
pub(super) fn phase_to_row(phase: &Phase) -> (&'static str, Option<&str>) {
    match phase {
        Phase::Post => ("post", None),
        Phase::Hold => ("hold", None),
        Phase::Take { hold } => ("take", Some(hold.as_str())),
        Phase::Release { hold } => ("release", Some(hold.as_str())),
    }
}

/// The phase behind a code.
pub(super) fn phase_from_row(code: &str, hold: Option<String>) -> Result<Phase> {
    match (code, hold.map(TransferId)) {
        ("post", None) => Ok(Phase::Post),
        ("hold", None) => Ok(Phase::Hold),
        ("take", Some(hold)) => Ok(Phase::Take { hold }),
        ("release", Some(hold)) => Ok(Phase::Release { hold }),
        _ => Err(HubError::Corrupt(format!("a transfer cannot be in the phase {code}"))),
    }
}

/// Whether there is a line with this identifier.
pub(crate) fn exists(transaction: &Transaction<'_>, id: &TransferId) -> Result<bool> {
    transaction.has_transfer(id)
}

/// Whether money ever came into an account.
pub(crate) fn is_funded(transaction: &Transaction<'_>, owner: &AccountOwner) -> Result<bool> {
    let id = owner.account_id();
    documents::exists(transaction, DocumentKind::Account, id.as_str())
}

/// What an account can still give.
pub(crate) fn available(transaction: &Transaction<'_>, owner: &AccountOwner) -> Result<Fen> {
    Ok(account(transaction, owner.clone())?.available())
}

/// Moves money at once, outside of any grant: budgets, first quotas, and what comes back.
pub(crate) fn allot(
    transaction: &Transaction<'_>,
    from: AccountOwner,
    to: AccountOwner,
    amount: Fen,
    at: Timestamp,
) -> Result<()> {
    let (mut paying, mut receiving) = (account(transaction, from)?, account(transaction, to)?);
    ledger::apply(&mut paying, &mut receiving, amount, &Phase::Post).map_err(refused)?;
    let transfer = Transfer {
        id: TransferId(uuid::Uuid::now_v7().to_string()),
        from: paying.id.clone(),
        to: receiving.id.clone(),
        amount,
        phase: Phase::Post,
        grant_id: None,
        at,
    };
    append(transaction, &transfer);
    documents::put(transaction, Document::from(paying))?;
    documents::put(transaction, Document::from(receiving))?;
    Ok(())
}

/// Folds every line again with the rules of the domain, and compares the result with the account
/// documents and with the balances that the database kept by itself.
pub(super) fn verify(transaction: &Transaction<'_>) -> Result<LedgerReport> {
    let mut accounts = BTreeMap::new();
    let mut transfers = 0;
    transaction.rows().transfers(&mut |transfer| {
        transfers += 1;
        fold(&mut accounts, &transfer)
    })?;
    compare_documents(transaction, &accounts)?;
    compare_balances(transaction, &accounts)?;
    let sum = total(&accounts, |account| account.balance)?;
    if sum != Fen::ZERO {
        return Err(HubError::Corrupt(format!("the accounts add up to {sum}, not to nothing")));
    }
    let held = total(&accounts, |account| account.held)?;
    let count = u64::try_from(accounts.len()).unwrap_or(u64::MAX);
    Ok(LedgerReport { transfers, accounts: count, sum, held })
}

type Accounts = BTreeMap<AccountId, Account>;

fn account(transaction: &Transaction<'_>, owner: AccountOwner) -> Result<Account> {
    let id = owner.account_id();
    match documents::find(transaction, DocumentKind::Account, id.as_str())?.as_deref() {
        Some(Document::Account(account)) => Ok(account.clone()),
        _ => Ok(Account::empty(owner)),
    }
}

fn refused(error: LedgerError) -> HubError {
    match error {
        LedgerError::Short { account, available, wanted } => HubError::Refused(format!(
            "{account} has {available} left, {wanted} was asked for; allot more first"
        )),
        other => HubError::Refused(other.to_string()),
    }
}

fn fold(accounts: &mut Accounts, transfer: &Transfer) -> Result<()> {
    let mut paying = taken(accounts, &transfer.from)?;
    let mut receiving = taken(accounts, &transfer.to)?;
    ledger::apply(&mut paying, &mut receiving, transfer.amount, &transfer.phase)
        .map_err(|error| HubError::Corrupt(format!("transfer {}: {error}", transfer.id)))?;
    accounts.insert(paying.id.clone(), paying);
    accounts.insert(receiving.id.clone(), receiving);
    Ok(())
}

fn taken(accounts: &mut Accounts, id: &AccountId) -> Result<Account> {
    match accounts.remove(id) {
        Some(account) => Ok(account),
        None => owner(id).map(Account::empty),
    }
}

/// The owner behind an account's identifier.
fn owner(id: &AccountId) -> Result<AccountOwner> {
    let owner = match id.as_str().split_once(':') {
        None if id.as_str() == "company" => Some(AccountOwner::Company),
        Some(("team", of)) => Some(AccountOwner::Team(of.into())),
        Some(("quota", of)) => Some(AccountOwner::Quota(of.into())),
        Some(("customer", of)) => Some(AccountOwner::Customer(of.into())),
        _ => None,
    };
    owner.ok_or_else(|| HubError::Corrupt(format!("account {id} has no owner")))
}

fn compare_documents(transaction: &Transaction<'_>, accounts: &Accounts) -> Result<()> {
    let mut kept = Accounts::new();
    for document in documents::of_kind(transaction, DocumentKind::Account)? {
        if let Document::Account(account) = document {
            kept.insert(account.id.clone(), account);
        }
    }
    let differing = kept.keys().chain(accounts.keys()).find(|id| kept.get(id) != accounts.get(id));
    match differing {
        Some(id) => Err(HubError::Corrupt(format!("account {id} differs from its transfers"))),
        None => Ok(()),
    }
}

fn compare_balances(transaction: &Transaction<'_>, accounts: &Accounts) -> Result<()> {
    let kept = transaction.rows().balances()?;
    let folded = accounts.iter().map(|(id, a)| (id.clone(), (a.balance, a.held)));
    if kept == folded.collect() {
        return Ok(());
    }
    Err(HubError::Corrupt("the balance table differs from the transfers".to_owned()))
}

fn total(accounts: &Accounts, part: impl Fn(&Account) -> Fen) -> Result<Fen> {
    let sum = accounts.values().try_fold(Fen::ZERO, |sum, account| sum.checked_add(part(account)));
    sum.ok_or_else(|| HubError::Corrupt("the accounts add up beyond the range".to_owned()))
}

/// Reads an instant that a row holds.
pub(super) fn instant(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|error| HubError::Corrupt(format!("{text} is no instant: {error}")))
}
