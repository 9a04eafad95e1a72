//! The people of the service team: who they are, what they may do, which line they stand on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{PersonId, TeamId};

/// What a person may see and do. A person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works tickets; sees personal data masked.
    Agent,
    /// Works escalated tickets; sees personal data in full.
    Senior,
    /// Runs the training ground; never needs a real customer's personal data.
    Trainer,
    /// Checks conversations; sees them masked.
    Inspector,
    /// Approves money, allots quotas, sees the whole team.
    Manager,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Agent, Self::Senior, Self::Trainer, Self::Inspector, Self::Manager];

    /// The code that is stored, sent and typed on a command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Senior => "senior",
            Self::Trainer => "trainer",
            Self::Inspector => "inspector",
            Self::Manager => "manager",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A member of the service team, as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Who this is.
    pub id: PersonId,
    /// The name that they sign in with.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// The tier (1 to 4) whose tickets they take.
    pub line: u8,
    /// The team whose queue and budget they share.
    pub team: TeamId,
    /// A disabled person keeps their history and can do nothing.
    pub disabled: bool,
}

impl Person {
    /// Whether this person holds a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether this person may work live tickets.
    pub fn works_tickets(&self) -> bool {
        self.is(Role::Agent) || self.is(Role::Senior) || self.is(Role::Manager)
    }

    /// Whether this person takes tickets of a line: their own and those below it; a manager takes all.
    pub fn takes(&self, line: u8) -> bool {
        self.line >= line || self.is(Role::Manager)
    }

    /// Whether this person sees personal data unmasked.
    pub fn sees_personal_data(&self) -> bool {
        self.is(Role::Senior) || self.is(Role::Manager)
    }
}
