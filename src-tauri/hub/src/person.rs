//! The people of the team: adding them with their first quota, listing and disabling them.

use std::collections::BTreeSet;

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{PersonId, TeamId},
    ledger::AccountOwner,
    money::Fen,
    person::{Person, Role},
};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    error::{HubError, Result},
    login, password,
    store::{Store, Transaction, audit, desks, documents, ledger, people},
};

/// The team of whoever is added without one.
pub const DEFAULT_TEAM: &str = "service";
/// What a team's budget starts with.
pub const TEAM_BUDGET: Fen = Fen(2_000_000);
/// What an agent may grant at first.
const AGENT_QUOTA: Fen = Fen(20_000);
/// What a senior agent may grant at first.
const SENIOR_QUOTA: Fen = Fen(50_000);

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Who it is; without one the login name serves.
    pub id: Option<PersonId>,
    /// The name that they sign in with.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// The tier (1 to 4) whose tickets they take.
    pub line: u8,
    /// Their team.
    pub team: TeamId,
    /// What they may grant at first, in fen; without one the role decides.
    pub quota: Option<Fen>,
    /// Their password; without one they cannot sign in over the network.
    pub password: Option<String>,
}

/// Adds a person, with their quota out of the team's budget; the first of a team brings the budget
/// with them. All of it happens, or nothing. Somebody who is known but could not sign in so far is
/// taken over: they keep who they are and what they have.
pub fn add(store: &Store, new: NewPerson, now: Timestamp) -> Result<Person> {
    check(&new)?;
    let phc = new.password.as_deref().map(password::hash).transpose()?;
    let wish = new.quota;
    let new = into_document(new);
    let quota = wish.unwrap_or_else(|| usual_quota(&new));
    store.write(move |transaction| {
        let id = identity(transaction, &new, phc.is_some())?;
        let person = Person { id, ..new.clone() };
        documents::put(transaction, Document::from(person.clone()))?;
        if let Some(phc) = &phc {
            people::keep_credential(transaction, &person.login, &person.id, phc, now);
        }
        fund(transaction, &person, quota, now)?;
        audit::append(transaction, &json!({"type": "person_added", "at": now, "person": person}))?;
        Ok(person)
    })
}

/// Everybody, in the order in which they were last changed.
pub fn list(store: &Store) -> Result<Vec<Person>> {
    let people = store.documents(DocumentKind::Person)?;
    Ok(people.into_iter().filter_map(into_person).collect())
}

/// Disables a person: their tokens stop working with the commit, what they had left to grant goes back to
/// their team, their history stays.
pub fn disable(store: &Store, login: &str, now: Timestamp) -> Result<Person> {
    let login = login.to_owned();
    store.write(move |transaction| {
        let mut person = find(transaction, &login)?
            .ok_or_else(|| HubError::Refused(format!("there is nobody called {login}")))?;
        person.disabled = true;
        documents::put(transaction, Document::from(person.clone()))?;
        desks::sign_out_person(transaction, &person.id)?;
        take_back(transaction, &person, now)?;
        audit::append(
            transaction,
            &json!({"type": "person_disabled", "at": now, "person": person.id}),
        )?;
        Ok(person)
    })
}

/// What changes about a person; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What they may do.
    pub roles: Option<BTreeSet<Role>>,
    /// The tier (1 to 4) whose tickets they take.
    pub line: Option<u8>,
    /// Their team.
    pub team: Option<TeamId>,
}

/// Changes what a person may see and do. Their desks receive what they may see now, and lose the rest, at their next
/// contact.
pub fn change(store: &Store, login: &str, change: Change, now: Timestamp) -> Result<Person> {
    let login = login.to_owned();
    store.write(move |transaction| {
        let mut person = find(transaction, &login)?
            .ok_or_else(|| HubError::Refused(format!("there is nobody called {login}")))?;
        person.roles = change.roles.clone().unwrap_or(person.roles);
        person.line = change.line.unwrap_or(person.line);
        person.team = change.team.clone().unwrap_or(person.team);
        if !is_placed(&person.roles, person.line, &person.team) {
            return Err(HubError::Refused(UNPLACED.to_owned()));
        }
        documents::put(transaction, Document::from(person.clone()))?;
        audit::append(
            transaction,
            &json!({"type": "person_changed", "at": now, "person": person}),
        )?;
        Ok(person)
    })
}

