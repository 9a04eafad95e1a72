//! The ledger's lines. They are only ever appended; balances follow from them.

use std::collections::BTreeMap;

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{AccountId, GrantId, TransferId},
    ledger::{self, Account, AccountOwner, LedgerError, Phase, Transfer},
    money::Fen,
};
use jiff::Timestamp;
use rusqlite::{Connection, Row, types::Type};
use serde::Serialize;

use super::documents;
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
pub(crate) fn append(connection: &Connection, transfer: &Transfer) -> Result<()> {
    let (phase, hold) = match &transfer.phase {
        Phase::Post => ("post", None),
        Phase::Hold => ("hold", None),
        Phase::Take { hold } => ("take", Some(hold.as_str())),
        Phase::Release { hold } => ("release", Some(hold.as_str())),
    };
    let insert =
        "INSERT INTO transfer (id, from_account, to_account, amount, phase, hold, grant_id, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(insert)?.execute(rusqlite::params![
        transfer.id.as_str(),
        transfer.from.as_str(),
        transfer.to.as_str(),
        transfer.amount.0,
        phase,
        hold,
        transfer.grant_id.as_ref().map(GrantId::as_str),
        transfer.at.to_string(),
    ])?;
    Ok(())
}

/// Whether there is a line with this identifier.
pub(crate) fn exists(connection: &Connection, id: &TransferId) -> Result<bool> {
    let query = "SELECT 1 FROM transfer WHERE id = ?1";
    Ok(connection.prepare_cached(query)?.exists([id.as_str()])?)
}

/// Whether money ever came into an account.
pub(crate) fn is_funded(connection: &Connection, owner: &AccountOwner) -> Result<bool> {
    let id = owner.account_id();
    documents::exists(connection, DocumentKind::Account, id.as_str())
}

/// What an account can still give.
pub(crate) fn available(connection: &Connection, owner: &AccountOwner) -> Result<Fen> {
    Ok(account(connection, owner.clone())?.available())
}

/// Moves money at once, outside of any grant: budgets, first quotas, and what comes back.
pub(crate) fn allot(
    connection: &Connection,
    from: AccountOwner,
    to: AccountOwner,
    amount: Fen,
    at: Timestamp,
) -> Result<()> {
    let (mut paying, mut receiving) = (account(connection, from)?, account(connection, to)?);
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
    append(connection, &transfer)?;
    documents::put(connection, &paying.into())?;
    documents::put(connection, &receiving.into())?;
    Ok(())
}

/// Folds every line again with the rules of the domain, and compares the result with the account
/// documents and with the balances that the database kept by itself.
pub(super) fn verify(connection: &Connection) -> Result<LedgerReport> {
    let mut accounts = BTreeMap::new();
    let mut transfers = 0;
    let mut query = connection.prepare(
        "SELECT id, from_account, to_account, amount, phase, hold, grant_id, at
         FROM transfer ORDER BY n",
    )?;
    for transfer in query.query_map([], transfer)? {
        fold(&mut accounts, &transfer?)?;
        transfers += 1;
    }
    compare_documents(connection, &accounts)?;
    compare_balances(connection, &accounts)?;
    let sum = total(&accounts, |account| account.balance)?;
    if sum != Fen::ZERO {
        return Err(HubError::Corrupt(format!("the accounts add up to {sum}, not to nothing")));
    }
    let held = total(&accounts, |account| account.held)?;
    let count = u64::try_from(accounts.len()).unwrap_or(u64::MAX);
    Ok(LedgerReport { transfers, accounts: count, sum, held })
}

type Accounts = BTreeMap<AccountId, Account>;

fn account(connection: &Connection, owner: AccountOwner) -> Result<Account> {
    let id = owner.account_id();
    match documents::find(connection, DocumentKind::Account, id.as_str())? {
        Some(Document::Account(account)) => Ok(account),
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

fn transfer(row: &Row<'_>) -> rusqlite::Result<Transfer> {
    let hold = row.get::<_, Option<String>>(5)?.map(TransferId);
    let phase = match (row.get::<_, String>(4)?.as_str(), hold) {
        ("post", None) => Phase::Post,
        ("hold", None) => Phase::Hold,
        ("take", Some(hold)) => Phase::Take { hold },
        ("release", Some(hold)) => Phase::Release { hold },
        (phase, _) => return Err(malformed(4, format!("{phase} is no phase"))),
    };
    let at: String = row.get(7)?;
    Ok(Transfer {
        id: TransferId(row.get(0)?),
        from: AccountId(row.get(1)?),
        to: AccountId(row.get(2)?),
        amount: Fen(row.get(3)?),
        phase,
        grant_id: row.get::<_, Option<String>>(6)?.map(GrantId),
        at: at.parse().map_err(|error| malformed(7, format!("{error}")))?,
    })
}

fn malformed(column: usize, why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, why.into())
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

fn compare_documents(connection: &Connection, accounts: &Accounts) -> Result<()> {
    let mut kept = Accounts::new();
    for document in documents::of_kind(connection, DocumentKind::Account)? {
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

fn compare_balances(connection: &Connection, accounts: &Accounts) -> Result<()> {
    let mut query = connection.prepare("SELECT account, balance, held FROM balance")?;
    let rows = query
        .query_map([], |row| Ok((AccountId(row.get(0)?), (Fen(row.get(1)?), Fen(row.get(2)?)))))?;
    let kept = rows.collect::<Result<BTreeMap<_, _>, _>>()?;
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
