//! Audiences: who a document is for. A desk receives what shares an audience with its person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    document::Document,
    id::{PersonId, TeamId},
    ledger::{Account, AccountOwner},
    person::{Person, Role},
};

/// A group of people, in the form in which it is stored: `staff`, `team:…`, `person:…`, `role:…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Audience(pub String);

impl Audience {
    /// Everybody who is signed in.
    pub fn staff() -> Self {
        Self("staff".to_owned())
    }

    /// The members of a team.
    pub fn team(id: &TeamId) -> Self {
        Self(format!("team:{id}"))
    }

    /// One person.
    pub fn person(id: &PersonId) -> Self {
        Self(format!("person:{id}"))
    }

    /// Everybody with a role.
    pub fn role(role: Role) -> Self {
        Self(format!("role:{}", role.code()))
    }
}

/// The audiences that a person belongs to.
pub fn of_person(person: &Person) -> BTreeSet<Audience> {
    let mut set: BTreeSet<_> = person.roles.iter().map(|role| Audience::role(*role)).collect();
    set.insert(Audience::staff());
    set.insert(Audience::team(&person.team));
    set.insert(Audience::person(&person.id));
    set
}

/// The audiences that a document is for.
pub fn of_document(document: &Document) -> BTreeSet<Audience> {
    match document {
        Document::Ticket(t) => {
            let mut set = team_and_managers(&t.team);
            set.extend(t.owner.as_ref().map(Audience::person));
            set.insert(Audience::person(&t.opened_by));
            set
        }
        Document::Grant(g) => {
            let mut set = team_and_managers(&g.team);
            set.insert(Audience::person(&g.requested_by));
            set
        }
        Document::Account(a) => of_account(a),
        Document::DrillRun(run) => BTreeSet::from([
            Audience::person(&run.trainee),
            Audience::role(Role::Trainer),
            Audience::role(Role::Manager),
        ]),
        _ => BTreeSet::from([Audience::staff()]),
    }
}

fn team_and_managers(team: &TeamId) -> BTreeSet<Audience> {
    BTreeSet::from([Audience::team(team), Audience::role(Role::Manager)])
}

fn of_account(account: &Account) -> BTreeSet<Audience> {
    let mut set = BTreeSet::from([Audience::role(Role::Manager)]);
    if let AccountOwner::Quota(person) = &account.owner {
        set.insert(Audience::person(person));
    }
    set
}