/// Why somebody cannot be added or changed so.
const UNPLACED: &str = "a person has at least one role, a line from 1 to 4, and a team";

fn is_placed(roles: &BTreeSet<Role>, line: u8, team: &TeamId) -> bool {
    !roles.is_empty() && (1..=4).contains(&line) && !team.as_str().is_empty()
}

fn check(new: &NewPerson) -> Result<()> {
    let refused = |why: &str| Err(HubError::Refused(why.to_owned()));
    if !login::fits(&new.login) {
        return refused("a login name has 1 to 64 letters, digits, or one of . _ - @");
    }
    if new.name.trim().is_empty() || new.name.chars().any(char::is_control) {
        return refused("a name cannot be empty or contain control characters");
    }
    if !is_placed(&new.roles, new.line, &new.team) {
        return refused(UNPLACED);
    }
    if new.quota.is_some_and(|quota| quota < Fen::ZERO) {
        return refused("a quota cannot be negative");
    }
    Ok(())
}

fn into_document(new: NewPerson) -> Person {
    Person {
        id: new.id.unwrap_or_else(|| PersonId(new.login.clone())),
        login: new.login,
        name: new.name.trim().to_owned(),
        roles: new.roles,
        line: new.line,
        team: new.team,
        disabled: false,
    }
}

fn usual_quota(person: &Person) -> Fen {
    if person.is(Role::Senior) {
        SENIOR_QUOTA
    } else if person.is(Role::Agent) {
        AGENT_QUOTA
    } else {
        Fen::ZERO
    }
}

/// Who the person will be: somebody new, or the one who so far had no password.
fn identity(transaction: &Transaction<'_>, person: &Person, may_adopt: bool) -> Result<PersonId> {
    let taken = || HubError::Refused(format!("there is already somebody called {}", person.login));
    if let Some(known) = find(transaction, &person.login)? {
        let adoptable = may_adopt && people::credential(transaction, &known.login)?.is_none();
        return if adoptable { Ok(known.id) } else { Err(taken()) };
    }
    if documents::exists(transaction, DocumentKind::Person, person.id.as_str())? {
        return Err(taken());
    }
    Ok(person.id.clone())
}

fn fund(transaction: &Transaction<'_>, person: &Person, quota: Fen, now: Timestamp) -> Result<()> {
    let team = AccountOwner::Team(person.team.clone());
    if !ledger::is_funded(transaction, &team)? {
        ledger::allot(transaction, AccountOwner::Company, team.clone(), TEAM_BUDGET, now)?;
    }
    let own = AccountOwner::Quota(person.id.clone());
    if quota > Fen::ZERO && !ledger::is_funded(transaction, &own)? {
        ledger::allot(transaction, team, own, quota, now)?;
    }
    Ok(())
}

fn take_back(transaction: &Transaction<'_>, person: &Person, now: Timestamp) -> Result<()> {
    let own = AccountOwner::Quota(person.id.clone());
    let left = ledger::available(transaction, &own)?;
    if left > Fen::ZERO {
        ledger::allot(transaction, own, AccountOwner::Team(person.team.clone()), left, now)?;
    }
    Ok(())
}

/// The person with that login name, or with one that is the same to people.
fn find(transaction: &Transaction<'_>, login: &str) -> Result<Option<Person>> {
    let people = documents::of_kind(transaction, DocumentKind::Person)?;
    let people = people.into_iter().filter_map(into_person);
    let name = login::folded(login);
    let alike: Vec<_> = people.filter(|person| login::folded(&person.login) == name).collect();
    match (alike.iter().find(|person| person.login == login), alike.as_slice()) {
        (Some(found), _) | (None, [found]) => Ok(Some(found.clone())),
        (None, []) => Ok(None),
        (None, _) => Err(HubError::Refused(format!("there are several called like {login}"))),
    }
}

fn into_person(document: Document) -> Option<Person> {
    match document {
        Document::Person(person) => Some(person),
        _ => None,
    }
}
