//! Who has what of a team's budget.

use backstop_domain::{
    ledger::{Account, AccountOwner},
    money::Fen,
    person::Person,
};
use rusqlite::Connection;

use super::documents;
use crate::{
    derived::viewer,
    error::{DeskError, Result},
    view::grant::{BudgetView, QuotaRow},
};

/// The budget of this person's team. What the hub does not show this person is not on the desk, so
/// that an agent sees their own quota and nothing else.
pub(crate) fn view(conn: &Connection) -> Result<BudgetView> {
    let viewer = viewer(conn)?.ok_or(DeskError::NotSignedIn)?;
    let team = documents::find::<Account>(conn, &format!("team:{}", viewer.team))?;
    let mut people = documents::all::<Person>(conn)?;
    people.retain(|person| person.team.0 == viewer.team);
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let rows = people.into_iter().map(|person| quota(conn, person));
    let mut quotas: Vec<QuotaRow> = rows.collect::<Result<_>>()?;
    // Whoever has left is listed as long as there is money with them: all rows together are the team's.
    quotas.retain(|row| !row.person.disabled || row.account.as_ref().is_some_and(has_money));
    let may_see = |row: &QuotaRow| {
        team.is_some() || row.account.is_some() || row.person.id.0 == viewer.person
    };
    Ok(BudgetView { quotas: quotas.into_iter().filter(may_see).collect(), team })
}

fn has_money(account: &Account) -> bool {
    account.balance != Fen::ZERO
}

fn quota(conn: &Connection, person: Person) -> Result<QuotaRow> {
    let owner = AccountOwner::Quota(person.id.clone());
    let account = documents::find::<Account>(conn, owner.account_id().as_str())?;
    Ok(QuotaRow { person, account })
}
